/// Width and height of an image, a plane or a canvas, in pixels.
public struct Size: Hashable, Sendable {
  /// Pixels side by side.
  public var width: Int
  /// Pixels one above the other.
  public var height: Int

  /// A size in pixels.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Number of pixels.
  public var area: Int { width * height }

  /// All its pixels, from (0, 0).
  public var bounds: PixelRect { PixelRect(x: 0, y: 0, width: width, height: height) }

  /// The point lies inside.
  public func contains(_ point: PixelPoint) -> Bool {
    point.x >= 0 && point.y >= 0 && point.x < width && point.y < height
  }

  /// The point inside that is nearest to `point`. The size must not be empty.
  public func clamp(_ point: PixelPoint) -> PixelPoint {
    PixelPoint(x: min(max(point.x, 0), width - 1), y: min(max(point.y, 0), height - 1))
  }
}

/// A pixel of an image or canvas: x to the right, y down, from the top-left pixel (0, 0).
public struct PixelPoint: Hashable, Sendable {
  /// Column, from 0 at the left.
  public var x: Int
  /// Row, from 0 at the top.
  public var y: Int

  /// A pixel by its column and row.
  public init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}

/// A half-open rectangle of pixels.
public struct PixelRect: Hashable, Sendable {
  /// Column, from 0 at the left.
  public var x: Int
  /// Row, from 0 at the top.
  public var y: Int
  /// Pixels side by side.
  public var width: Int
  /// Pixels one above the other.
  public var height: Int

  /// A rectangle by its top-left pixel and its size.
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The smallest rectangle that holds both pixels.
  public init(corner one: PixelPoint, corner other: PixelPoint) {
    self.init(
      x: min(one.x, other.x), y: min(one.y, other.y), width: abs(one.x - other.x) + 1, height: abs(one.y - other.y) + 1)
  }

  /// The column behind the last.
  public var maxX: Int { x + width }
  /// The row behind the last.
  public var maxY: Int { y + height }
  /// It holds nothing.
  public var isEmpty: Bool { width <= 0 || height <= 0 }
  /// Number of pixels; 0 if it is empty.
  public var area: Int { isEmpty ? 0 : width * height }

  /// The smallest rectangle that holds both; an empty one adds nothing.
  public func union(_ other: PixelRect) -> PixelRect {
    if isEmpty { return other }
    if other.isEmpty { return self }
    let (left, top) = (min(x, other.x), min(y, other.y))
    return PixelRect(x: left, y: top, width: max(maxX, other.maxX) - left, height: max(maxY, other.maxY) - top)
  }

  /// The common part; empty where there is none.
  public func intersection(_ other: PixelRect) -> PixelRect {
    let (left, top) = (max(x, other.x), max(y, other.y))
    return PixelRect(
      x: left, y: top, width: max(0, min(maxX, other.maxX) - left), height: max(0, min(maxY, other.maxY) - top))
  }

  /// The point lies inside.
  public func contains(_ point: PixelPoint) -> Bool {
    point.x >= x && point.y >= y && point.x < maxX && point.y < maxY
  }
}

/// A character cell of the terminal: column to the right, row down, from (0, 0).
public struct CellPoint: Hashable, Sendable {
  /// To the right, from 0.
  public var column: Int
  /// Down, from 0.
  public var row: Int

  /// A cell by its column and row.
  public init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}

/// A number of character cells.
public struct CellSize: Hashable, Sendable {
  /// Cells side by side.
  public var columns: Int
  /// Cells one above the other.
  public var rows: Int

  /// A cell by its column and row.
  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// A half-open rectangle of character cells.
public struct CellRect: Hashable, Sendable {
  /// To the right, from 0.
  public var column: Int
  /// Down, from 0.
  public var row: Int
  /// Cells side by side.
  public var columns: Int
  /// Cells one above the other.
  public var rows: Int

  /// A rectangle by its top-left cell and its size.
  public init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = columns
    self.rows = rows
  }

  /// It holds nothing.
  public var isEmpty: Bool { columns <= 0 || rows <= 0 }

  /// The point lies inside.
  public func contains(_ point: CellPoint) -> Bool {
    point.column >= column && point.row >= row && point.column < column + columns && point.row < row + rows
  }
}
