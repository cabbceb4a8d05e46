import Raster

/// What the screen offers at this moment; changes with every resize.
public struct ScreenSpec: Equatable, Sendable {
  /// How pictures reach the glass.
  public enum Graphics: String, CaseIterable, Sendable { case sixel, blocks, none }

  /// The whole text area.
  public var cells: CellSize
  /// Picture pixels per cell: the terminal's own for sixel, 1 x 2 for half blocks.
  public var cellPixels: Size
  /// How pictures are shown now.
  public var graphics: Graphics
  /// Colours that a picture may use at once: 256 or 16.
  public var registers: Int
  /// The pointer is reported in pixels, not only in cells.
  public var hasPixelPointer: Bool

  /// What a screen offers; 256 colours and a pointer in cells unless said otherwise.
  public init(
    cells: CellSize, cellPixels: Size, graphics: Graphics, registers: Int = 256, hasPixelPointer: Bool = false
  ) {
    self.cells = cells
    self.cellPixels = cellPixels
    self.graphics = graphics
    self.registers = registers
    self.hasPixelPointer = hasPixelPointer
  }
}
