import Raster
import Segmentation
import Testing

private let size = Size(width: 20, height: 12)

private func marks(_ change: (inout GrabCutMarks) -> Void) -> GrabCutMarks {
  var marks = GrabCutMarks()
  change(&marks)
  return marks
}

private func dot(_ kind: GrabCutKind, _ x: Int, _ y: Int) -> GrabCutStroke {
  GrabCutStroke(kind, radius: 0, [PixelPoint(x: x, y: y)])
}

@Test func severalRectanglesAreOneSetOfProbableForeground() {
  let boxes = [PixelRect(x: 1, y: 1, width: 5, height: 4), PixelRect(x: 4, y: 3, width: 30, height: 4)]
  let seeds = marks { marks in boxes.forEach { marks.add($0) } }.seeds(of: size)
  for y in 0..<size.height {
    for x in 0..<size.width {
      let point = PixelPoint(x: x, y: y)
      #expect(seeds[point] == (boxes.contains { $0.contains(point) } ? 3 : 0))
    }
  }
}

@Test(arguments: [true, false]) func strokesLieOverRectanglesInAnyOrder(strokesFirst: Bool) {
  let box = PixelRect(x: 2, y: 2, width: 10, height: 8)
  let seeds = marks { marks in
    if !strokesFirst { marks.add(box) }
    marks.add(dot(.background, 5, 5))
    marks.add(dot(.foreground, 0, 0))
    marks.add(dot(.probableBackground, 6, 5))
    if strokesFirst { marks.add(box) }
  }.seeds(of: size)
  #expect(seeds[PixelPoint(x: 5, y: 5)] == 0)
  #expect(seeds[PixelPoint(x: 0, y: 0)] == 1)
  #expect(seeds[PixelPoint(x: 6, y: 5)] == 2)
  #expect(seeds[PixelPoint(x: 7, y: 5)] == 3)
  #expect(seeds[PixelPoint(x: 15, y: 5)] == 0)
}

private let unmarked: [(kinds: [GrabCutKind], number: UInt8)] = [
  ([.foreground], 2), ([.background], 3), ([.foreground, .background], 2), ([.background, .probableForeground], 2),
  ([.probableBackground], 3),
]

@Test(arguments: unmarked) func whatHasNoMarkIsProbablyTheOtherSide(kinds: [GrabCutKind], unmarked: UInt8) {
  let seeds = marks { marks in
    for (x, kind) in kinds.enumerated() { marks.add(dot(kind, x, 0)) }
  }.seeds(of: size)
  #expect(kinds.indices.allSatisfy { seeds[PixelPoint(x: $0, y: 0)] == kinds[$0].number })
  #expect(seeds.elements.dropFirst(kinds.count).allSatisfy { $0 == unmarked })
}

@Test func theAnswerIsKeptWhereNothingNewIsMarked() {
  let box = PixelRect(x: 0, y: 0, width: 10, height: 12)
  var marks = marks { marks in
    marks.add(box)
    marks.add(dot(.probableForeground, 1, 1))
    marks.add(dot(.foreground, 2, 1))
  }
  // All that is only probable was found to be background.
  let answer = marks.seeds(of: size).elements.map { $0 == 3 ? UInt8(2) : $0 }
  marks.take(RunLengthPlane(Mask(size: size, elements: answer)))
  #expect(marks.seeds(of: size).elements == answer, "a probable stroke was heard once")
  marks.add(dot(.probableForeground, 3, 3))
  marks.add(PixelRect(x: 12, y: 0, width: 4, height: 4))
  let seeds = marks.seeds(of: size)
  #expect(seeds[PixelPoint(x: 3, y: 3)] == 3)
  #expect(seeds[PixelPoint(x: 1, y: 1)] == 2)
  #expect(seeds[PixelPoint(x: 2, y: 1)] == 1)
  #expect(seeds[PixelPoint(x: 13, y: 1)] == 3, "a new rectangle opens what was outside")
  #expect(seeds[PixelPoint(x: 18, y: 1)] == 0)
}

@Test(arguments: UInt64(0)..<60) func strokesAreDiscsAlongLines(seed: UInt64) {
  var random = SplitMix64(seed: seed)
  let radius = Int(seed % 6)
  let points = (0...Int(seed % 3)).map { _ in
    PixelPoint(x: .random(in: -8...28, using: &random), y: .random(in: -8...20, using: &random))
  }
  var expected = Set<Int>()
  let wide = Size(width: 60, height: 60)
  let moved = points.map { PixelPoint(x: $0.x + 20, y: $0.y + 20) }
  for (from, to) in moved.count == 1 ? [(moved[0], moved[0])] : Array(zip(moved, moved.dropFirst())) {
    for centre in pixelLine(from: from, to: to, in: wide) {
      for y in 0..<size.height {
        for x in 0..<size.width {
          let (dx, dy) = (x - centre.x + 20, y - centre.y + 20)
          if dx * dx + dy * dy <= radius * radius { expected.insert(y * size.width + x) }
        }
      }
    }
  }
  let drawn = GrabCutStroke(.foreground, radius: radius, points).runs(in: size).flatMap(\.range)
  #expect(drawn == expected.sorted())
}
