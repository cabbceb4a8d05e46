import Raster
import Synchronization
import Testing

@testable import Segmentation

/// A bright disc with noise on a dark ground with noise, and what of it is foreground.
private struct Disc {
  let image: Image
  let inside: [Bool]
  let box: PixelRect

  init(width: Int, height: Int) {
    var random = SplitMix64(seed: 3)
    let (centre, radius) = (PixelPoint(x: width / 2, y: height / 2), min(width, height) / 4)
    let inside = (0..<width * height).map { at in
      let (dx, dy) = (at % width - centre.x, at / width - centre.y)
      return dx * dx + dy * dy <= radius * radius
    }
    let bytes = inside.flatMap { inside in
      (inside ? [200, 120, 60] : [40, 70, 120]).map { UInt8($0 + Int(random.next() >> 60)) }
    }
    image = Image(size: Size(width: width, height: height), bytes: bytes)
    self.inside = inside
    let side = radius + radius / 3
    box = PixelRect(x: centre.x - side, y: centre.y - side, width: 2 * side, height: 2 * side)
  }

  var marks: GrabCutMarks {
    var marks = GrabCutMarks()
    marks.add(box)
    return marks
  }
}

@Test(arguments: [(90, 70), (301, 203), (700, 500), (1101, 900)]) func aRectangleFindsTheDisc(width: Int, height: Int)
  throws
{
  let disc = Disc(width: width, height: height)
  let answer = try GrabCut().answer(disc.marks, on: disc.image).plane
  let wrong = zip(answer.elements, disc.inside).count { ($0 & 1 == 1) != $1 }
  #expect(wrong == 0)
  // What lies outside of the rectangle is sure, the rest is not.
  #expect(answer[PixelPoint(x: 0, y: 0)] == 0)
  #expect(answer[PixelPoint(x: width / 2, y: height / 2)] == 3)
}

@Test func strokesAloneFindTheDisc() throws {
  let disc = Disc(width: 600, height: 440)
  for kinds in [[GrabCutKind.foreground, .background], [.foreground], [.background]] {
    var marks = GrabCutMarks()
    for kind in kinds {
      let y = kind == .foreground ? 220 : 30
      marks.add(GrabCutStroke(kind, radius: 8, [PixelPoint(x: 260, y: y), PixelPoint(x: 340, y: y)]))
    }
    let answer = try GrabCut(iterations: 3).answer(marks, on: disc.image).plane
    let wrong = zip(answer.elements, disc.inside).count { ($0 & 1 == 1) != $1 }
    #expect(wrong * 200 < disc.inside.count, "\(kinds): \(wrong) pixels")
  }
}

@Test func theCoarseAnswerComesFirst() throws {
  let disc = Disc(width: 700, height: 500)
  var coarse: [RunLengthPlane<Int32>] = []
  let answer = try GrabCut().answer(disc.marks, on: disc.image) { coarse.append($0) }
  #expect(coarse.count == 1)
  let other = zip(coarse[0].plane.elements, answer.plane.elements).count { $0 != $1 }
  #expect(other > 0 && other * 50 < disc.inside.count)
}

@Test func theAnswerDoesNotDependOnThreads() throws {
  let disc = Disc(width: 700, height: 500)
  let answers = try [1, 2, 5].map { try GrabCut().answer(disc.marks, on: disc.image, MethodRun(threads: $0)) }
  #expect(answers.allSatisfy { $0 == answers[0] })
}

@Test func sureMarksStay() throws {
  let disc = Disc(width: 500, height: 400)
  var marks = disc.marks
  let lies = [
    GrabCutStroke(.foreground, radius: 1, [PixelPoint(x: 10, y: 10)]),
    GrabCutStroke(.background, radius: 1, [PixelPoint(x: 250, y: 200)]),
  ]
  for lie in lies { marks.add(lie) }
  let answer = try GrabCut().answer(marks, on: disc.image).plane
  for lie in lies {
    for at in lie.runs(in: disc.image.size).flatMap(\.range) {
      #expect(answer.elements[at] == Int32(lie.kind.number))
    }
  }
}

@Test func whatThereIsNothingToLearnFromIsSaid() {
  let image = Disc(width: 40, height: 30).image
  let all = PixelRect(x: -5, y: -5, width: 100, height: 100)
  for (marks, side) in [(GrabCutMarks(), "foreground"), (GrabCutMarks(all), "background")] {
    #expect(throws: SegmentationError.self) { try GrabCut().answer(marks, on: image) }
    do {
      _ = try GrabCut().answer(marks, on: image)
    } catch {
      #expect("\(error)".hasPrefix("grabcut: there is nothing to learn the \(side) from; "))
    }
  }
}

extension GrabCutMarks {
  fileprivate init(_ rectangle: PixelRect) {
    self.init()
    add(rectangle)
  }
}

@Test func grabCutStopsWhenCancelled() throws {
  let disc = Disc(width: 700, height: 500)
  #expect(throws: SegmentationError.cancelled) {
    try GrabCut().answer(disc.marks, on: disc.image, MethodRun(isCancelled: { true }))
  }
  let isCancelled = Mutex(false)
  let run = MethodRun(isCancelled: { isCancelled.withLock { $0 } })
  #expect(throws: SegmentationError.cancelled) {
    try GrabCut().answer(disc.marks, on: disc.image, run) { _ in isCancelled.withLock { $0 = true } }
  }
}

@Test(arguments: awkwardSizes) func grabCutTakesAnySize(width: Int, height: Int) throws {
  let image = noiseImage(width: width, height: height, seed: 4)
  guard image.size.area > 1 else { return }
  var marks = GrabCutMarks()
  marks.add(GrabCutStroke(.foreground, radius: 0, [PixelPoint(x: 0, y: 0)]))
  let answer = try GrabCut(iterations: 4).answer(marks, on: image).plane
  #expect(answer.size == image.size)
  #expect(answer.elements[0] == 1)
  #expect(answer.elements.dropFirst().allSatisfy { $0 == 2 || $0 == 3 })
}

@Test func equalColoursAreDivided() throws {
  var marks = GrabCutMarks()
  marks.add(PixelRect(x: 5, y: 5, width: 10, height: 10))
  let answer = try GrabCut(iterations: 3).answer(marks, on: uniformImage(width: 30, height: 30)).plane
  #expect(answer[PixelPoint(x: 0, y: 0)] == 0)
}

// MARK: The band

@Test func theBandFollowsTheBorder() {
  let size = Size(width: 40, height: 30)
  var seeds = Mask(size: size, filledWith: 3)
  seeds[PixelPoint(x: 39, y: 29)] = 0
  let copy = GrabCutCopy(image: uniformImage(width: 40, height: 30), seeds: seeds, scale: 1)
  var half = Mask(size: Size(width: 20, height: 15), filledWith: 1)
  for y in 0..<15 { for x in 0..<8 { half[PixelPoint(x: x, y: y)] = 0 } }
  let sides = copy.inherited(half)
  let band = copy.band(sides, half, reach: 2)
  for y in 0..<size.height {
    for x in 0..<size.width {
      // The border runs between columns 7 and 8 of the smaller copy; the contradicting seed lies in its last pixel.
      let nearBorder = (5...10).contains(x / 2)
      let nearSeed = x / 2 >= 17 && y / 2 >= 12
      let isSure = x == 39 && y == 29
      #expect(band[PixelPoint(x: x, y: y)] == ((nearBorder || nearSeed) && !isSure ? 1 : 0), "\(x) \(y)")
    }
  }
}

/// A dot that only probably is foreground, and one that is sure but beside more background.
@Test(arguments: [GrabCutKind.probableForeground, .foreground]) func aSideIsNeverLostByShrinking(kind: GrabCutKind)
  throws
{
  let image = noiseImage(width: 1500, height: 900, seed: 8)
  var marks = GrabCutMarks()
  if kind == .foreground {
    marks.add(GrabCutStroke(.background, radius: 6, [PixelPoint(x: 700, y: 400), PixelPoint(x: 750, y: 400)]))
  }
  marks.add(GrabCutStroke(kind, radius: 0, [PixelPoint(x: 720, y: 401)]))
  let answer = try GrabCut().answer(marks, on: image).plane
  #expect(answer.size == image.size)
  if kind == .foreground { #expect(answer[PixelPoint(x: 720, y: 401)] == 1) }
}

@Test func smallSureMarksSurviveShrinking() throws {
  let image = uniformImage(width: 2000, height: 1000)
  var marks = GrabCutMarks()
  marks.add(GrabCutStroke(.foreground, radius: 0, [PixelPoint(x: 777, y: 333)]))
  marks.add(GrabCutStroke(.background, radius: 0, [PixelPoint(x: 1501, y: 700)]))
  let copies = try GrabCutCopy.ladder(of: image, marks.seeds(of: image.size), MethodRun())
  #expect(copies.count > 3)
  for copy in copies {
    #expect(copy.seeds[PixelPoint(x: 777 / copy.scale, y: 333 / copy.scale)] == 1)
    #expect(copy.seeds[PixelPoint(x: 1501 / copy.scale, y: 700 / copy.scale)] == 0)
    #expect(copy.seeds.elements.count { $0 < 2 } == 2)
  }
}
