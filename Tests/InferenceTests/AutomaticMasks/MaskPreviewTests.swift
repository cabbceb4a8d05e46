import Raster
import Segmentation
import Synchronization
import Testing

@testable import Inference

/// What a run offers while it goes on.
@Suite struct MaskPreviewTests {
  private let objects = [
    DrawnObjects.Object(rect: PixelRect(x: 20, y: 20, width: 10, height: 10)),
    .init(rect: PixelRect(x: 10, y: 10, width: 40, height: 40)),
    .init(rect: PixelRect(x: 60, y: 60, width: 20, height: 10), holes: [PixelRect(x: 64, y: 64, width: 1, height: 1)]),
  ]
  private let image = blankImage(90, 80)

  private func segment(
    _ settings: KeyValuePairs<String, String>, offer: @escaping @Sendable (() -> LabelMap?) -> Void = { _ in }
  ) throws -> LabelMap {
    let method = SegmentAnything(DrawnObjects(objects), fingerprint: "abc", advice: "")
    let spec = MethodSpec("sam", settings.map { .init($0.key, $0.value) })
    return try MethodRegistry([method]).segment(image, spec, MethodRun(offer: offer))
  }

  /// Each differs from the one before, and the last is the result, which is the same as without.
  @Test(arguments: [("0", "0"), ("1", "0"), ("1", "5")]) func theyGrowToTheResult(layers: String, area: String) throws {
    let settings: KeyValuePairs = ["crop_n_layers": layers, "min_area": area, "crop_overlap_ratio": "0.3"]
    let offered = Mutex<[LabelMap]>([])
    let result = try segment(settings) { soFar in
      if let labels = soFar() { offered.withLock { $0.append(labels) } }
    }
    let previews = offered.withLock(\.self)
    #expect(previews.count >= 3)
    #expect(zip(previews, previews.dropFirst()).allSatisfy { $0 != $1 })
    #expect(previews.first?.elements.max() == 2 && previews.last == result)
    #expect(try segment(settings) == result)
  }

  @Test func whoDoesNotLookMakesNone() throws {
    let offers = Atomic(0)
    let result = try segment([:]) { _ in offers.add(1, ordering: .relaxed) }
    #expect(try segment([:]) == result)
    // Only clicks that found something offer anything: each object by its own clicks.
    #expect((3..<256).contains(offers.load(ordering: .relaxed)))
  }

  /// A copy has the labels of the pixels that it takes.
  @Test(arguments: [2, 3, 7]) func aCopyTakesEachSoManyth(step: Int) throws {
    let generator = AutomaticMasks(DrawnObjects(objects))
    let masks = try generator.masks(of: image)
    let (whole, copy) = (masks.labels(image.size), masks.labels(image.size, step: step))
    #expect(copy.size == Size(width: (90 + step - 1) / step, height: (80 + step - 1) / step))
    for y in 0..<copy.height {
      for x in 0..<copy.width {
        #expect(copy[PixelPoint(x: x, y: y)] == whole[PixelPoint(x: x * step, y: y * step)])
      }
    }
  }

  /// However large the image, the labels are few and cover it.
  @Test func largeImagesHaveSmallPreviews() throws {
    for size in [Size(width: 6000, height: 4000), Size(width: 3_000_000, height: 1), Size(width: 1, height: 1)] {
      let run = RunMask(size: size, runs: [PixelRun(start: 0, length: UInt32(size.width))])
      let mask = AutomaticMask(
        mask: run, predictedIoU: 1, stability: 1, point: .init(x: 0, y: 0), crop: size.bounds)
      var preview = MaskPreview(size)
      let first = preview.labels(of: [mask])
      let labels = try #require(first)
      #expect(labels.size.area <= MaskPreview.pixels && labels.elements.first == 2)
      #expect(labels.elements.count { $0 == 2 } == labels.width)
      let again = preview.labels(of: [mask])
      #expect(again == nil)
    }
  }
}
