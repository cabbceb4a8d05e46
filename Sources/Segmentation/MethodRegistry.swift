import Raster

/// All methods of this program, by name. The app fills one and passes it down.
public struct MethodRegistry: Sendable {
  /// In the order in which they are listed.
  public let methods: [any SegmentationMethod]

  /// A registry of these methods; their names differ.
  public init(_ methods: [any SegmentationMethod]) { self.methods = methods }

  /// The method of that name or alias.
  public func method(named name: String) throws(SegmentationError) -> any SegmentationMethod {
    let found = methods.first { $0.description.name == name || $0.description.aliases.contains(name) }
    guard let found else {
      throw .unknownMethod(name, nearest: nearestName(to: name, in: methods.map(\.description.name)))
    }
    return found
  }

  /// Checks `spec` and completes it with defaults.
  public func parameters(for spec: MethodSpec) throws(SegmentationError) -> Parameters {
    let method = try method(named: spec.name)
    let name = method.description.name
    let spec = MethodSpec(spec.name, method.settled(spec.settings))
    let known = method.parameters(given: spec.settings)
    for setting in spec.settings where !known.contains(where: { $0.name == setting.name }) {
      throw .unknownParameter(
        method: name, name: setting.name, nearest: nearestName(to: setting.name, in: known.map(\.name)))
    }
    var values: [(name: String, value: ParameterValue)] = []
    for parameter in known { values.append((parameter.name, try value(of: parameter, in: spec, method: name))) }
    return Parameters(method: name, values: values)
  }

  /// `spec` with its method's own name and every parameter written out, as journals pin it.
  public func resolved(_ spec: MethodSpec) throws(SegmentationError) -> MethodSpec {
    let parameters = try parameters(for: spec)
    return MethodSpec(parameters.method, parameters.values.map { .init($0.name, "\($0.value)") })
  }

  /// `resolved`, after its method has read what it needs: on a worker.
  /// - Throws: as `resolved`, and where the method finds what it needs unfit.
  public func pinned(_ spec: MethodSpec) throws(SegmentationError) -> MethodSpec {
    try method(named: spec.name).prepare()
    return try resolved(spec)
  }

  /// Segments `image`; the labels are the method's own, not yet divided into connected regions.
  ///
  /// Progress only rises and ends at 1.
  /// - Throws: what is wrong with `spec`; `.memory` before anything is allocated if the method needs more than
  ///   `run.memory`; `.cancelled` also where the run was cancelled after the method's last question.
  public func segment(_ image: Image, _ spec: MethodSpec, _ run: MethodRun = MethodRun()) throws(SegmentationError)
    -> LabelMap
  {
    let (method, parameters) = (try method(named: spec.name), try parameters(for: spec))
    guard image.size.area > 0 else { return LabelMap(size: image.size, filledWith: 0) }
    try checkMemory(for: image.size.area, method, parameters, run)
    try run.checkCancelled()
    let rising = run.rising
    let labels = try method.segment(image, parameters, rising)
    try run.checkCancelled()
    rising.progress(1)
    return labels
  }

  private func checkMemory(
    for pixels: Int, _ method: any SegmentationMethod, _ parameters: Parameters, _ run: MethodRun
  ) throws(SegmentationError) {
    guard let free = run.memory() else { return }
    let needed = method.bytesPerPixel(parameters, threads: run.threads) * pixels
    guard needed > free else { return }
    throw .memory(
      method: parameters.method, needed: needed, free: free, pixels: pixels,
      instead: methods(within: free / pixels, threads: run.threads).filter { $0 != parameters.method }.prefix(2).map {
        $0
      })
  }

  /// Those that need at most as much memory with their defaults, the least first.
  private func methods(within bytesPerPixel: Int, threads: Int) -> [String] {
    let needs = methods.compactMap { method -> (name: String, bytes: Int)? in
      let name = method.description.name
      guard let parameters = try? parameters(for: MethodSpec(name)) else { return nil }
      return (name, method.bytesPerPixel(parameters, threads: threads))
    }
    return needs.filter { $0.bytes <= bytesPerPixel }.sorted { $0.bytes < $1.bytes }.map(\.name)
  }

  private func value(of parameter: Parameter, in spec: MethodSpec, method: String) throws(SegmentationError)
    -> ParameterValue
  {
    guard let setting = spec.settings.last(where: { $0.name == parameter.name }) else { return parameter.standard }
    guard let value = parameter.value(from: setting.value) else {
      throw .value(method: method, parameter: parameter.name, value: setting.value, allowed: parameter.allowed)
    }
    return value
  }
}
