import Raster

/// How a text cell looks. Nil colours are the terminal's own.
public struct TextStyle: Hashable, Sendable {
  /// The colour of the letters.
  public var foreground: RGB?
  /// The colour behind them.
  public var background: RGB?
  /// Heavier or brighter letters.
  public var bold: Bool
  /// Foreground and background swapped.
  public var reverse: Bool
  /// A line below.
  public var underline: Bool

  /// Plain text in the terminal's own colours, unless said otherwise.
  public init(
    foreground: RGB? = nil, background: RGB? = nil, bold: Bool = false, reverse: Bool = false, underline: Bool = false
  ) {
    self.foreground = foreground
    self.background = background
    self.bold = bold
    self.reverse = reverse
    self.underline = underline
  }
}

/// One character cell. A character two columns wide is followed by a cell with an empty `text`.
public struct TextCell: Hashable, Sendable {
  /// One printable grapheme, or empty behind a wide one. Never a control character.
  public var text: String
  /// How it looks.
  public var style: TextStyle

  /// A space, unless said otherwise.
  public init(_ text: String = " ", style: TextStyle = TextStyle()) {
    self.text = text
    self.style = style
  }
}

/// The text of the whole screen.
public struct TextGrid: Equatable, Sendable {
  /// Columns and rows.
  public let size: CellSize
  /// `size.rows * size.columns` cells, row by row.
  public var cells: [TextCell]

  /// A screen of equal cells.
  public init(size: CellSize, filledWith cell: TextCell = TextCell()) {
    self.size = size
    cells = [TextCell](repeating: cell, count: size.columns * size.rows)
  }

  /// The cell at a place inside, counted from 0.
  public subscript(column: Int, row: Int) -> TextCell {
    get { cells[row * size.columns + column] }
    set { cells[row * size.columns + column] = newValue }
  }
}

/// A picture as palette indices, over whole cells of the screen.
public struct Picture: Equatable, Sendable {
  /// The cells that the picture covers; text cells below it are not shown.
  public var cells: CellRect
  /// Width = `cells.columns` times the cell's width, height likewise.
  public var plane: IndexPlane
  /// The colours that the plane's indices mean.
  public var palette: Palette

  /// A picture whose plane fits its cells.
  public init(cells: CellRect, plane: IndexPlane, palette: Palette) {
    self.cells = cells
    self.plane = plane
    self.palette = palette
  }
}

/// Everything that one moment of the screen shows. A value: it can be compared, stored and tested.
public struct Frame: Equatable, Sendable {
  /// All text cells.
  public var text: TextGrid
  /// The picture, if one is shown.
  public var picture: Picture?
  /// Where the text cursor stands (the command line); nil hides it.
  public var caret: CellPoint?

  /// One moment of the screen.
  public init(text: TextGrid, picture: Picture? = nil, caret: CellPoint? = nil) {
    self.text = text
    self.picture = picture
    self.caret = caret
  }
}
