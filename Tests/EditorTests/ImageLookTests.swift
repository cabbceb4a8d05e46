import Display
import Raster
import Session
import Testing

@testable import Editor

/// Contrast, gamma and channels, which are for looking only.
@Suite struct ImageLookTests {
  private func image(_ size: Size, seed: UInt64, values: ClosedRange<UInt8> = 0...255) -> Image {
    var random = SplitMix64(seed: seed)
    return Image(size: size, bytes: (0..<size.area * 3).map { _ in .random(in: values, using: &random) })
  }

  private func look(
    _ channel: Channel = .rgb, _ contrast: Contrast = .percent(100), gamma: Double = 1
  ) -> ImageLook {
    var look = ImageLook()
    (look.channel, look.contrast, look.gamma) = (channel, contrast, gamma)
    return look
  }

  /// What becomes of each grey.
  private func ramp(_ look: ImageLook, samples: Image? = nil) -> [Int] {
    let greys = Image(
      size: Size(width: 256, height: 1), bytes: (0..<256).flatMap { [UInt8](repeating: UInt8($0), count: 3) })
    let shown = LookTable(look, samples: samples ?? greys).applied(to: greys)
    return stride(from: 0, to: 768, by: 3).map { Int(shown.bytes[$0]) }
  }

  @Test func nothingOnChangesNothing() { #expect(ramp(ImageLook()) == Array(0..<256)) }

  @Test func contrastSpreadsAroundTheMiddle() {
    let values = ramp(look(.rgb, .percent(300)))
    #expect(values[...85].allSatisfy { $0 == 0 } && values[170...].allSatisfy { $0 == 255 })
    #expect((values[100], values[127], values[155]) == (45, 126, 210))
    let flat = ramp(look(.rgb, .percent(10)))
    #expect((flat[0], flat[255]) == (115, 140))
  }

  @Test func gammaBrightensTheDark() {
    let values = ramp(look(gamma: 2))
    #expect((values[0], values[64], values[255]) == (0, 128, 255))
    #expect(ramp(look(gamma: 0.5))[128] == 64)
  }

  @Test(arguments: UInt64(0)..<20) func allLooksKeepTheOrder(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let contrast = seed % 2 == 0 ? Contrast.automatic : .percent(.random(in: 10...1000, using: &random))
    let values = ramp(
      look(.rgb, contrast, gamma: .random(in: 0.1...10, using: &random)),
      samples: image(Size(width: 30, height: 20), seed: seed))
    #expect(values == values.sorted())
  }

  /// Against a plain sort.
  @Test(arguments: Channel.allCases, UInt64(0)..<3) func automaticContrastLeavesHalfAPercentOut(
    channel: Channel, seed: UInt64
  ) {
    let samples = image(Size(width: 50, height: 40), seed: seed, values: 40...90)
    let shown = LookTable(look(channel), samples: samples).applied(to: samples)
    let all = shown.bytes.enumerated().filter { channel == .rgb || $0.offset % 3 == 0 }.map { Int($0.element) }.sorted()
    let (low, high) = (all[all.count / 200], all[all.count - 1 - all.count / 200])
    let values = ramp(look(channel == .saturation ? .luminance : channel, .automatic), samples: shown)
    #expect(values[low] == 0 && values[high] == 255)
    #expect(values[low + 1] > 0 && values[high - 1] < 255)
  }

  @Test func anImageOfOneColourStaysAsItIs() {
    let flat = Image(size: Size(width: 9, height: 9), bytes: [UInt8](repeating: 77, count: 243))
    #expect(LookTable(look(.rgb, .automatic), samples: flat).applied(to: flat) == flat)
  }

  @Test func channelsAreGreys() {
    let colors = [RGB(250, 10, 90), RGB(0, 0, 0), RGB(255, 255, 255), RGB(1, 2, 3), RGB(0, 200, 0)]
    let all = Image(size: Size(width: 5, height: 1), bytes: colors.flatMap { [$0.red, $0.green, $0.blue] })
    func shown(_ channel: Channel) -> [UInt8] {
      let bytes = LookTable(look(channel), samples: all).applied(to: all).bytes
      #expect(channel == .rgb || bytes.indices.allSatisfy { bytes[$0] == bytes[$0 / 3 * 3] })
      return stride(from: 0, to: 15, by: 3).map { bytes[$0] }
    }
    #expect(shown(.rgb) == [250, 0, 255, 1, 0])
    #expect(shown(.red) == [250, 0, 255, 1, 0])
    #expect(shown(.green) == [10, 0, 255, 2, 200])
    #expect(shown(.blue) == [90, 0, 255, 3, 0])
    #expect(shown(.luminance) == [91, 0, 255, 2, 117])
    #expect(shown(.saturation) == [244, 0, 0, 170, 255])
  }

  /// What is shown is what a picture of the changed image would show, palette and all.
  @Test(arguments: [
    (Channel.rgb, Contrast.automatic, 1.6), (.saturation, .percent(100), 1), (.blue, .percent(300), 0.4),
  ])
  func theColoursAreChosenForWhatIsShown(channel: Channel, contrast: Contrast, gamma: Double) {
    let image = image(Size(width: 60, height: 40), seed: 5, values: 20...70)
    let look = look(channel, contrast, gamma: gamma)
    let changed = LookTable(look, samples: image).applied(to: image)
    var view = Viewport(image: image.size, canvas: Size(width: 200, height: 150))
    view.zoom(to: 3, at: PixelPoint(x: 90, y: 90))
    for registers in [16, 256] {
      var (shown, wanted) = (
        PictureComposer(PictureSource(image), classes: [RGB(204, 0, 0)], registers: registers),
        PictureComposer(PictureSource(changed), classes: [RGB(204, 0, 0)], registers: registers)
      )
      let plain = plane(&shown, view)
      shown.imageLook = look
      #expect(plane(&shown, view) == plane(&wanted, view))
      #expect(shown.palette == wanted.palette)
      shown.imageLook = ImageLook()
      #expect(plane(&shown, view) == plain)
    }
  }

  private func plane(_ composer: inout PictureComposer, _ view: Viewport) -> IndexPlane {
    let size = view.image
    return composer.compose(
      labels: nil, paint: PaintMap(size: size, elements: (0..<size.area).map { UInt16($0 / 7 % 2) }),
      classes: [RGB(204, 0, 0)], viewport: view, overlay: .paint, cursor: nil,
      changed: PixelRect(x: 0, y: 0, width: 0, height: 0))
  }

  @Test(arguments: [(1, 1), (1, 3_000_000), (3_000_000, 1), (1500, 1400), (40, 30)])
  func samplesAreTheImagesOwnPixels(width: Int, height: Int) {
    let size = Size(width: width, height: height)
    let image = Image(size: size, bytes: (0..<size.area * 3).map { UInt8(truncatingIfNeeded: $0 / 3) })
    let sampled = image.sampled(to: 524_288)
    #expect((1...1_500_000).contains(sampled.size.area))
    #expect(size.area > 700_000 || sampled == image)
    #expect(sampled.bytes.indices.allSatisfy { sampled.bytes[$0] == sampled.bytes[$0 / 3 * 3] })
  }

  @Test func gammaStepsLeadThereAndBack() {
    var look = ImageLook()
    look.stepGamma(3)
    #expect(look.gamma == 2)
    look.stepGamma(-3)
    #expect(look == ImageLook())
    look.stepGamma(.max)
    #expect(look.gamma == Command.gammas.upperBound)
    look.stepGamma(-1000)
    #expect(look.gamma == Command.gammas.lowerBound)
  }

  /// Labels, paint and the colour under the cursor know nothing of it; the next image is shown in the same way.
  @Test func onlyThePictureChanges() throws {
    var setup = ScenarioSetup("images = flag chess")
    setup.graphics = .sixel
    setup.size = CellSize(columns: 80, rows: 24)
    func run(_ keys: String) throws -> ScenarioRunner {
      let runner = try ScenarioRunner(setup, images: ScenarioTests.images)
      runner.perform(try ScenarioKeys.read(keys))
      return runner
    }
    let (plain, looked) = try (run("<Enter> <Wait 9>"), run("V V E * * <Enter> <Wait 9>"))
    #expect(plain.editor.session?.state.paint == looked.editor.session?.state.paint)
    #expect(plain.compose().picture != looked.compose().picture)
    #expect(looked.editor.sideFacts.contains { $0.value == "62 46 58" })
    looked.perform(try ScenarioKeys.read("n"))
    #expect(looked.editor.state.imageLook == look(.green, .automatic, gamma: 1.6))
    looked.perform(try ScenarioKeys.read("p R <Enter>"))
    plain.perform(try ScenarioKeys.read("n p <Enter>"))
    #expect(plain.compose().picture == looked.compose().picture)
  }
}
