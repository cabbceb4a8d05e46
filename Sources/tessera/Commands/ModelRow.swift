import Inference
import Session

/// One file of `tessera models`. In JSON, what there is not is null.
struct ModelRow: Encodable {
  private enum Key: String, CodingKey {
    case path, kind, family, summary, inputs, outputs, opset, producer, nodes, parameters, error
    case irVersion = "ir_version"
    case externalFiles = "external_files"
  }

  private let file: ModelFile
  private let model: ONNXModel?
  private let kind: Result<ModelKind, ModelKindError>?

  init(_ file: ModelFile) {
    self.file = file
    let model = try? file.result.get()
    self.model = model
    kind = model.map { model in Result { () throws(ModelKindError) in try ModelKind(model) } }
  }

  /// One sentence about a file that is no model.
  var failure: String? { if case .failure(let error) = file.result { error.description } else { nil } }

  /// Fit for a terminal; nil for a file that is no model.
  var text: String? {
    guard let model else { return nil }
    let about =
      "opset \(model.opset), \(model.nodes.count) nodes, \(model.parameterCount) weights"
      + (model.producer.isEmpty ? "" : ", written by \(model.producer)")
    let files = model.externalFiles.map(\.name)
    let lines = [
      "\(file.path.shown): \(printable(summary ?? ""))", "  takes  \(list(model.inputs))",
      "  gives  \(list(model.outputs))", "  has    \(printable(about))",
    ]
    return (lines + files.map { "  reads  \(printable($0))" }).joined(separator: "\n")
  }

  private func list(_ specs: [TensorSpec]) -> String {
    printable(specs.map(\.description).joined(separator: ", "))
  }

  private var summary: String? {
    switch kind {
    case .success(let kind): kind.summary
    case .failure(.unknown): "neither an encoder nor a decoder of Segment Anything"
    case .failure(let error): error.description
    case nil: nil
    }
  }

  private var role: (name: String, family: PromptFamily)? {
    switch kind {
    case .success(.encoder(let encoder)): ("encoder", encoder.family)
    case .success(.decoder(let decoder)): ("decoder", decoder.family)
    default: nil
    }
  }

  func encode(to encoder: any Encoder) throws {
    var row = encoder.container(keyedBy: Key.self)
    try row.encode(file.path.string, forKey: .path)
    try row.encode(role?.name, forKey: .kind)
    try row.encode(role?.family.rawValue, forKey: .family)
    try row.encode(summary, forKey: .summary)
    try row.encode(model?.inputs.map(TensorRow.init), forKey: .inputs)
    try row.encode(model?.outputs.map(TensorRow.init), forKey: .outputs)
    try row.encode(model?.opset, forKey: .opset)
    try row.encode(model?.irVersion, forKey: .irVersion)
    try row.encode(model?.producer, forKey: .producer)
    try row.encode(model?.nodes.count, forKey: .nodes)
    try row.encode(model?.parameterCount, forKey: .parameters)
    try row.encode(model?.externalFiles.map(\.name), forKey: .externalFiles)
    try row.encode(failure, forKey: .error)
  }
}

/// A tensor as JSON: extents that are not known are null, symbolic ones their names.
private struct TensorRow: Encodable {
  private enum Key: String, CodingKey { case name, type, shape }

  private let spec: TensorSpec

  init(_ spec: TensorSpec) { self.spec = spec }

  func encode(to encoder: any Encoder) throws {
    var row = encoder.container(keyedBy: Key.self)
    try row.encode(spec.name, forKey: .name)
    try row.encode(spec.elementType?.shortName, forKey: .type)
    guard let shape = spec.shape else { return try row.encodeNil(forKey: .shape) }
    var extents = row.nestedUnkeyedContainer(forKey: .shape)
    for dimension in shape {
      switch dimension {
      case .fixed(let extent): try extents.encode(extent)
      case .symbolic(let name): try extents.encode(name)
      case .unknown: try extents.encodeNil()
      }
    }
  }
}
