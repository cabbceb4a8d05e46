import Foundation
import OpenCVMethods
import Raster
import Segmentation
import Synchronization
import TestSupport
import Testing

/// What OpenCV's matchTemplate gave for a patch of the lighter image.
private struct TemplateReference: Decodable {
  struct Patch: Decodable { let row, col, height, width: Int }
  struct Scores: Decodable {
    // swift-format-ignore: AlwaysUseLowerCamelCase
    let best_row_col: [Int]
    let error: Double
    /// Row, column, value.
    let samples: [[Double]]
  }
  struct Entry: Decodable {
    let template: Patch
    let masked, unmasked: Scores
  }
  let template: Entry

  static func read(_ image: String) throws -> Entry {
    try JSONDecoder().decode(Self.self, from: Data(try readBytes(Reference.path(image + ".json")))).template
  }
}

/// OpenCV's filled ellipse with its centre at 32,24 and half axes of 30 and 22: first and last column from row 2 on.
private let ellipse: [ClosedRange<Int>] = [
  26...38, 21...42, 19...46, 17...48, 15...49, 13...51, 11...53, 10...54, 8...55, 7...57, 7...57, 6...58, 5...59,
  5...59,
  4...60, 3...61, 3...61, 3...61, 2...62, 2...62, 2...62, 2...62, 2...62, 2...62, 2...62, 2...62, 2...62, 3...61,
  3...61,
  3...61, 4...60, 4...60, 5...59, 6...58, 7...57, 7...57, 8...55, 10...54, 11...53, 13...51, 15...49, 17...48, 19...46,
  21...42, 26...38,
]

extension Image {
  fileprivate func cut(_ box: PixelRect) -> Image {
    let rows = (box.y..<box.maxY).map { ($0 * size.width + box.x) * 3..<($0 * size.width + box.maxX) * 3 }
    return Image(size: Size(width: box.width, height: box.height), bytes: rows.flatMap { bytes[$0] })
  }
}

private func set(_ template: Image, attention: Mask?) throws -> TemplateSet {
  let white = Mask(size: template.size, filledWith: 255)
  let segment = Image(size: template.size, bytes: [UInt8](repeating: 9, count: template.size.area * 3))
  return try TemplateSet(name: "patch", template: template, attention: attention ?? white, segment: segment, mask: nil)
}

@Suite struct TemplateMatchTests {
  @Test(
    .enabled(if: Reference.exists, "\(Reference.absence)"), arguments: Reference.images, [true, false])
  func scoresEqualTheReference(name: String, isMasked: Bool) throws {
    let entry = try TemplateReference.read(name)
    let (image, light) = (try Reference.image("images/\(name)"), try Reference.image("images/\(name).light"))
    let patch = entry.template
    let template = light.cut(PixelRect(x: patch.col, y: patch.row, width: patch.width, height: patch.height))
    var mask = Mask(size: template.size, filledWith: 0)
    for (row, columns) in ellipse.enumerated() {
      for x in columns { mask[PixelPoint(x: x, y: row + 2)] = 255 }
    }
    let wanted = isMasked ? entry.masked : entry.unmasked
    let set = try set(template, attention: isMasked ? mask : nil)
    let scores = try CorrelationMatcher().scores(of: set, in: image, MethodRun())
    for sample in wanted.samples {
      #expect(abs(Double(scores[PixelPoint(x: Int(sample[1]), y: Int(sample[0]))]) - sample[2]) < 1e-5)
    }
    let best = try #require(
      TemplateSearch().matches(of: [set], in: image, limit: 0.5, by: CorrelationMatcher(), MethodRun()).first)
    let place = PixelPoint(x: wanted.best_row_col[1], y: wanted.best_row_col[0])
    #expect(abs(best.score - wanted.error) < 1e-5)
    // In whole numbers a neighbour of the place that OpenCV's rounding has chosen may be better, and is then taken.
    #expect(abs(best.box.x - place.x) <= 1 && abs(best.box.y - place.y) <= 1)
    #expect(best.score <= ExactScore(set, in: image).score(at: place))
    #expect(abs(Double(scores[place]) - wanted.error) < 1e-5)
  }

  @Test(arguments: UInt64(0)..<12) func scoresAreThoseOfWholeNumbers(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }
    let size = Size(width: number(20...90), height: number(20...700))
    let darkest = number(0...1)
    let bytes = (0..<size.area * 3).map { at in
      // Black parts, where nothing is left to divide by.
      darkest == 0 && at / 3 % size.width < size.width / 2 ? 0 : UInt8(number(0...255))
    }
    let image = Image(size: size, bytes: bytes)
    let box = PixelRect(x: number(0...9), y: number(0...9), width: number(1...10), height: number(1...10))
    var attention = Mask(size: Size(width: box.width, height: box.height), filledWith: 255)
    if seed % 3 > 0 { for at in attention.elements.indices where number(0...2) == 0 { attention.elements[at] = 0 } }
    attention.elements[0] = 255
    let set = try set(image.cut(box), attention: attention)
    let scores = try CorrelationMatcher().scores(of: set, in: image, MethodRun(threads: 1))
    let exact = try ExactMatcher().scores(of: set, in: image, MethodRun())
    #expect(scores.size == exact.size)
    for (found, wanted) in zip(scores.elements, exact.elements) where wanted <= 1 {
      #expect(abs(found - wanted) < 1e-5 && found >= 0)
    }
    #expect(try CorrelationMatcher().scores(of: set, in: image, MethodRun(threads: 3)) == scores)
  }

  @Test func aTemplateThatDoesNotFitHasNoPlaces() throws {
    let small = Image(size: Size(width: 4, height: 9), bytes: [UInt8](repeating: 7, count: 108))
    let set = try set(Image(size: Size(width: 5, height: 2), bytes: [UInt8](repeating: 7, count: 30)), attention: nil)
    #expect(try CorrelationMatcher().scores(of: set, in: small, MethodRun()).elements.isEmpty)
  }

  @Test func aCancelledRunThrows() throws {
    let image = Image(size: Size(width: 64, height: 900), bytes: [UInt8](repeating: 7, count: 64 * 900 * 3))
    let set = try set(image.cut(PixelRect(x: 0, y: 0, width: 8, height: 8)), attention: nil)
    let asked = Atomic(0)
    let run = MethodRun(isCancelled: { asked.add(1, ordering: .relaxed).newValue > 1 })
    #expect(throws: SegmentationError.cancelled) { try CorrelationMatcher().scores(of: set, in: image, run) }
  }
}
