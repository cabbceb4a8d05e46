import Raster
import TestSupport
import Testing

@testable import Segmentation

/// A noisy picture into which a patch is pasted at places.
private struct Pasted {
  var image: Image
  let set: TemplateSet

  init(_ size: Size, patch: Size, at places: [PixelPoint], seed: UInt64, noise: Int = 0) throws {
    var random = SplitMix64(seed: seed)
    func byte(_ range: ClosedRange<Int> = 40...255) -> UInt8 { UInt8(Int.random(in: range, using: &random)) }
    var bytes = (0..<size.area * 3).map { _ in byte() }
    let template = Image(size: patch, bytes: (0..<patch.area * 3).map { _ in byte() })
    for place in places {
      for y in 0..<patch.height {
        for x in 0..<patch.width * 3 {
          let value =
            Int(template.bytes[y * patch.width * 3 + x])
            + (noise == 0 ? 0 : Int.random(in: -noise...noise, using: &random))
          bytes[((place.y + y) * size.width + place.x) * 3 + x] = UInt8(min(max(value, 0), 255))
        }
      }
    }
    image = Image(size: size, bytes: bytes)
    let segment = Image(size: patch, bytes: [UInt8](repeating: 200, count: patch.area * 3))
    set = try TemplateSet(name: "patch", template: template, attention: nil, segment: segment, mask: nil)
  }

  func find(_ search: TemplateSearch = TemplateSearch(), limit: Double = 0.5) throws -> [TemplateMatch] {
    try search.matches(of: [set], in: image, limit: limit, by: ExactMatcher(), MethodRun())
  }
}

@Suite struct TemplateSearchTests {
  private let places = [PixelPoint(x: 3, y: 4), PixelPoint(x: 20, y: 4), PixelPoint(x: 11, y: 17)]

  @Test func everyCopyIsFoundOnceAndExactly() throws {
    let scene = try Pasted(Size(width: 40, height: 30), patch: Size(width: 9, height: 7), at: places, seed: 1)
    let found = try scene.find(limit: 0.01)
    #expect(found.map { PixelPoint(x: $0.box.x, y: $0.box.y) } == places)
    #expect(found.allSatisfy { $0.score == 0 && $0.template == 0 })
  }

  @Test(arguments: UInt64(0)..<8) func whatIsLeftSharesLittle(seed: UInt64) throws {
    let scene = try Pasted(
      Size(width: 44, height: 30), patch: Size(width: 6, height: 5), at: places, seed: seed, noise: 30)
    var search = TemplateSearch()
    search.suppression = Double(seed) / 8
    let all = try TemplateSearch.unsuppressed(scene)
    let found = try scene.find(search)
    for (place, match) in found.enumerated() {
      for other in found[..<place] { #expect(share(match.box, other.box) <= search.suppression) }
    }
    // Whatever is gone shares too much with something better.
    for match in all where !found.contains(match) {
      #expect(found.contains { share($0.box, match.box) > search.suppression && $0.score <= match.score })
    }
    // A threshold takes a beginning of the list, so that changing it needs no search.
    for threshold in [0.02, 0.05, 0.1] {
      search.threshold = threshold
      let again = try scene.find(search, limit: threshold)
      #expect(search.taken(of: found).map { found[$0] } == again)
    }
  }

  private func share(_ one: PixelRect, _ other: PixelRect) -> Double {
    let common = one.intersection(other).area
    return Double(common) / Double(one.area + other.area - common)
  }

  @Test func theBestOfEachTemplate() throws {
    let scene = try Pasted(
      Size(width: 40, height: 30), patch: Size(width: 9, height: 7), at: places, seed: 2, noise: 9)
    var search = TemplateSearch()
    search.matches = .best
    let found = try search.matches(
      of: [scene.set, scene.set], in: scene.image, limit: 0.5, by: ExactMatcher(), MethodRun())
    let taken = search.taken(of: found).map { found[$0] }
    #expect(Set(taken.map(\.template)) == [0, 1])
    #expect(taken.count == 2 && taken[0].score == found[0].score && taken[0].box == taken[1].box)
    search.threshold = 0
    #expect(search.taken(of: found).isEmpty)
  }

  @Test func turnedCopiesAreFound() throws {
    let scene = try Pasted(Size(width: 40, height: 30), patch: Size(width: 9, height: 7), at: [places[0]], seed: 3)
    let turned = try #require(scene.set.variant(scale: 1, degrees: 90))
    var search = TemplateSearch()
    search.rotations = [0, 270]
    let found = try search.matches(of: [turned], in: scene.image, limit: 0.01, by: ExactMatcher(), MethodRun())
    #expect(found.map(\.rotation) == [270])
    #expect(found.map(\.box) == [PixelRect(x: 3, y: 4, width: 9, height: 7)])
  }

  @Test func betterMatchesPaintOverWorseOnes() throws {
    let scene = try Pasted(Size(width: 20, height: 12), patch: Size(width: 4, height: 4), at: [], seed: 4)
    let (red, blue) = (RGB(255, 0, 0), RGB(0, 0, 255))
    func match(_ color: RGB, _ x: Int, _ score: Double) -> TemplateMatch {
      let run = [PixelRun(start: 0, length: 4)]
      let set = TemplateSet(name: "t", cutting: run, from: scene.image, color: color)
      return TemplateMatch(template: 0, set: set, scale: 1, rotation: 0, at: PixelPoint(x: x, y: 5), score: score)
    }
    let painting = TemplatePainting(of: [match(red, 2, 0.1), match(blue, 4, 0.2)], size: scene.image.size)
    #expect(painting.colors == [blue, red])
    #expect(Array(painting.plane.elements[5 * 20..<5 * 20 + 10]) == [0, 0, 2, 2, 2, 2, 1, 1, 0, 0])
    #expect(painting.plane.elements.count { $0 != 0 } == 6)
  }

  @Test func whatCannotBeFoundIsSaid() throws {
    let scene = try Pasted(Size(width: 20, height: 12), patch: Size(width: 4, height: 4), at: [], seed: 5)
    func sentence(_ search: TemplateSearch, _ sets: [TemplateSet], _ image: Image) -> String {
      do {
        _ = try search.matches(of: sets, in: image, limit: 0.5, by: ExactMatcher(), MethodRun())
        return ""
      } catch { return "\(error)" }
    }
    #expect(sentence(TemplateSearch(), [], scene.image).hasPrefix("template: there are no templates; "))
    #expect(
      sentence(TemplateSearch(name: "path"), [scene.set], scene.image)
        == "template: no template 'path'; did you mean 'patch'?")
    let small = Image(size: Size(width: 3, height: 9), bytes: [UInt8](repeating: 1, count: 81))
    #expect(sentence(TemplateSearch(), [scene.set], small).hasPrefix("template: patch is 4x4, larger than the image; "))
  }
}

extension TemplateSearch {
  /// All local minima.
  fileprivate static func unsuppressed(_ scene: Pasted) throws -> [TemplateMatch] {
    var search = TemplateSearch()
    search.suppression = 1
    return try scene.find(search)
  }
}
