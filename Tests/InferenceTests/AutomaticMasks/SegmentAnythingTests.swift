import Raster
import Segmentation
import Synchronization
import Testing

@testable import Inference

private func rect(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> PixelRect {
  PixelRect(x: x, y: y, width: width, height: height)
}

private func registry(_ predictor: (any MaskPredictor)?, _ fingerprint: String = "abc123") -> MethodRegistry {
  MethodRegistry([SegmentAnything(predictor, fingerprint: fingerprint, advice: "give them with --these")])
}

private func spec(_ settings: KeyValuePairs<String, String> = [:]) -> MethodSpec {
  MethodSpec("sam", settings.map { .init($0.key, $0.value) })
}

private let nested = [
  DrawnObjects.Object(rect: rect(20, 20, 10, 10)), .init(rect: rect(10, 10, 40, 40)), .init(rect: rect(60, 60, 20, 10)),
]

/// Small masks lie above large ones, and no pixel is left out.
@Test func labelsCoverTheImage() throws {
  let labels = try registry(DrawnObjects(nested)).segment(blankImage(90, 80), spec())
  #expect(labels.elements.min() == 1 && labels.elements.max() == 4)
  for (point, label) in [((0, 0), 1), ((12, 12), 2), ((65, 65), 3), ((25, 25), 4)] as [((Int, Int), Int32)] {
    #expect(labels[PixelPoint(x: point.0, y: point.1)] == label)
  }
  #expect(labels.elements.count { $0 == 4 } == 100 && labels.elements.count { $0 == 2 } == 1500)
  let (regions, count) = connectedRegions(of: labels)
  #expect(count == 4 && !regions.elements.contains(0))
}

@Test func nothingFoundIsOneSegment() throws {
  let labels = try registry(DrawnObjects([])).segment(blankImage(7, 5), spec())
  #expect(labels == LabelMap(size: Size(width: 7, height: 5), filledWith: 1))
}

@Test func everyParameterArrives() throws {
  let predictor = DrawnObjects(nested)
  let settings = spec([
    "points_per_side": "6", "crop_n_layers": "1", "crop_n_points_downscale_factor": "3", "crop_overlap_ratio": "0.5",
  ])
  _ = try registry(predictor).segment(blankImage(90, 80), settings)
  #expect(predictor.clicks.withLock(\.count) == 36 + 4 * 4)
  // 0.5 · 80 pixels are common to both: (90 + 40) / 2.
  #expect(predictor.embedded.withLock(\.last) == Size(width: 65, height: 60))
  func labels(_ settings: KeyValuePairs<String, String>) throws -> Int {
    let objects = [DrawnObjects.Object(rect: rect(0, 0, 40, 40), score: 0.5, slope: 3, islands: [rect(60, 60, 2, 2)])]
    let map = try registry(DrawnObjects(objects)).segment(blankImage(90, 80), spec(settings))
    return map.elements.count { $0 == 2 }
  }
  #expect(try labels([:]) == 0 && labels(["pred_iou_thresh": "0.4"]) == 1604)
  #expect(try labels(["pred_iou_thresh": "0.4", "stability_score_offset": "2"]) == 0)
  #expect(try labels(["pred_iou_thresh": "0.4", "stability_score_offset": "2", "stability_score_thresh": "0"]) == 1604)
  #expect(try labels(["pred_iou_thresh": "0.4", "min_area": "5"]) == 1600)
}

@Test func wrongParametersAreRefused() {
  for (name, value) in [
    ("points_per_side", "0"), ("pred_iou_thresh", "1.5"), ("crop_n_layers", "9"), ("min_area", "-1"),
    ("model", "A\u{1B}"),
  ] {
    let settings = MethodSpec("sam", [.init(name, value)])
    #expect(throws: SegmentationError.self) { try registry(DrawnObjects([])).segment(blankImage(4, 4), settings) }
  }
}

@Test func withoutModelsTheMethodSaysHowToGiveThem() {
  let wanted = SegmentationError.engine(method: "sam", message: "needs models; give them with --these")
  #expect(throws: wanted) { try registry(nil, "none").segment(blankImage(4, 4), spec()) }
  // What a journal names is no typing mistake.
  #expect(throws: wanted) { try registry(nil, "none").segment(blankImage(4, 4), spec(["model": "abc123"])) }
}

/// Segments of other models would not be those that were recorded.
@Test func theModelIsPinned() throws {
  let registry = registry(DrawnObjects(nested))
  #expect(try registry.resolved(spec()).settings.last == .init("model", "abc123"))
  #expect(try registry.segment(blankImage(9, 9), spec(["model": "abc123"])).elements.contains(1))
  do {
    _ = try registry.segment(blankImage(9, 9), spec(["model": "ffff"]))
    Issue.record("other models were taken")
  } catch {
    #expect(error.description.contains("by the models ffff, and these are abc123"))
  }
}

@Test func progressIsToldByRow() throws {
  let shares = Mutex<[Double]>([])
  let run = MethodRun(progress: { share in shares.withLock { $0.append(share) } })
  _ = try registry(DrawnObjects(nested)).segment(blankImage(90, 80), spec(["points_per_side": "4"]), run)
  #expect(shares.withLock(\.self) == [0.25, 0.5, 0.75, 1])
}

/// Asked before the encoder and before each click, wherever it is cancelled it ends there.
@Test(arguments: [0, 1, 5, 16]) func aRunIsCancelledBetweenClicks(allowed: Int) throws {
  let predictor = DrawnObjects(nested)
  let asked = Atomic(0)
  // The registry asks once before the method does.
  let run = MethodRun(isCancelled: { asked.add(1, ordering: .relaxed).newValue > allowed + 1 })
  #expect(throws: SegmentationError.cancelled) {
    try registry(predictor).segment(blankImage(90, 80), spec(["points_per_side": "4"]), run)
  }
  #expect(predictor.clicks.withLock(\.count) == max(0, allowed - 1))
}
