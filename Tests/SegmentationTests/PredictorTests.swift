import Raster
import Synchronization
import TestSupport
import Testing

@testable import Segmentation

private let size = Size(width: 240, height: 160)

private func prompt(in size: Size, _ generator: inout SplitMix64) -> PointPrompt {
  func point() -> PixelPoint {
    PixelPoint(x: .random(in: 0..<size.width, using: &generator), y: .random(in: 0..<size.height, using: &generator))
  }
  var prompt = PointPrompt()
  for _ in 0..<Int.random(in: 1...8, using: &generator) {
    prompt.points.append(.init(point(), isForeground: Int.random(in: 0..<3, using: &generator) > 0))
  }
  if Bool.random(using: &generator) {
    let (one, other) = (point(), point())
    prompt.box = PixelRect(
      x: min(one.x, other.x), y: min(one.y, other.y), width: abs(one.x - other.x) + 1,
      height: abs(one.y - other.y) + 1)
  }
  if Bool.random(using: &generator) {
    let half = Int.random(in: 0...size.area, using: &generator)
    prompt.previous = Mask(size: size, elements: (0..<size.area).map { $0 < half ? 255 : 0 })
  }
  return prompt
}

extension LabelMap {
  fileprivate func mask(of label: Int32) -> Mask { Mask(size: size, elements: elements.map { $0 == label ? 255 : 0 }) }

  /// The labels of at least `pixels` pixels, none of more than half of all.
  fileprivate func objects(ofAtLeast pixels: Int) -> [Int32] {
    var counts = [Int32: Int]()
    for label in elements { counts[label, default: 0] += 1 }
    return counts.filter { $0.value >= pixels && $0.value <= size.area / 2 }.keys.sorted()
  }
}

/// Clicks at errors until `clicks` are made; the overlap after each.
private func overlaps(_ predictor: BuiltInPredictor, _ truth: Mask, clicks: Int) throws -> [Double] {
  var (prompt, mask, overlaps) = (PointPrompt(), Mask(size: truth.size, filledWith: 0), [Double]())
  while overlaps.count < clicks, let click = errorClick(in: mask, truth: truth) {
    prompt.points.append(click)
    mask = try #require(try predictor.answer(prompt).first).mask
    overlaps.append(intersectionOverUnion(mask, truth))
  }
  return overlaps
}

@Test(arguments: UInt64(0)..<12)
func clicksAndBoxesHoldInEveryAnswer(seed: UInt64) throws {
  var generator = SplitMix64(seed: seed)
  let image =
    seed % 3 == 0 ? noiseImage(width: 90, height: 61, seed: seed) : Scene(size, regions: 9, noise: 20, seed: seed).image
  let predictor = try BuiltInPredictor(image)
  for _ in 0..<8 {
    let prompt = prompt(in: image.size, &generator)
    let answers = try predictor.answer(prompt)
    #expect((1...3).contains(answers.count))
    #expect(answers.map(\.score) == answers.map(\.score).sorted(by: >))
    #expect(answers.allSatisfy { (0...1).contains($0.score) })
    for answer in answers {
      #expect(answer.mask.elements.allSatisfy { $0 == 0 || $0 == 255 })
      for (number, point) in prompt.points.enumerated()
      where !prompt.points[(number + 1)...].contains(where: { $0.position == point.position }) {
        #expect(answer.mask[point.position] == (point.isForeground ? 255 : 0))
      }
      guard let box = prompt.box else { continue }
      let clicked = Set(prompt.points.filter(\.isForeground).map(\.position))
      let outside = answer.mask.elements.indices.count { at in
        let pixel = PixelPoint(x: at % image.size.width, y: at / image.size.width)
        return answer.mask.elements[at] != 0 && !box.contains(pixel) && !clicked.contains(pixel)
      }
      #expect(outside == 0)
    }
  }
}

@Test(arguments: UInt64(0)..<4)
func theNumberOfThreadsChangesNothing(seed: UInt64) throws {
  var generator = SplitMix64(seed: seed)
  let image = LeafScene(Size(width: 500, height: 400), things: 60, noise: 8, seed: seed).image
  let (alone, many) = (MethodRun(threads: 1), MethodRun(threads: 5))
  let predictors = (try BuiltInPredictor(image, alone), try BuiltInPredictor(image, many))
  for _ in 0..<4 {
    let prompt = prompt(in: image.size, &generator)
    #expect(try predictors.0.answer(prompt, alone) == predictors.1.answer(prompt, many))
  }
}

@Test(arguments: awkwardSizes)
func smallAndPlainImagesAreAnswered(width: Int, height: Int) throws {
  for image in [uniformImage(width: width, height: height), noiseImage(width: width, height: height, seed: 1)] {
    var generator = SplitMix64(seed: UInt64(width * 100 + height))
    let predictor = try BuiltInPredictor(image)
    for _ in 0..<6 {
      let prompt = prompt(in: image.size, &generator)
      #expect(try predictor.answer(prompt).allSatisfy { $0.mask.size == image.size })
    }
  }
}

@Test func promptsWithoutAnObjectAreAnsweredByNothing() throws {
  let predictor = try BuiltInPredictor(Scene(size, regions: 5, noise: 5, seed: 1).image)
  let background = PointPrompt(points: [.init(PixelPoint(x: 20, y: 20), isForeground: false)])
  let outside = PointPrompt(box: PixelRect(x: 500, y: 500, width: 20, height: 20))
  for prompt in [PointPrompt(), background, outside] {
    let best = try #require(try predictor.answer(prompt).first)
    #expect(best.mask.elements.allSatisfy { $0 == 0 })
  }
  // A click beside the image stands for the nearest pixel.
  let beside = try predictor.answer(PointPrompt(points: [.init(PixelPoint(x: -9, y: 999))]))
  #expect(beside.allSatisfy { $0.mask[PixelPoint(x: 0, y: 159)] == 255 })
  #expect(try BuiltInPredictor(Image(size: Size(width: 0, height: 0), bytes: [])).answer(PointPrompt()).isEmpty)
}

@Test(arguments: UInt64(0)..<5)
func oneClickFindsMostPlainObjects(seed: UInt64) throws {
  let scene = Scene(Size(width: 360, height: 240), regions: 10, noise: 8, seed: seed)
  let predictor = try BuiltInPredictor(scene.image)
  let objects = scene.truth.objects(ofAtLeast: 1500)
  let found = try objects.count { try overlaps(predictor, scene.truth.mask(of: $0), clicks: 1)[0] > 0.9 }
  #expect(found * 4 >= objects.count * 3, "\(found) of \(objects.count)")
}

/// Textured, shaded, blurred and noisy things: what is wrong is mended click by click.
@Test(arguments: UInt64(0)..<4)
func clicksConverge(seed: UInt64) throws {
  let scene = LeafScene(Size(width: 360, height: 240), things: 40, noise: 6, seed: 900 + seed)
  let predictor = try BuiltInPredictor(scene.image)
  for label in scene.truth.objects(ofAtLeast: 600) {
    let after = try overlaps(predictor, scene.truth.mask(of: label), clicks: 12)
    #expect(after.max() ?? 0 > 0.85, "object \(label): \(after)")
  }
}

/// A round thing on a larger one that lies on a third: the click means the smallest that is closed.
private let fruitOnCloth: (image: Image, fruit: Mask, cloth: PixelRect) = {
  let size = Size(width: 300, height: 200)
  let cloth = PixelRect(x: 60, y: 40, width: 200, height: 130)
  func isFruit(_ at: Int) -> Bool {
    let (dx, dy) = (at % size.width - 150, at / size.width - 100)
    return dx * dx + dy * dy < 28 * 28
  }
  var generator = SplitMix64(seed: 3)
  var bytes: [UInt8] = []
  for at in 0..<size.area {
    let isCloth = cloth.contains(PixelPoint(x: at % size.width, y: at / size.width))
    let color = isFruit(at) ? [200, 190, 70] : isCloth ? [205, 205, 195] : [110, 70, 45]
    bytes += color.map { UInt8($0 + Int.random(in: -8...8, using: &generator)) }
  }
  return (
    Image(size: size, bytes: bytes), Mask(size: size, elements: (0..<size.area).map { isFruit($0) ? 255 : 0 }), cloth
  )
}()

@Test func aClickMeansTheSmallThingAndNotWhatItLiesOn() throws {
  let scene = fruitOnCloth
  let answers = try BuiltInPredictor(scene.image).answer(PointPrompt(points: [.init(PixelPoint(x: 150, y: 100))]))
  #expect(intersectionOverUnion(try #require(answers.first).mask, scene.fruit) > 0.95)
}

/// A box finds what is in it, and in a plain image the box itself.
@Test(arguments: UInt64(0)..<4)
func aBoxAloneIsNeverAnsweredByNothing(seed: UInt64) throws {
  let scene = LeafScene(Size(width: 360, height: 240), things: 100, noise: 12, seed: 40 + seed)
  let predictor = try BuiltInPredictor(scene.image)
  var generator = SplitMix64(seed: seed)
  for _ in 0..<12 {
    let box = PixelRect(
      x: .random(in: 0..<300, using: &generator), y: .random(in: 0..<180, using: &generator),
      width: .random(in: 30...60, using: &generator), height: .random(in: 30...60, using: &generator))
    let best = try #require(try predictor.answer(PointPrompt(box: box)).first).mask
    #expect(best.elements.count { $0 != 0 } * 50 > box.area, "\(box)")
  }
  let plain = try BuiltInPredictor(uniformImage(width: 120, height: 90))
  let box = PixelRect(x: 30, y: 20, width: 50, height: 40)
  let whole = try #require(try plain.answer(PointPrompt(box: box)).first).mask
  #expect(whole.elements.count { $0 != 0 } * 2 > box.area)
}

/// What is right stays right: a click changes what is around it.
@Test func aClickFarAwayUndoesNothing() throws {
  let scene = fruitOnCloth
  let predictor = try BuiltInPredictor(scene.image)
  var prompt = PointPrompt(points: [.init(PixelPoint(x: 150, y: 100))])
  prompt.points.append(.init(PixelPoint(x: 20, y: 20)))
  let both = try #require(try predictor.answer(prompt).first).mask
  prompt.points.append(.init(PixelPoint(x: 20, y: 190), isForeground: false))
  let less = try #require(try predictor.answer(prompt).first).mask
  for mask in [both, less] {
    let missing = mask.elements.indices.count { scene.fruit.elements[$0] != 0 && mask.elements[$0] == 0 }
    #expect(missing * 20 < scene.fruit.elements.count { $0 != 0 })
  }
}

/// The cut through regions finds the same as all divisions one by one.
@Test(arguments: UInt64(0)..<20)
func theFlowFindsTheSmallestCut(seed: UInt64) throws {
  var generator = SplitMix64(seed: seed)
  let pulls = (0..<9).map { _ in Int32.random(in: -9...9, using: &generator) }
  var links: [RegionFlow.Link] = []
  for one in 0..<Int32(9) {
    for other in one + 1..<9 where Int.random(in: 0..<3, using: &generator) > 0 {
      links.append(RegionFlow.Link(one: one, other: other, capacity: .random(in: 0...6, using: &generator)))
    }
  }
  func cost(_ isSource: (Int) -> Bool) -> Int32 {
    let unlike = pulls.indices.reduce(Int32(0)) { sum, node in
      isSource(node) == (pulls[node] > 0) ? sum : sum + abs(pulls[node])
    }
    return links.reduce(unlike) { isSource(Int($1.one)) == isSource(Int($1.other)) ? $0 : $0 + $1.capacity }
  }
  var flow = RegionFlow(pulls: pulls, links: links)
  let sides = flow.sourceSide()
  let least = (0..<512).map { number in cost { number >> $0 & 1 == 1 } }.min()
  #expect(cost { sides[$0] } == least)
}

/// Clicks of both kinds closer together than superpixels part what is between them.
@Test func clicksDivideASuperpixel() throws {
  let predictor = try BuiltInPredictor(uniformImage(width: 200, height: 200))
  let points = [(100, true), (103, false)].map { PointPrompt.Point(PixelPoint(x: $0.0, y: 100), isForeground: $0.1) }
  let mask = try #require(try predictor.answer(PointPrompt(points: points)).first).mask
  #expect((100...103).map { mask[PixelPoint(x: $0, y: 100)] } == [255, 255, 0, 0])
}

/// Above four megapixels the superpixels are those of a smaller copy; the outline is that of the image.
@Test func largeImagesAreAnsweredOnASmallerCopy() throws {
  let size = Size(width: 2600, height: 1700)
  let disc = PixelPoint(x: 1207, y: 803)
  func isInside(_ at: Int) -> Bool {
    let (dx, dy) = (at % size.width - disc.x, at / size.width - disc.y)
    return dx * dx + dy * dy < 400 * 400
  }
  let truth = Mask(size: size, elements: (0..<size.area).map { isInside($0) ? 255 : 0 })
  let image = Image(size: size, bytes: truth.elements.flatMap { $0 != 0 ? [200, 60, 40] : [40, 90, 110] })
  let answer = try BuiltInPredictor(image).answer(PointPrompt(points: [.init(disc)]))
  #expect(intersectionOverUnion(try #require(answer.first).mask, truth) > 0.995)
}

@Test func aRunThatIsCancelledSaysSo() throws {
  let image = Scene(size, regions: 5, noise: 5, seed: 1).image
  let cancelled = MethodRun(isCancelled: { true })
  #expect(throws: SegmentationError.cancelled) { try BuiltInPredictor(image, cancelled) }
  let predictor = try BuiltInPredictor(image)
  #expect(throws: SegmentationError.cancelled) {
    try predictor.answer(PointPrompt(points: [.init(PixelPoint(x: 3, y: 3))]), cancelled)
  }
  let log = ProgressLog()
  _ = try BuiltInPredictor(image, log.run)
  #expect(log.shares.last == 1 && log.shares == log.shares.sorted())
}
