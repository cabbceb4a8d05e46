import Segmentation

/// A method with the values that are being tried.
struct MethodDraft: Equatable, Sendable {
  let method: MethodDescription
  /// One per parameter, always allowed.
  private(set) var values: [ParameterValue]
  /// The place of the parameter that keys change; 0 where there is none.
  private(set) var chosen = 0

  /// - Parameter spec: its settings are taken over where they are the method's and allowed; else the defaults.
  init(_ method: MethodDescription, _ spec: MethodSpec? = nil) {
    self.method = method
    values = method.parameters.map { parameter in
      spec?.settings.last { $0.name == parameter.name }.flatMap { parameter.value(from: $0.value) }
        ?? parameter.standard
    }
  }

  /// The parameter that keys change.
  var parameter: Parameter? { method.parameters.indices.contains(chosen) ? method.parameters[chosen] : nil }

  func isDefault(_ place: Int) -> Bool { values[place] == method.parameters[place].standard }

  /// The method as it is written: only what differs from the defaults.
  var spec: MethodSpec { spec(of: values) }

  /// The same for an image that is `factor` times smaller along each side.
  func spec(shrunkBy factor: Int) -> MethodSpec {
    spec(of: zip(method.parameters, values).map { $0.value($1, shrunkBy: factor) })
  }

  /// What the parameters amount to that such an image could not take smaller: `kernel_size 4`.
  func equivalents(shrunkBy factor: Int) -> [String] {
    zip(method.parameters, values).compactMap { parameter, value in
      parameter.equivalent(of: value, shrunkBy: factor).map { "\(parameter.name) \($0)" }
    }
  }

  mutating func choose(_ place: Int) { chosen = min(max(place, 0), max(0, method.parameters.count - 1)) }

  mutating func step(_ steps: Int) {
    guard let parameter else { return }
    values[chosen] = parameter.value(values[chosen], steps: steps)
  }

  mutating func setDefault(all: Bool) {
    for place in values.indices where all || place == chosen { values[place] = method.parameters[place].standard }
  }

  /// Takes a value as it was written.
  mutating func set(_ text: String) throws(SegmentationError) {
    guard let parameter else { return }
    guard let value = parameter.value(from: text) else {
      throw .value(method: method.name, parameter: parameter.name, value: text, allowed: parameter.allowed)
    }
    values[chosen] = value
  }

  private func spec(of values: [ParameterValue]) -> MethodSpec {
    let settings = zip(method.parameters, values).filter { $0.standard != $1 }
    return MethodSpec(method.name, settings.map { .init($0.name, "\($1)") })
  }
}
