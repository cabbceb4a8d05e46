import Display
import Raster

/// Turns parts of a picture into the bytes that show them.
///
/// The bytes move the cursor and set text attributes; whoever writes them saves and restores both around them.
public protocol PictureEncoder: Sendable {
  /// How the dirty cells of a picture are best put together before they are encoded.
  var grouping: DirtyGrouping { get }

  /// The bytes that show `rects` of a picture.
  ///
  /// - Parameters:
  ///   - plane: the whole picture; every element is below `palette.colors.count`.
  ///   - rects: in cells from the picture's top-left cell; parts outside the picture are left out.
  ///   - origin: where the picture's top-left cell lies on the screen.
  ///   - cellPixels: picture pixels per cell.
  mutating func encode(
    _ plane: IndexPlane, _ rects: [CellRect], origin: CellPoint, cellPixels: Size, palette: Palette
  ) -> [UInt8]
}

/// How dirty cells become rectangles.
public enum DirtyGrouping: Equatable, Sendable {
  /// Exactly the dirty cells, as runs one row high.
  case runs
  /// Few rectangles of whole cells: at most `limit`, and their heights are multiples of `rowMultiple` rows.
  case rectangles(limit: Int, rowMultiple: Int = 1)

  /// The number of rows whose height is a whole number of sixel bands, for terminals that pad images to bands.
  ///
  /// - Parameter cellHeight: pixels, above 0.
  public static func rowsOfWholeBands(cellHeight: Int) -> Int {
    6 / (1...6).reduce(1) { 6 % $1 == 0 && cellHeight % $1 == 0 ? $1 : $0 }
  }
}

extension CellRect {
  /// The pixels of these cells, as far as they lie within `size`.
  func pixels(cellPixels: Size, within size: Size) -> PixelRect {
    PixelRect(
      x: column * cellPixels.width, y: row * cellPixels.height, width: columns * cellPixels.width,
      height: rows * cellPixels.height
    ).intersection(size.bounds)
  }
}

extension [UInt8] {
  /// Appends "move the cursor to this cell".
  mutating func appendCursorPosition(_ cell: CellPoint) {
    append(contentsOf: "\u{1B}[\(cell.row + 1);\(cell.column + 1)H".utf8)
  }
}

/// A back end that shows every rectangle as an image of its own.
public protocol ImageEncoder: PictureEncoder {
  /// Appends one image of a rectangle within a plane.
  func encode(_ plane: IndexPlane, _ rect: PixelRect, _ palette: Palette, into bytes: inout [UInt8])
}

extension ImageEncoder {
  /// The bytes that show `rects`, each as one image at its cell.
  public mutating func encode(
    _ plane: IndexPlane, _ rects: [CellRect], origin: CellPoint, cellPixels: Size, palette: Palette
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    for rect in rects {
      let pixels = rect.pixels(cellPixels: cellPixels, within: plane.size)
      guard !pixels.isEmpty else { continue }
      bytes.appendCursorPosition(CellPoint(column: origin.column + rect.column, row: origin.row + rect.row))
      encode(plane, pixels, palette, into: &bytes)
    }
    return bytes
  }
}
