import Display
import Raster
import Testing

@testable import Terminal

private let screen = CellSize(columns: 60, rows: 30)
private let cell = Size(width: 10, height: 20)

private func capabilities(_ version: String, maximum: Size? = nil) -> Capabilities {
  var replies: [TerminalReply] = [.version(version), .cellPixels(cell)]
  if let maximum { replies.append(.graphics(item: 2, status: 0, values: [maximum.width, maximum.height])) }
  let environment = TerminalEnvironment(variables: ["TERM": "xterm"], cells: screen)
  return Capabilities(replies: replies + [.attributes([63, 4])], environment: environment)
}

private func picture(_ cells: CellRect, _ dots: [PixelPoint] = []) -> Picture {
  let size = Size(width: cells.columns * cell.width, height: cells.rows * cell.height)
  var plane = IndexPlane(size: size, filledWith: 0)
  for dot in dots { plane[dot] = 1 }
  return Picture(cells: cells, plane: plane, palette: Palette(colors: [RGB(0, 0, 0), RGB(255, 255, 255)]))
}

private let canvas = CellRect(column: 0, row: 1, columns: 40, rows: 20)
private let whole = CellRect(column: 0, row: 0, columns: 40, rows: 20)

/// Draws dots one after the other; returns how often the terminal's images were freed.
private func draw(_ count: Int, _ layer: inout PictureLayer) -> Int {
  var dots: [PixelPoint] = []
  var freed = 0
  for index in 0..<count {
    dots.append(PixelPoint(x: index * 17 % 400, y: index * 23 % 400))
    let next = picture(canvas, dots)
    let plan = layer.plan(next, on: screen)
    if case .anew = plan { freed += 1 }
    #expect(!layer.encode(plan, next, over: Link()).isEmpty)
  }
  return freed
}

@Test func xtermGetsFifteenPatchesPerPicture() {
  var layer = PictureLayer(capabilities("XTerm(379)"))
  let first = picture(canvas)
  _ = layer.encode(layer.plan(first, on: screen, mustFree: true), first, over: Link())
  #expect(layer.images == 1)
  #expect(draw(15, &layer) == 0)
  #expect(layer.images == 16)
  #expect(layer.shouldFree)
  var next = layer.shown?.plane ?? IndexPlane(size: cell, filledWith: 0)
  next[PixelPoint(x: 399, y: 399)] = 1
  let last = Picture(cells: canvas, plane: next, palette: first.palette)
  #expect(layer.plan(last, on: screen) == .anew([whole]))
}

@Test func terminalsThatKeepPixelsAreNeverFreed() {
  var layer = PictureLayer(capabilities("foot(1.13.1)"))
  #expect(draw(60, &layer) == 0)
  #expect(!layer.shouldFree)
}

@Test func anUnchangedPictureIsNothing() {
  var layer = PictureLayer(capabilities("XTerm(379)"))
  let first = picture(canvas)
  #expect(layer.plan(first, on: screen) == .patches([whole]))
  _ = layer.encode(.patches([whole]), first, over: Link())
  #expect(layer.plan(first, on: screen) == .nothing)
  #expect(layer.plan(nil, on: screen) == .nothing)
  layer.forget()
  #expect(layer.plan(first, on: screen) == .patches([whole]))
}

@Test func largePicturesAreDrawnInParts() {
  let layer = PictureLayer(capabilities("XTerm(379)", maximum: Size(width: 255, height: 130)))
  let plan = layer.plan(picture(canvas), on: screen)
  #expect(plan.rects.count == 8)
  #expect(plan.rects.allSatisfy { $0.columns <= 25 && $0.rows <= 6 })
  #expect(plan.rects.reduce(0) { $0 + $1.columns * $1.rows } == 800)
}

@Test func aPictureMadeOfAllSlotsIsNotRedrawnForEver() {
  var layer = PictureLayer(capabilities("XTerm(379)", maximum: Size(width: 100, height: 100)))
  let first = picture(canvas)
  _ = layer.encode(layer.plan(first, on: screen, mustFree: true), first, over: Link())
  #expect(layer.images == 16)
  #expect(!layer.shouldFree)
}

/// tmux before 3.7 pads 20 rows of 20 pixels to 402: the last part overlaps the one above instead.
@Test func heightsAreMultiplesWhereTmuxPads() {
  let layer = PictureLayer(capabilities("tmux 3.5a"))
  let rects = layer.plan(picture(canvas), on: screen).rects
  #expect(rects.allSatisfy { ($0.rows * cell.height).isMultiple(of: 6) })
  #expect(rects.map { $0.row + $0.rows }.max() == 20)
  #expect(rects.map(\.row).min() == 0)
}

@Test func noImageTouchesTheLastRow() {
  let layer = PictureLayer(capabilities("XTerm(379)"))
  let tall = CellRect(column: 0, row: 10, columns: 5, rows: 20)
  #expect(layer.plan(picture(tall), on: screen) == .patches([CellRect(column: 0, row: 0, columns: 5, rows: 19)]))
}

@Test func picturesThatDoNotFitAreNotDrawn() {
  let layer = PictureLayer(capabilities("XTerm(379)"))
  #expect(layer.usable(picture(canvas), on: screen) != nil)
  #expect(layer.usable(picture(CellRect(column: 30, row: 1, columns: 40, rows: 20)), on: screen) == nil)
  #expect(layer.usable(picture(CellRect(column: -1, row: 1, columns: 4, rows: 2)), on: screen) == nil)
  var squeezed = picture(canvas)
  squeezed.cells.columns = 39
  #expect(layer.usable(squeezed, on: screen) == nil)
  #expect(layer.usable(nil, on: screen) == nil)
}
