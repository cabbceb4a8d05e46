import Raster

/// Segments of another method, merged along their hierarchy to a level or a number.
///
/// - Input: any image that the base accepts.
/// - Output: 4-connected segments 1…n; edge pixels of the base stay 0.
/// - Throws: what the base throws; `.cancelled`.
/// - Complexity: that of the base and of `SegmentHierarchy`.
/// - Source: see `SegmentHierarchy`.
public struct Hierarchy: SegmentationMethod {
  private let bases: MethodRegistry

  /// What people read about the method.
  public let description: MethodDescription

  /// The method over `bases`; the first is the default, or `slic` where it is among them.
  public init(over bases: MethodRegistry) {
    self.bases = bases
    let names = bases.methods.map(\.description.name)
    let standard = names.contains("slic") ? "slic" : names.first ?? ""
    description = MethodDescription(
      name: "hierarchy",
      summary: "segments of another method, merged step by step, the most alike first",
      parameters: [
        Parameter("base", .choice(names), default: .choice(standard), help: "the method whose segments are merged"),
        Parameter(
          "base_segments", .integer(1...100_000), default: .integer(2400),
          help: "number of segments to begin with, where the base can be told"),
        Parameter(
          "level", .integer(0...40), default: .integer(4),
          help: "how often to merge: each level has 1/√2 of the segments of the one below"),
        Parameter(
          "segments", .integer(0...1_000_000), default: .integer(0),
          help: "number of segments, instead of level; 0 takes level"),
      ])
  }

  /// That of the base, and the base's map beside its regions.
  public func bytesPerPixel(_ parameters: Parameters, threads: Int) -> Int {
    guard let base = try? bases.method(named: parameters.choice("base")),
      let defaults = try? bases.parameters(for: MethodSpec(base.description.name))
    else { return 24 }
    return max(24, base.bytesPerPixel(defaults, threads: threads))
  }

  /// Labels every pixel with its segment, from 1.
  public func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap
  {
    let hierarchy = try hierarchy(of: image, parameters, run)
    let count = parameters.integer("segments")
    return count > 0 ? hierarchy.labels(segments: count) : hierarchy.labels(atLevel: parameters.integer("level"))
  }

  /// The whole hierarchy, for those who want to change the level without segmenting again.
  public func hierarchy(of image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError)
    -> SegmentHierarchy
  {
    let base = try bases.method(named: parameters.choice("base")).description
    let isCountable = base.parameters.contains { $0.name == "segments" }
    let settings = isCountable ? [MethodSpec.Setting("segments", "\(parameters.integer("base_segments"))")] : []
    let labels = try bases.segment(image, MethodSpec(base.name, settings), run.part(0...0.9))
    let hierarchy = try SegmentHierarchy(of: labels, image: image, run)
    run.progress(1)
    return hierarchy
  }
}

extension MethodRegistry {
  /// These methods, and `hierarchy` over all of them.
  public func withHierarchy() -> MethodRegistry { MethodRegistry(methods + [Hierarchy(over: self)]) }
}
