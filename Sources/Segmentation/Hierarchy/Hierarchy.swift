import Glibc
import Raster

/// Segments of another method, merged along their hierarchy to a level or a number. Takes the base's parameters, too.
///
/// - Input: any image that the base accepts.
/// - Output: 4-connected segments 1…n; edge pixels of the base stay 0.
/// - Throws: what the base throws; `.cancelled`.
/// - Complexity: that of the base and of `SegmentHierarchy`.
/// - Source: see `SegmentHierarchy`.
public struct Hierarchy: SegmentationMethod {
  static let name = "hierarchy"
  static let levels = 0...40
  static let baseSegments = 1...100_000
  /// What a method calls the number of its segments, where it can be told.
  static let countParameter = "segments"
  static let levelParameter = "level"

  private let bases: MethodRegistry
  private let standardBase: String

  /// What people read about the method.
  public let description: MethodDescription

  /// The method over `bases`; the first is the default, or `slic` where it is among them.
  public init(over bases: MethodRegistry) {
    self.bases = bases
    let names = bases.methods.map(\.description.name)
    standardBase = names.contains("slic") ? "slic" : names.first ?? ""
    description = MethodDescription(
      name: Self.name,
      summary: "segments of another method, merged step by step, the most alike first",
      parameters: [
        Parameter("base", .choice(names), default: .choice(standardBase), help: "the method whose segments are merged"),
        Parameter(
          "base_segments", .integer(Self.baseSegments), default: .integer(2400),
          help: "number of segments to begin with, where the base can be told"),
        Parameter(
          Self.levelParameter, .integer(Self.levels), default: .integer(4),
          help: "how often to merge: each level has 1/√2 of the segments of the one below"),
        Parameter(
          Self.countParameter, .integer(0...1_000_000), default: .integer(0),
          help: "number of segments, instead of level; 0 takes level"),
      ])
  }

  /// Its own parameters and, but for the number of segments, those of the base.
  public func parameters(given settings: [MethodSpec.Setting]) -> [Parameter] {
    let base = settings.last { $0.name == "base" }?.value ?? standardBase
    let described = (try? bases.method(named: base))?.description.parameters ?? []
    return description.parameters + described.filter { $0.name != Self.countParameter }
  }

  /// That of the base, and the base's map beside its regions.
  public func bytesPerPixel(_ parameters: Parameters, threads: Int) -> Int {
    guard let base = try? bases.method(named: parameters.choice("base")),
      let values = try? bases.parameters(for: baseSpec(base.description, parameters))
    else { return 24 }
    return max(24, base.bytesPerPixel(values, threads: threads))
  }

  /// Labels every pixel with its segment, from 1.
  public func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap
  {
    let hierarchy = try hierarchy(of: image, parameters, run)
    return hierarchy.labels(segments: segments(of: hierarchy, parameters))
  }

  /// The number of segments that `parameters` ask of `hierarchy`.
  func segments(of hierarchy: SegmentHierarchy, _ parameters: Parameters) -> Int {
    let count = parameters.integer("segments")
    return count > 0 ? count : hierarchy.segments(atLevel: parameters.integer("level"))
  }

  /// The whole hierarchy, for those who want to change the level without segmenting again.
  public func hierarchy(of image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError)
    -> SegmentHierarchy
  {
    let base = baseSpec(try bases.method(named: parameters.choice("base")).description, parameters)
    let labels = try bases.segment(image, base, run.part(0...0.9))
    let hierarchy = try SegmentHierarchy(of: labels, image: image, run)
    run.progress(1)
    return hierarchy
  }

  private func baseSpec(_ base: MethodDescription, _ parameters: Parameters) -> MethodSpec {
    MethodSpec(
      base.name,
      base.parameters.map { parameter in
        let name = parameter.name == Self.countParameter ? "base_segments" : parameter.name
        return .init(parameter.name, parameters.text(name))
      })
  }

  /// The level at which about `count` of `finest` segments are left.
  static func level(of count: Int, outOf finest: Int) -> Int {
    let halvings = log2(Double(max(1, finest)) / Double(max(1, count)))
    return min(max(Int((2 * halvings).rounded()), levels.lowerBound), levels.upperBound)
  }
}

extension MethodRegistry {
  /// These methods, and `hierarchy` over all of them.
  public func withHierarchy() -> MethodRegistry { MethodRegistry(methods + [Hierarchy(over: self)]) }
}
