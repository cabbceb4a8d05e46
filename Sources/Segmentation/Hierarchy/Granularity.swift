import Raster

extension MethodRegistry {
  /// The spec whose segments are `steps` levels coarser than those of `spec`, or finer where `steps` is negative: a
  /// cut of the hierarchy over the same base.
  ///
  /// A method that can be told its number of segments becomes the base at four times as many, so that there are finer
  /// levels as well; any other method's own segments are the finest level.
  /// - Returns: resolved. Where the level may lie above the highest, ask `steps` first.
  /// - Throws: `.finest` where there is no such level.
  public func spec(_ spec: MethodSpec, coarserBy steps: Int) throws(SegmentationError) -> MethodSpec {
    let parameters = try parameters(for: spec)
    var (cut, level) = parameters.method == Hierarchy.name ? levelled(parameters) : wrapped(parameters)
    level = min(level + min(steps, Hierarchy.levels.upperBound), Hierarchy.levels.upperBound)
    guard level >= 0 else { throw .finest(method: parameters.method) }
    cut.settings.append(.init(Hierarchy.levelParameter, "\(level)"))
    return try resolved(cut)
  }

  /// The steps that lead `steps` levels further than `spec` but no further than the highest level of `hierarchy`.
  /// - Parameter hierarchy: that of the image, for the `uncut` spec of its cuts.
  public func steps(_ steps: Int, from spec: MethodSpec, in hierarchy: SegmentHierarchy) throws(SegmentationError)
    -> Int
  {
    let level = levelled(try parameters(for: try self.spec(spec, coarserBy: 0))).level
    return min(min(level, hierarchy.highestLevel) + steps, hierarchy.highestLevel) - level
  }

  /// A spec of the method `hierarchy` without what chooses the cut: equal for all cuts of one hierarchy.
  public func uncut(_ spec: MethodSpec) throws(SegmentationError) -> MethodSpec {
    levelled(try parameters(for: spec)).spec
  }

  /// The hierarchy that all cuts of one `uncut` spec share.
  public func hierarchy(of image: Image, _ spec: MethodSpec, _ run: MethodRun) throws(SegmentationError)
    -> SegmentHierarchy
  {
    try hierarchyMethod(spec).hierarchy(of: image, try parameters(for: spec), run)
  }

  /// The cut of `hierarchy` that `spec` asks for; costs what `SegmentHierarchy.runs` does.
  public func runs(of hierarchy: SegmentHierarchy, _ spec: MethodSpec) throws(SegmentationError)
    -> RunLengthPlane<Int32>
  {
    hierarchy.runs(segments: try hierarchyMethod(spec).segments(of: hierarchy, try parameters(for: spec)))
  }

  private func hierarchyMethod(_ spec: MethodSpec) throws(SegmentationError) -> Hierarchy {
    guard let method = try method(named: spec.name) as? Hierarchy else {
      throw .unknownMethod(spec.name, nearest: Hierarchy.name)
    }
    return method
  }

  private func levelled(_ parameters: Parameters) -> (spec: MethodSpec, level: Int) {
    let kept = parameters.values.filter { ![Hierarchy.levelParameter, Hierarchy.countParameter].contains($0.name) }
    let spec = MethodSpec(parameters.method, kept.map { .init($0.name, "\($0.value)") })
    let count = parameters.integer(Hierarchy.countParameter)
    guard count > 0 else { return (spec, parameters.integer(Hierarchy.levelParameter)) }
    return (spec, Hierarchy.level(of: count, outOf: parameters.integer("base_segments")))
  }

  private func wrapped(_ parameters: Parameters) -> (spec: MethodSpec, level: Int) {
    var settings = [MethodSpec.Setting("base", parameters.method)]
    settings += parameters.values.filter { $0.name != Hierarchy.countParameter }.map { .init($0.name, "\($0.value)") }
    guard let count = parameters.segments else { return (MethodSpec(Hierarchy.name, settings), 0) }
    let finest = min(4 * count, Hierarchy.baseSegments.upperBound)
    settings.append(.init("base_segments", "\(finest)"))
    return (MethodSpec(Hierarchy.name, settings), Hierarchy.level(of: count, outOf: finest))
  }
}

extension Parameters {
  /// The number of segments that is asked for; nil where the method cannot be told or their size is given instead.
  fileprivate var segments: Int? {
    guard values.contains(where: { $0.name == Hierarchy.countParameter }) else { return nil }
    let isSized = values.contains { $0.name == "region_size" } && integer("region_size") > 0
    return isSized ? nil : integer(Hierarchy.countParameter)
  }
}
