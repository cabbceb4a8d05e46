import Display
import Raster
import Testing

@testable import Terminal

@Suite struct PictureDirtyTests {
  private static let cell = Size(width: 8, height: 10)
  private static let grid = CellSize(columns: 30, rows: 20)

  private func picture(seed: UInt64 = 1, colors: Int = 9) -> Picture {
    let size = Size(width: Self.grid.columns * Self.cell.width, height: Self.grid.rows * Self.cell.height)
    return Picture(
      cells: CellRect(column: 2, row: 1, columns: Self.grid.columns, rows: Self.grid.rows),
      plane: randomPlane(size, colors: colors, seed: seed), palette: distinctPalette(colors))
  }

  /// Changes `count` single pixels; returns their cells.
  private func change(_ picture: inout Picture, _ count: Int, seed: UInt64) -> [CellPoint] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      let point = PixelPoint(
        x: .random(in: 0..<picture.plane.width, using: &random),
        y: .random(in: 0..<picture.plane.height, using: &random))
      picture.plane[point] = (picture.plane[point] + 1) % 9
      return CellPoint(column: point.x / Self.cell.width, row: point.y / Self.cell.height)
    }
  }

  @Test func equalPicturesNeedNothing() {
    #expect(dirtyRects(of: picture(), shown: picture(), grouping: .rectangles(limit: 4)).isEmpty)
    #expect(dirtyRects(of: picture(), shown: picture(), grouping: .runs).isEmpty)
  }

  @Test func whatIsNotShownIsDirtyAsAWhole() {
    let whole = [CellRect(column: 0, row: 0, columns: 30, rows: 20)]
    var moved = picture()
    moved.cells.column += 1
    #expect(dirtyRects(of: picture(), shown: nil, grouping: .runs) == whole)
    #expect(dirtyRects(of: picture(), shown: moved, grouping: .rectangles(limit: 3)) == whole)
    #expect(dirtyRects(of: picture(), shown: picture(seed: 2), grouping: .rectangles(limit: 3)) == whole)
  }

  @Test(arguments: UInt64(0)..<10)
  func runsAreExactlyTheChangedCells(seed: UInt64) {
    var new = picture()
    let changed = change(&new, 40, seed: seed)
    let runs = dirtyRects(of: new, shown: picture(), grouping: .runs)
    let covered = runs.flatMap { run in
      (run.column..<run.column + run.columns).map { CellPoint(column: $0, row: run.row) }
    }
    #expect(runs.allSatisfy { $0.rows == 1 })
    #expect(covered.count == Set(covered).count)
    #expect(Set(covered) == Set(changed))
  }

  @Test(arguments: UInt64(0)..<10, [(1, 1), (3, 1), (4, 3)])
  func rectanglesCoverTheChangedCells(seed: UInt64, limits: (Int, Int)) {
    var new = picture()
    let changed = change(&new, 1 + Int(seed) * 3, seed: seed)
    let rects = dirtyRects(
      of: new, shown: picture(), grouping: .rectangles(limit: limits.0, rowMultiple: limits.1))
    #expect((1...limits.0).contains(rects.count))
    for cell in changed { #expect(rects.contains { $0.contains(cell) }) }
    for rect in rects {
      #expect(rect.column >= 0 && rect.row >= 0 && rect.column + rect.columns <= 30 && rect.row + rect.rows <= 20)
      #expect(rect.rows % limits.1 == 0 || rect.rows == 20)
    }
  }

  @Test func wholeBandsAreTheLeastCommonMultiple() {
    for height in 1...64 {
      let rows = DirtyGrouping.rowsOfWholeBands(cellHeight: height)
      #expect(rows == (1...6).first { $0 * height % 6 == 0 }, "cells \(height) pixels high")
    }
  }

  @Test func neighboursAreMergedAndFarCellsAreNot() {
    var new = picture()
    for (column, row) in [(2, 2), (3, 2), (2, 3), (27, 17)] {
      let point = PixelPoint(x: column * 8 + 4, y: row * 10 + 4)
      new.plane[point] = (new.plane[point] + 1) % 9
    }
    #expect(
      Set(dirtyRects(of: new, shown: picture(), grouping: .rectangles(limit: 4))) == [
        CellRect(column: 2, row: 2, columns: 2, rows: 2), CellRect(column: 27, row: 17, columns: 1, rows: 1),
      ])
  }

  @Test func aColourThatChangedMakesItsCellsDirty() {
    var (old, new) = (picture(), picture())
    old.plane = IndexPlane(size: old.plane.size, filledWith: 0)
    new.plane = old.plane
    new.plane[PixelPoint(x: 100, y: 55)] = 8
    old.plane[PixelPoint(x: 100, y: 55)] = 8
    var colors = new.palette.colors
    colors[8] = RGB(1, 2, 3)
    new.palette = Palette(colors: colors)
    let rects = dirtyRects(of: new, shown: old, grouping: .rectangles(limit: 4))
    #expect(rects == [CellRect(column: 12, row: 5, columns: 1, rows: 1)])
  }

  /// Screen and picture agree after any number of partial updates: what the encoder drew covers what changed.
  @Test(arguments: UInt64(0)..<6)
  func partialUpdatesLeadToTheNewPicture(seed: UInt64) {
    var shown = picture()
    for step in 0..<8 {
      var new = shown
      _ = change(&new, 5 + step * 9, seed: seed * 100 + UInt64(step))
      for rect in dirtyRects(of: new, shown: shown, grouping: .rectangles(limit: 4, rowMultiple: 3)) {
        let pixels = rect.pixels(cellPixels: Self.cell, within: new.plane.size)
        var bytes: [UInt8] = []
        SixelEncoder(style: .compact).encode(new.plane, pixels, new.palette, into: &bytes)
        guard let image = decodedSixels(bytes) else {
          Issue.record("sixels of \(rect) cannot be decoded")
          return
        }
        draw(image, at: pixels, new.palette, in: &shown.plane)
      }
      let isEqual = shown == new
      #expect(isEqual, "step \(step)")
    }
  }

  private func draw(_ image: Image, at rect: PixelRect, _ palette: Palette, in plane: inout IndexPlane) {
    for y in 0..<rect.height {
      for x in 0..<rect.width {
        let index = palette.colors.firstIndex(of: image[PixelPoint(x: x, y: y)]) ?? 255
        plane[PixelPoint(x: rect.x + x, y: rect.y + y)] = UInt8(index)
      }
    }
  }
}
