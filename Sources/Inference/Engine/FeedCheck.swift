import Raster

/// Checks feeds and wishes against what a model says about itself, before an engine sees them.
struct FeedCheck {
  let inputs: [TensorSpec]
  let outputs: [TensorSpec]

  /// The feeds in the order of the inputs.
  func ordered(_ feeds: [String: Tensor]) throws(InferenceError) -> [(spec: TensorSpec, tensor: Tensor)] {
    if let stranger = feeds.keys.sorted().first(where: { name in !inputs.contains { $0.name == name } }) {
      throw .noSuchInput(stranger, nearest: nearestName(to: stranger, in: inputs.map(\.name)))
    }
    var ordered: [(spec: TensorSpec, tensor: Tensor)] = []
    for spec in inputs {
      guard let tensor = feeds[spec.name] else { throw .notFed(spec.name) }
      guard spec.accepts(tensor) else { throw .wrongInput(spec, found: tensor.shownShape) }
      ordered.append((spec, tensor))
    }
    return ordered
  }

  func output(named name: String) throws(InferenceError) -> TensorSpec {
    if let spec = outputs.first(where: { $0.name == name }) { return spec }
    throw noOutput(named: name)
  }

  func noOutput(named name: String) -> InferenceError {
    .noSuchOutput(name, nearest: nearestName(to: name, in: outputs.map(\.name)))
  }
}

extension TensorSpec {
  /// Types are equal, and all extents that are known.
  func accepts(_ tensor: Tensor) -> Bool {
    if let elementType, elementType != tensor.elementType { return false }
    guard let shape else { return true }
    return shape.count == tensor.shape.count && zip(shape, tensor.shape).allSatisfy { ($0.value ?? $1) == $1 }
  }
}

extension Tensor {
  /// `f32 [1,2]`.
  var shownShape: String { "\(elementType.shortName) [\(shape.map(String.init).joined(separator: ","))]" }
}
