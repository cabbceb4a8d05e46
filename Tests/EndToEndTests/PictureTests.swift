import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// What reaches the glass: sixel bytes of the real program, decoded by another decoder.
  @Suite struct Pictures {
    /// The frame dump, and where on the glass it lies: its pixels are compared one by one.
    private func expectGlassEqualsDump(
      _ workshop: Workshop, _ driver: AppDriver, _ moment: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      // Frames before the picture settle, too, and leave no dump.
      try driver.wait(for: "the frame dump") { (try? readBytes(workshop.dump)) != nil }
      let dump = try #require(SixelImage(try readBytes(workshop.dump)), "the frame dump is no sixel image")
      let bounds = try #require(driver.emulator.imageBounds, "no picture on the glass \(moment)")
      #expect(bounds.width == dump.size.width && bounds.height == dump.size.height, sourceLocation: sourceLocation)
      let glass = driver.emulator.imagePixels(in: bounds)
      let differing = zip(glass, dump.pixels).filter { $0 != $1 }.count
      #expect(differing == 0, "\(differing) pixels differ \(moment)", sourceLocation: sourceLocation)
    }

    @Test(arguments: [TerminalProfile.xterm, .foot, .mlterm])
    func theGlassShowsTheFrame(profile: TerminalProfile) throws {
      let workshop = try Workshop()
      let driver = try workshop.open(profile: profile)
      try expectGlassEqualsDump(workshop, driver, "after opening")
      try driver.click(try driver.screenPoint(ofBlock: 1))
      try expectGlassEqualsDump(workshop, driver, "after a fill")
      try driver.type("z")
      try expectGlassEqualsDump(workshop, driver, "after undo")
      try driver.type("+")
      try expectGlassEqualsDump(workshop, driver, "after zooming in")
      try driver.type("=")
      try expectGlassEqualsDump(workshop, driver, "after fitting")
      #expect(try driver.quit() == .code(0))
      #expect(driver.emulator.unknownSequences.isEmpty)
    }

    /// The blocks stand where the image has them: one scale, one offset, no stretching.
    @Test func thePictureKeepsItsShape() throws {
      let driver = try Workshop().open()
      let points = try (0..<6).map { try driver.screenPoint(ofBlock: $0) }
      let scale = Double(points[2].x - points[0].x) / 80
      #expect(scale >= 2, "an image of 120 x 80 fills a window of 1000 x 800")
      for block in 0..<6 {
        let expected = Blocks.middle(block)
        let origin = Blocks.middle(0)
        #expect(abs(Double(points[block].x - points[0].x) - scale * Double(expected.x - origin.x)) <= scale)
        #expect(abs(Double(points[block].y - points[0].y) - scale * Double(expected.y - origin.y)) <= scale)
      }
    }

    /// A click that fills sends the cells of its segment and no others.
    @Test(arguments: [TerminalProfile.xterm, .foot])
    func aFillSendsOnlyWhatItTouches(profile: TerminalProfile) throws {
      let driver = try Workshop().open(profile: profile)
      let point = try driver.screenPoint(ofBlock: 4)
      let scale = Double(try driver.screenPoint(ofBlock: 5).x - point.x) / 40
      // Filled and unfilled once, so that the cursor stands there already.
      try driver.click(point)
      try driver.click(point, .right)
      driver.emulator.forgetImages()
      try driver.click(point)
      let reach = Int((12 * scale).rounded(.up))
      let allowed = cells(
        PixelRect(x: point.x - reach, y: point.y - reach, width: 2 * reach, height: 2 * reach), driver.emulator)
      #expect(!driver.emulator.images.isEmpty)
      for image in driver.emulator.images {
        let inside = image.rect.intersection(driver.emulator.pixels(of: allowed)) == image.rect
        #expect(inside, "an image at \(image.cells), but the segment lies in \(allowed)")
      }
      let bytes = driver.emulator.images.map(\.byteCount).reduce(0, +)
      #expect(bytes < 66_000)
    }

    private func cells(_ rect: PixelRect, _ emulator: TerminalEmulator) -> CellRect {
      let size = emulator.cellPixels
      let (left, top) = (rect.x / size.width, rect.y / size.height)
      let right = (rect.maxX + size.width - 1) / size.width
      let bottom = (rect.maxY + size.height - 1) / size.height
      return CellRect(column: left, row: top, columns: right - left, rows: bottom - top)
    }

    /// What terminals stumble over: sparse palettes, gaps, parts of cells, the last row.
    @Test(arguments: [TerminalProfile.xterm, .foot, .mlterm])
    func everyImageIsWrittenWithCare(profile: TerminalProfile) throws {
      let driver = try Workshop().open(profile: profile)
      for block in 0..<6 { try driver.click(try driver.screenPoint(ofBlock: block)) }
      try driver.type("+")
      try driver.type("=")
      #expect(driver.emulator.images.count > 6)
      for image in driver.emulator.images {
        #expect(image.isShown)
        #expect(image.layout.hasDensePalette)
        #expect(image.layout.raster == image.layout.size)
        #expect(!image.layout.overflows)
        if !image.layout.isTransparent {
          #expect(image.layout.setsEveryPixel)
          #expect(image.rect.width % 10 == 0 && image.rect.height % 20 == 0)
        }
        #expect(image.cells.row + image.cells.rows < driver.emulator.size.rows)
      }
      #expect(driver.emulator.scrollsByImages == 0)
      #expect(driver.emulator.unknownSequences.isEmpty)
    }

    /// xterm keeps 16 images. Whatever was clicked before, an expose brings the whole picture back.
    @Test func fortyClicksSurviveAnExpose() throws {
      let workshop = try Workshop()
      let driver = try workshop.open()
      let points = try (0..<6).map { try driver.screenPoint(ofBlock: $0) }
      for step in 0..<40 { try driver.click(points[step * 5 % 6], step % 3 == 2 ? .right : .left) }
      driver.emulator.expose()
      try expectGlassEqualsDump(workshop, driver, "after 40 clicks and an expose")
    }

    @Test func masksAreWhatWasFilled() throws {
      let workshop = try Workshop()
      let driver = try workshop.open()
      let points = try (0..<6).map { try driver.screenPoint(ofBlock: $0) }
      try driver.command("class one 204 0 0")
      try driver.click(points[0])
      try driver.click(points[5])
      try driver.command("class two 0 153 0")
      try driver.click(points[3])
      try driver.save()
      try driver.expectMask(workshop, workshop.red, is: [0, 5])
      try driver.expectMask(workshop, workshop.green, is: [3])
      try driver.click(points[0], .right)
      try driver.save()
      try driver.expectMask(workshop, workshop.red, is: [5])
      #expect(try driver.quit() == .code(0))
    }

    /// In tmux, and where nothing answers at all, pictures are half blocks in the colours of the image.
    @Test(arguments: [TerminalProfile.tmux, .silent])
    func withoutSixelHalfBlocksShowThePicture(profile: TerminalProfile) throws {
      let workshop = try Workshop()
      let driver = try workshop.open(profile: profile)
      #expect(driver.emulator.images.isEmpty)
      let cells = try (0..<6).map { try #require(driver.emulator.middleCell(of: Blocks.colors[$0])) }
      #expect(cells[0].row == cells[2].row && cells[0].column < cells[1].column && cells[1].column < cells[2].column)
      #expect(cells[3].column == cells[0].column && cells[3].row > cells[0].row)
      try driver.command("class one 204 0 0")
      try driver.click(cells[4])
      try driver.save()
      try driver.expectMask(workshop, workshop.red, is: [4])
      #expect(try driver.quit() == .code(0))
    }
  }
}
