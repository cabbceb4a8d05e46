import Display
import Raster
import Testing

@testable import Terminal

/// A terminal that understands what half blocks need: cursor position, colours, four characters.
private struct BlockScreen {
  /// Names of the upper and lower colour of each cell that was written.
  var cells: [CellPoint: [String]] = [:]
  private var cursor = CellPoint(column: 0, row: 0)
  private var colors: [String: String] = [:]
  /// What was not understood.
  private(set) var unknown = 0

  init(_ bytes: [UInt8]) {
    var rest = Substring(String(decoding: bytes, as: UTF8.self))
    while let character = rest.popFirst() {
      if character == "\u{1B}" {
        let end = rest.firstIndex { $0.isLetter } ?? rest.endIndex
        control(rest[..<end].dropFirst().split(separator: ";").map(String.init), rest[end])
        rest = rest[rest.index(after: end)...]
      } else {
        write(character)
      }
    }
  }

  private mutating func control(_ values: [String], _ final: Character) {
    switch final {
    case "H": cursor = CellPoint(column: (Int(values[1]) ?? 0) - 1, row: (Int(values[0]) ?? 0) - 1)
    case "m":
      var at = 0
      while at < values.count {
        if values[at] == "0" {
          colors = [:]
          at += 1
        } else {
          let length = values[at + 1] == "2" ? 5 : 3
          colors[values[at]] = values[at + 1..<at + length].joined(separator: ";")
          at += length
        }
      }
    default: unknown += 1
    }
  }

  private mutating func write(_ character: Character) {
    let (front, back) = (colors["38"] ?? "default", colors["48"] ?? "default")
    switch character {
    case " ": cells[cursor] = [back, back]
    case "█": cells[cursor] = [front, front]
    case "▀": cells[cursor] = [front, back]
    case "▄": cells[cursor] = [back, front]
    default: unknown += 1
    }
    cursor.column += 1
  }
}

@Suite struct PictureHalfBlockTests {
  private static let cellPixels = Size(width: 1, height: 2)

  private func name(_ color: RGB, _ depth: HalfBlocks.Depth) -> String {
    depth == .trueColor ? "2;\(color.red);\(color.green);\(color.blue)" : "5;\(nearestIndexedColor(color))"
  }

  @Test(arguments: HalfBlocks.Depth.allCases, [2, 5, 200])
  func everyCellShowsItsTwoPixels(depth: HalfBlocks.Depth, colors: Int) {
    let plane = randomPlane(Size(width: 31, height: 24), colors: colors, seed: UInt64(colors))
    let palette = distinctPalette(colors)
    var encoder = HalfBlocks(depth: depth)
    let rects = [CellRect(column: 0, row: 0, columns: 31, rows: 5), CellRect(column: 7, row: 9, columns: 12, rows: 3)]
    let screen = BlockScreen(
      encoder.encode(
        plane, rects, origin: CellPoint(column: 3, row: 2), cellPixels: Self.cellPixels, palette: palette))
    #expect(screen.unknown == 0)
    #expect(screen.cells.count == 31 * 5 + 12 * 3)
    for (cell, names) in screen.cells {
      let (x, y) = (cell.column - 3, (cell.row - 2) * 2)
      let expected = [y, y + 1].map { name(palette.colors[Int(plane[PixelPoint(x: x, y: $0)])], depth) }
      #expect(names == expected, "\(cell)")
    }
  }

  @Test func withoutUnicodeACellIsTheMeanOfItsPixels() {
    var plane = IndexPlane(size: Size(width: 2, height: 2), filledWith: 0)
    plane[PixelPoint(x: 0, y: 1)] = 1
    let palette = Palette(colors: [RGB(0, 100, 255), RGB(255, 50, 255)])
    var encoder = HalfBlocks(depth: .trueColor, hasUnicode: false)
    let bytes = encoder.encode(
      plane, [CellRect(column: 0, row: 0, columns: 2, rows: 1)], origin: CellPoint(column: 0, row: 0),
      cellPixels: Self.cellPixels, palette: palette)
    #expect(bytes.allSatisfy { $0 < 128 })
    let screen = BlockScreen(bytes)
    #expect(screen.cells[CellPoint(column: 0, row: 0)] == ["2;128;75;255", "2;128;75;255"])
    #expect(screen.cells[CellPoint(column: 1, row: 0)] == ["2;0;100;255", "2;0;100;255"])
  }

  @Test func equalCellsCostOneByteEach() {
    let plane = IndexPlane(size: Size(width: 80, height: 2), filledWith: 1)
    var encoder = HalfBlocks(depth: .trueColor)
    let bytes = encoder.encode(
      plane, [CellRect(column: 0, row: 0, columns: 80, rows: 1)], origin: CellPoint(column: 0, row: 0),
      cellPixels: Self.cellPixels, palette: distinctPalette(2))
    #expect(
      String(decoding: bytes, as: UTF8.self).split(separator: "m")[1].prefix(80) == String(repeating: " ", count: 80))
    #expect(bytes.count < 80 + 40)
  }

  @Test func nothingToDrawIsNoBytes() {
    var encoder = HalfBlocks(depth: .indexed)
    let plane = IndexPlane(size: Size(width: 4, height: 4), filledWith: 0)
    for rects in [[], [CellRect(column: 9, row: 9, columns: 2, rows: 2)]] {
      #expect(
        encoder.encode(
          plane, rects, origin: CellPoint(column: 0, row: 0), cellPixels: Self.cellPixels, palette: distinctPalette(1)
        ).isEmpty)
    }
  }

  @Test func indexedColoursAreTheNearestOfXterm() {
    let levels = [0, 95, 135, 175, 215, 255]
    var colors: [(Int, [Int])] = (0..<24).map { (232 + $0, [8 + 10 * $0, 8 + 10 * $0, 8 + 10 * $0]) }
    for cell in 0..<216 { colors.append((16 + cell, [levels[cell / 36], levels[cell / 6 % 6], levels[cell % 6]])) }
    var random = SplitMix64(seed: 77)
    for _ in 0..<300 {
      let wanted = (0..<3).map { _ in Int.random(in: 0...255, using: &random) }
      func distance(_ color: [Int]) -> Int { zip(color, wanted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
      let number = nearestIndexedColor(RGB(UInt8(wanted[0]), UInt8(wanted[1]), UInt8(wanted[2])))
      let chosen = colors.first { $0.0 == number }?.1 ?? []
      #expect(distance(chosen) == colors.map { distance($0.1) }.min(), "\(wanted)")
    }
  }
}
