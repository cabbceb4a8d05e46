import Raster
import Segmentation
import Testing

@testable import Inference

private func rect(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> PixelRect {
  PixelRect(x: x, y: y, width: width, height: height)
}

private func settings(_ change: (inout AutomaticMaskSettings) -> Void = { _ in }) -> AutomaticMaskSettings {
  var settings = AutomaticMaskSettings()
  settings.pointsPerSide = 8
  change(&settings)
  return settings
}

private func boxes(
  _ objects: [DrawnObjects.Object], _ settings: AutomaticMaskSettings = settings(), in image: Image = blankImage(80, 80)
) throws -> [PixelRect] {
  try AutomaticMasks(DrawnObjects(objects), settings).masks(of: image).map(\.mask.box)
}

/// Every click is answered, and what several clicks find is kept once.
@Test func everyObjectIsFoundOnce() throws {
  let predictor = DrawnObjects([.init(rect: rect(0, 0, 30, 30)), .init(rect: rect(40, 40, 30, 30), score: 0.9)])
  let masks = try AutomaticMasks(predictor, settings()).masks(of: blankImage(80, 80))
  #expect(masks.map(\.mask.box) == [rect(0, 0, 30, 30), rect(40, 40, 30, 30)])
  #expect(masks.map(\.mask.area) == [900, 900] && masks.map(\.predictedIoU) == [1, Double(Float(0.9))])
  #expect(masks.allSatisfy { $0.stability == 1 && $0.crop == rect(0, 0, 80, 80) })
  // The first click in each, at the middles of the grid's cells.
  #expect(masks.map(\.point) == [.init(x: 5, y: 5), .init(x: 45, y: 45)])
  #expect(predictor.clicks.withLock(\.count) == 64 && predictor.embedded.withLock(\.count) == 1)
}

@Test func theGridLiesInTheMiddlesOfItsCells() {
  let crop = MaskCrop(rect: rect(0, 0, 200, 100), layer: 0)
  let grid = crop.grid(settings { $0.pointsPerSide = 4 })
  #expect(grid.map { $0.map(\.x) } == [[Double]](repeating: [25, 75, 125, 175], count: 4))
  #expect(grid.map { $0[0].y } == [12.5, 37.5, 62.5, 87.5])
}

@Test func whatTheModelIsNotSureOfIsDropped() throws {
  let objects = [
    DrawnObjects.Object(rect: rect(0, 0, 30, 30), score: 0.88), .init(rect: rect(40, 0, 30, 30), score: 0.89),
    .init(rect: rect(0, 40, 30, 30), score: 0.1),
    // Nothing is left when the border is drawn at 1 instead of -1.
    .init(rect: rect(40, 40, 30, 30), slope: 1.5),
  ]
  #expect(try boxes(objects) == [rect(40, 0, 30, 30)])
  #expect(
    try boxes(objects, settings { $0.stabilityOffset = 0.5 }) == [rect(40, 40, 30, 30), rect(40, 0, 30, 30)])
  let all = settings { ($0.predictedIoUThreshold, $0.stabilityThreshold) = (0, 0) }
  #expect(try boxes(objects, all).count == 4)
}

/// Of 100 pixels above -1, 95 above 1: just stable enough; 94 are not.
@Test(arguments: [(95, true), (94, false)])
func stabilityIsTheShareThatIsLeft(inner: Int, isStable: Bool) throws {
  let fit = ImageFit(Size(width: 100, height: 2), .original, side: 1024)
  var logits = MaskLogits(size: fit.original, filledWith: -5)
  for x in 0..<100 { logits[PixelPoint(x: x, y: 0)] = x < inner ? 1.5 : 0.5 }
  let scan = MaskCandidate(score: 1, logits: logits, fit: fit).scan(offset: 1)
  #expect(scan.stability == Double(inner) / 100 && scan.mask.area == 100)
  #expect((scan.stability >= AutomaticMaskSettings().stabilityThreshold) == isStable)
}

/// Mask and scan of a candidate are the same pixels, whatever is interpolated.
@Test(arguments: [EncoderSignature.Fit.padded, .stretched])
func runsAreTheMasks(fit: EncoderSignature.Fit) {
  var random = SplitMix64(seed: 3)
  for size in [Size(width: 61, height: 40), Size(width: 1, height: 9), Size(width: 200, height: 150)] {
    let elements = (0..<256).map { _ in Float.random(in: -3...3, using: &random) }
    let logits = MaskLogits(size: Size(width: 16, height: 16), elements: elements)
    let candidate = MaskCandidate(score: 1, logits: logits, fit: ImageFit(size, fit, side: 64))
    let (mask, scan) = (candidate.mask(), candidate.scan(offset: 1))
    var drawn = Mask(size: size, filledWith: 0)
    for run in scan.mask.runs { for at in run.range { drawn.elements[at] = 255 } }
    #expect(drawn == mask && scan.mask.area == mask.area)
  }
}

@Test func boxesAreComparedAsTheOriginalDoes() {
  // 9 x 9 steps of which 9 x 6 are common: 54 of 108 is a half.
  let two = [rect(0, 0, 10, 10), rect(3, 0, 10, 10)]
  #expect(bestBoxes(two, scores: [0.8, 0.9], threshold: 0.5) == [1, 0])
  #expect(bestBoxes(two, scores: [0.8, 0.9], threshold: 0.499) == [1])
  #expect(bestBoxes(two, scores: [0.9, 0.9], threshold: 0.4) == [0])
  // What a dropped box would have dropped stays.
  let three = two + [rect(6, 0, 10, 10)]
  #expect(bestBoxes(three, scores: [3, 2, 1], threshold: 0.4) == [0, 2])
  #expect(bestBoxes([rect(1, 1, 1, 1), rect(1, 1, 1, 1)], scores: [1, 2], threshold: 0.5) == [1, 0])
  #expect(bestBoxes([], scores: [], threshold: 0.5) == [])
}

/// The boxes that the original gives for these sizes.
@Test func cropsOverlapAsTheOriginalHasThem() {
  let crops = MaskCrop.all(of: Size(width: 1024, height: 768), settings { $0.cropLayers = 2 })
  #expect(crops.count == 1 + 4 + 16 && crops[0].rect == rect(0, 0, 1024, 768))
  #expect(crops.map(\.layer) == [0] + [Int](repeating: 1, count: 4) + [Int](repeating: 2, count: 16))
  // int(512/1500 * 768 * 2/2) = 262; ceil((262 + 1024) / 2) = 643, ceil((262 + 768) / 2) = 515.
  #expect(
    crops[1...4].map(\.rect) == [
      rect(0, 0, 643, 515), rect(0, 253, 643, 515), rect(381, 0, 643, 515), rect(381, 253, 643, 515),
    ])
  // int(512/1500 * 768 * 2/4) = 131; ceil((3 * 131 + 1024) / 4) = 355, ceil((3 * 131 + 768) / 4) = 291.
  #expect(crops[5].rect == rect(0, 0, 355, 291) && crops[20].rect == rect(672, 480, 352, 288))
  for crop in MaskCrop.all(of: Size(width: 1, height: 3), settings { $0.cropLayers = 3 }) {
    #expect(!crop.rect.isEmpty && crop.rect.maxX <= 1 && crop.rect.maxY <= 3)
  }
}

@Test func whatACropCutsOffIsDropped() {
  let size = Size(width: 400, height: 300)
  let crop = MaskCrop(rect: rect(100, 0, 200, 200), layer: 1)
  #expect(!crop.cuts(rect(150, 50, 100, 100), in: size))
  // Within 20 pixels of the left border of the crop, or on it.
  #expect(crop.cuts(rect(120, 50, 100, 100), in: size) && !crop.cuts(rect(121, 50, 100, 100), in: size))
  // The upper border is the image's.
  #expect(!crop.cuts(rect(150, 0, 100, 100), in: size))
  #expect(crop.cuts(rect(150, 50, 131, 100), in: size) && !crop.cuts(rect(150, 50, 130, 100), in: size))
  #expect(!MaskCrop(rect: size.bounds, layer: 0).cuts(size.bounds, in: size))
}

/// In the double every crop holds the same object at the same place, so each is found where its crop lies.
@Test func masksOfCropsLieWhereTheirCropDoes() throws {
  let predictor = DrawnObjects([.init(rect: rect(30, 30, 30, 30))])
  let layered = settings { ($0.cropLayers, $0.cropPointsDownscale) = (1, 2) }
  let masks = try AutomaticMasks(predictor, layered).masks(of: blankImage(200, 200))
  #expect(predictor.embedded.withLock(\.self) == [200, 134, 134, 134, 134].map { Size(width: $0, height: $0) })
  #expect(predictor.clicks.withLock(\.count) == 64 + 4 * 16)
  // Smaller crops win: the object that both see is the first crop's.
  let corners = [(30, 30), (30, 96), (96, 30), (96, 96)]
  #expect(masks.map(\.mask.box) == corners.map { rect($0, $1, 30, 30) })
  #expect(masks[0].crop == rect(0, 0, 134, 134))
  #expect(masks.allSatisfy { $0.mask.area == 900 && $0.mask.size.width == 200 })
  #expect(masks[3].point.x >= 96 && masks[3].point.y >= 96)
}

@Test func smallHolesAndIslandsGoAway() throws {
  let dirty = DrawnObjects.Object(
    rect: rect(10, 10, 40, 40), holes: [rect(20, 20, 3, 3), rect(30, 30, 4, 4)], islands: [rect(60, 60, 3, 3)])
  let masks = try AutomaticMasks(DrawnObjects([dirty]), settings { $0.minArea = 10 }).masks(of: blankImage(80, 80))
  #expect(masks.map(\.mask.area) == [1600 - 16] && masks[0].mask.box == rect(10, 10, 40, 40))
  // Cleaned, the two are alike: the one that was clean before stays, though its score is lower.
  let clean = DrawnObjects.Object(rect: rect(10, 10, 40, 41), score: 0.9)
  #expect(try boxes([dirty, clean]) == [rect(10, 10, 53, 53), clean.rect])
  #expect(try boxes([dirty, clean], settings { $0.minArea = 10 }) == [clean.rect])
}

@Test func partsTouchAtCorners() {
  func mask(_ rows: String...) -> RunMask {
    let size = Size(width: rows[0].count, height: rows.count)
    let logits = rows.joined().map { $0 == "#" ? Float(1) : -1 }
    let fit = ImageFit(size, .original, side: 16)
    return MaskCandidate(score: 1, logits: MaskLogits(size: size, elements: logits), fit: fit).scan(offset: 0).mask
  }
  #expect(mask("#..", ".#.", "..#").cleaned(below: 3) == nil)
  #expect(mask("#..", "...", "..#").cleaned(below: 2) == mask("#..", "...", "..."))
  #expect(mask("##.", "...", "..#").cleaned(below: 2) == mask("##.", "...", "..."))
  // A hole of three pixels that touch at corners.
  #expect(mask("####", "#.##", "##.#", "###.").cleaned(below: 4) == mask("####", "####", "####", "####"))
  #expect(mask("####", "#.##", "##.#", "###.").cleaned(below: 3) == nil)
  // The end of a row and the beginning of the next are no neighbours; of two small islands the first stays.
  #expect(mask("..##", "#...", "#...").cleaned(below: 3) == mask("..##", "....", "...."))
  #expect(mask("..##", "#...", "#...").cleaned(below: 2) == nil)
  #expect(mask("...", "...").cleaned(below: 5) == nil)
}

/// Against a flood of every pixel, one by one.
@Test(arguments: UInt64(0)..<20)
func anyMaskIsCleanedAsPixelsSay(seed: UInt64) {
  var random = SplitMix64(seed: seed)
  let size = Size(width: Int.random(in: 1...12, using: &random), height: Int.random(in: 1...12, using: &random))
  let pixels = (0..<size.area).map { _ in Int.random(in: 0..<3, using: &random) > 0 }
  let limit = Int.random(in: 1...6, using: &random)
  let expected = cleanedPixelByPixel(pixels, size, limit)
  let mask = RunMask(size: size, runs: runs(of: pixels, size))
  let found = mask.cleaned(below: limit) ?? mask
  #expect(found == RunMask(size: size, runs: runs(of: expected, size)))
}

private func runs(of pixels: [Bool], _ size: Size) -> [PixelRun] {
  pixels.indices.reduce(into: []) { runs, at in
    guard pixels[at] else { return }
    if at % size.width > 0, let last = runs.last, last.range.upperBound == at {
      runs[runs.count - 1].length += 1
    } else {
      runs.append(PixelRun(start: UInt32(at), length: 1))
    }
  }
}

private func cleanedPixelByPixel(_ pixels: [Bool], _ size: Size, _ limit: Int) -> [Bool] {
  var pixels = pixels
  for part in parts(of: pixels.map { !$0 }, size) where part.count < limit { part.forEach { pixels[$0] = true } }
  let islands = parts(of: pixels, size)
  guard islands.contains(where: { $0.count < limit }) else { return pixels }
  var kept = islands.filter { $0.count >= limit }
  if kept.isEmpty, let most = islands.map(\.count).max() { kept = [islands.first { $0.count == most } ?? []] }
  var result = [Bool](repeating: false, count: pixels.count)
  kept.joined().forEach { result[$0] = true }
  return result
}

/// The 8-connected parts in the order of their first pixels.
private func parts(of pixels: [Bool], _ size: Size) -> [[Int]] {
  var (seen, parts) = ([Bool](repeating: false, count: pixels.count), [[Int]]())
  for start in pixels.indices where pixels[start] && !seen[start] {
    var (part, pending) = ([Int](), [start])
    seen[start] = true
    while let at = pending.popLast() {
      part.append(at)
      for y in max(0, at / size.width - 1)...min(size.height - 1, at / size.width + 1) {
        for x in max(0, at % size.width - 1)...min(size.width - 1, at % size.width + 1) {
          let next = y * size.width + x
          if pixels[next], !seen[next] {
            seen[next] = true
            pending.append(next)
          }
        }
      }
    }
    parts.append(part)
  }
  return parts
}
