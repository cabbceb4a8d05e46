import Display
import Glibc
import Raster
import TestSupport
import Testing

@testable import Terminal

/// The screen against an emulated terminal. One at a time: restoring on a crash is set up for one terminal.
@Suite(.serialized) struct ScreenTests {
  @Test func showsTextAndPicture() throws {
    let bench = try Bench()
    defer { bench.finish() }
    #expect(bench.screen.spec.graphics == .sixel)
    #expect(bench.screen.spec.cells == CellSize(columns: 60, rows: 20))
    #expect(bench.screen.spec.cellPixels == Size(width: 10, height: 20))
    #expect(bench.screen.spec.hasPixelPointer)
    let scene = Scene(bench.screen.spec)
    _ = try bench.show(scene.frame)
    expectShown(scene, bench)
    #expect(bench.settledCount == 1)
    #expect(bench.screen.lastPicture == scene.picture)
    bench.glass.look { emulator in
      #expect(emulator.rowText(0).hasPrefix("File Edit"))
      #expect(emulator[0, 0].style.bold)
      #expect(emulator.scrollsByImages == 0)
      #expect(emulator.unknownSequences == [])
    }
  }

  @Test func aSmallChangeSendsItsCellsOnly() throws {
    let bench = try Bench()
    defer { bench.finish() }
    var scene = Scene(bench.screen.spec)
    _ = try bench.show(scene.frame)
    bench.glass.look { $0.forgetImages() }
    scene.dots = [PixelPoint(x: 105, y: 43), PixelPoint(x: 118, y: 43)]
    let bytes = try bench.show(scene.frame)
    expectShown(scene, bench)
    let images = bench.glass.look { $0.images.map(\.cells) }
    #expect(images == [CellRect(column: 10, row: 3, columns: 2, rows: 1)])
    #expect(bytes.count < 2000)
  }

  @Test func nothingChangedIsNotAByte() throws {
    let bench = try Bench()
    defer { bench.finish() }
    let scene = Scene(bench.screen.spec)
    _ = try bench.show(scene.frame)
    #expect(try bench.show(scene.frame) == [])
    #expect(bench.settledCount == 1, "nobody asked for anything")
    bench.glass.type("x")
    #expect(bench.run { bench.events.count == 1 })
    #expect(try bench.show(scene.frame) == [])
    #expect(bench.settledCount == 2, "a key without an effect is answered at once")
  }

  @Test func rowsThatMoveAreDrawnNotScrolled() throws {
    let bench = try Bench()
    defer { bench.finish() }
    for shift in [0, 1, 8, 2] {
      var text = TextGrid(size: bench.screen.spec.cells)
      for row in shift..<text.size.rows {
        for column in 0..<40 { text[column, row] = TextCell("\(((row - shift) * 7 + column * column) % 10)") }
      }
      let bytes = String(decoding: try bench.show(Frame(text: text)), as: UTF8.self)
      // The first frame frees the images of whoever was here before.
      let scrolls = bytes.contains(/\x1b\[[0-9;]*[rSTLM]/)
      #expect(scrolls == (shift == 0), "margins and a scroll would move a picture too")
      bench.glass.look { #expect($0.rowText(shift).hasPrefix("0149656941")) }
    }
  }

  @Test func aStatusLineCosts200BytesAtMost() throws {
    let bench = try Bench()
    defer { bench.finish() }
    var scene = Scene(bench.screen.spec)
    _ = try bench.show(scene.frame)
    scene.status = "segment 417, 1203 pixels, class jet"
    let bytes = try bench.show(scene.frame)
    #expect((1...200).contains(bytes.count), "\(bytes.count) bytes")
    #expect(bench.glass.look { $0.rowText(19) }.hasPrefix(scene.status))
    expectShown(scene, bench)
  }

  /// Text beside the picture, blank or not, must not wipe out a row of it.
  @Test func textBesideThePictureLeavesItAlone() throws {
    let bench = try Bench()
    defer { bench.finish() }
    var scene = Scene(bench.screen.spec)
    for panel in ["panel", "", "x", "much longer one"] {
      scene.panel = panel
      _ = try bench.show(scene.frame)
      expectShown(scene, bench)
    }
  }

  /// Rows of text that move up or down must not take the picture with them.
  @Test(arguments: [ScreenSpec.Graphics.sixel, .blocks]) func movingTextMovesNoPicture(graphics: ScreenSpec.Graphics)
    throws
  {
    let bench = try Bench(graphics: graphics)
    defer { bench.finish() }
    let scene = Scene(bench.screen.spec)
    var frame = scene.frame
    for shift in [0, 6, 2, 9] {
      for row in 1..<19 {
        for (offset, character) in "line \(row + shift) of it".enumerated() {
          frame.text[46 + offset, row] = TextCell(String(character))
        }
      }
      let bytes = try bench.show(frame)
      let text = String(decoding: bytes, as: UTF8.self)
      if shift > 0 { #expect(text.firstMatch(of: /\u{1B}\[[0-9;]*[rSTLM@P]/) == nil) }
      #expect(bench.glass.look { $0.rowText(18) }.contains("line \(18 + shift) of it"))
    }
  }

  @Test func manyPatchesSurviveAnExpose() throws {
    let bench = try Bench()
    defer { bench.finish() }
    var scene = Scene(bench.screen.spec)
    for index in 0..<40 {
      scene.dots.append(PixelPoint(x: 5 + index * 11, y: 7 + index * 8))
      scene.status = "dot \(index)"
      _ = try bench.show(scene.frame)
      #expect(bench.glass.look { $0.keptImages } <= 16)
    }
    bench.glass.look { $0.expose() }
    expectShown(scene, bench)
    #expect(bench.glass.look { $0.rowText(5) }.hasSuffix("panel"))
  }

  @Test func imagesAreFreedWhileIdle() throws {
    let bench = try Bench()
    defer { bench.finish() }
    var scene = Scene(bench.screen.spec)
    for index in 0..<14 {
      scene.dots.append(PixelPoint(x: 5 + index * 11, y: 7))
      _ = try bench.show(scene.frame)
    }
    #expect(bench.run { bench.glass.look { $0.keptImages } == 1 && bench.screen.isSettled })
    expectShown(scene, bench)
    #expect(bench.screen.deadline == nil, "nothing is left to do")
  }

  @Test func pictureComesGoesAndMoves() throws {
    let bench = try Bench()
    defer { bench.finish() }
    var scene = Scene(bench.screen.spec)
    _ = try bench.show(scene.frame)
    scene.hasPicture = false
    _ = try bench.show(scene.frame)
    #expect(bench.glass.look { $0.imageBounds } == nil)
    scene.hasPicture = true
    _ = try bench.show(scene.frame)
    expectShown(scene, bench)
  }

  @Test func resizingDrawsEverythingAnew() throws {
    let bench = try Bench()
    defer { bench.finish() }
    var scene = Scene(bench.screen.spec)
    _ = try bench.show(scene.frame)
    var changes = 0
    bench.screen.onSpecChange = { changes += 1 }
    bench.glass.resize(to: CellSize(columns: 70, rows: 25))
    bench.screen.resized()
    #expect(bench.screen.spec.cells == CellSize(columns: 70, rows: 25))
    #expect(changes == 1)
    scene.spec = bench.screen.spec
    _ = try bench.show(scene.frame)
    expectShown(scene, bench)
    #expect(bench.glass.look { $0.rowText(24) }.hasPrefix("ready"))
  }

  @Test func redrawMendsADamagedScreen() throws {
    let bench = try Bench()
    defer { bench.finish() }
    let scene = Scene(bench.screen.spec)
    _ = try bench.show(scene.frame)
    bench.glass.look { $0.feed(Array("\u{1B}[5;5Hlitter\u{1B}[2J".utf8)) }
    bench.screen.redraw()
    #expect(bench.run { bench.screen.isSettled })
    expectShown(scene, bench)
    #expect(bench.glass.look { $0.rowText(0) }.hasPrefix("File Edit"))
  }

  /// While the terminal reads nothing, frames replace each other; the last one is what is shown.
  @Test func onlyTheNewestFrameWaits() throws {
    let bench = try Bench()
    defer { bench.finish() }
    var scene = Scene(bench.screen.spec)
    _ = try bench.show(scene.frame)
    bench.glass.look { $0.forgetImages() }
    bench.glass.setReading(false)
    for seed in 1...30 {
      scene.seed = seed
      bench.screen.show(scene.frame)
      _ = bench.screen.tick()
    }
    #expect(bench.screen.wantsWrite)
    #expect(!bench.screen.isSettled)
    bench.glass.setReading(true)
    #expect(bench.run { bench.screen.isSettled })
    expectShown(scene, bench)
    #expect(bench.glass.look { $0.images.count } <= 3)
    #expect(bench.settledCount == 2)
  }

  func expectShown(_ scene: Scene, _ bench: Bench, sourceLocation: SourceLocation = #_sourceLocation) {
    let picture = scene.picture
    let got = bench.glass.look { $0.imagePixels(in: $0.pixels(of: picture.cells)) }
    let want = picture.plane.elements.map { picture.palette.colors[Int($0)] }
    let wrong = zip(got, want).count { got, want in !isClose(got, want) }
    #expect(wrong == 0 && got.count == want.count, "\(wrong) wrong pixels", sourceLocation: sourceLocation)
  }
}

/// Sixel colours have 101 steps.
private func isClose(_ got: UInt32?, _ want: RGB) -> Bool {
  guard let got else { return false }
  let channels = [(got >> 16 & 255, want.red), (got >> 8 & 255, want.green), (got & 255, want.blue)]
  return channels.allSatisfy { abs(Int($0) - Int($1)) <= 2 }
}
