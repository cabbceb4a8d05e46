import Display
import Glibc
import Raster

/// The cells of a picture whose pixels look different from what the screen shows.
struct DirtyCells: Equatable {
  let columns: Int
  let rows: Int
  /// Row by row.
  private(set) var flags: [Bool]
  private(set) var count = 0

  /// Compares pixel by pixel, what is equal row by row at memory speed.
  ///
  /// - Precondition: both planes have the same size, and so have both pictures in cells.
  init(_ picture: Picture, shown: Picture) {
    (columns, rows) = (picture.cells.columns, picture.cells.rows)
    flags = [Bool](repeating: false, count: columns * rows)
    let cell = Size(width: picture.plane.width / max(1, columns), height: picture.plane.height / max(1, rows))
    guard !cell.bounds.isEmpty else { return }
    let changed = Self.changedColors(picture.palette, shown.palette)
    picture.plane.elements.withUnsafeBufferPointer { new in
      shown.plane.elements.withUnsafeBufferPointer { old in
        guard let new = new.baseAddress, let old = old.baseAddress else { return }
        for row in 0..<rows {
          compare(row, cell, new + row * cell.height * picture.plane.width, old - new, picture.plane.width, changed)
        }
      }
    }
    count = flags.reduce(0) { $0 + ($1 ? 1 : 0) }
  }

  /// Which indices have another colour now; nil where none has.
  private static func changedColors(_ new: Palette, _ old: Palette) -> [Bool]? {
    if new == old { return nil }
    return (0..<256).map { index in
      let (isNew, isOld) = (index < new.colors.count, index < old.colors.count)
      return isNew && isOld ? new.colors[index] != old.colors[index] : isNew || isOld
    }
  }

  /// `offset` is the distance from a pixel of the new plane to the same pixel of the old one.
  private mutating func compare(
    _ row: Int, _ cell: Size, _ first: UnsafePointer<UInt8>, _ offset: Int, _ width: Int, _ changed: [Bool]?
  ) {
    if changed == nil && memcmp(first, first + offset, cell.height * width) == 0 { return }
    for y in 0..<cell.height {
      let line = first + y * width
      if changed == nil && memcmp(line, line + offset, width) == 0 { continue }
      for column in 0..<columns where !flags[row * columns + column] {
        let start = line + column * cell.width
        let isEqual =
          memcmp(start, start + offset, cell.width) == 0
          && !(changed.map { changed in (0..<cell.width).contains { changed[Int(start[$0])] } } ?? false)
        if !isEqual { flags[row * columns + column] = true }
      }
    }
  }

  /// The dirty cells as runs one row high, from the top left.
  var runs: [CellRect] {
    var runs: [CellRect] = []
    for row in 0..<rows {
      var column = 0
      while column < columns {
        let start = column
        while column < columns, flags[row * columns + column] { column += 1 }
        if column > start { runs.append(CellRect(column: start, row: row, columns: column - start, rows: 1)) }
        column += 1
      }
    }
    return runs
  }
}
