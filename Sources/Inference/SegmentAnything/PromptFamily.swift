/// Which of the Segment Anything models a file was exported from: they differ in names, shapes and rules.
public enum PromptFamily: String, Hashable, Sendable, CaseIterable {
  /// SAM 1, MobileSAM, EfficientViT-SAM, SAM-Med2D.
  case sam1
  case samHQ
  case edgeSAM
  case efficientSAM
  /// SAM 2 and 2.1.
  case sam2

  /// As people write it.
  public var title: String {
    switch self {
    case .sam1: "SAM"
    case .samHQ: "SAM-HQ"
    case .edgeSAM: "EdgeSAM"
    case .efficientSAM: "EfficientSAM"
    case .sam2: "SAM 2"
    }
  }
}

/// What a model file is for.
public enum ModelKind: Equatable, Sendable {
  /// Turns an image into what the decoder reads; runs once per image.
  case encoder(EncoderSignature)
  /// Turns prompts into masks; runs once per click.
  case decoder(DecoderSignature)

  /// Tells the kind from the names, types and shapes of inputs and outputs.
  /// - Throws: a sentence that says what is missing.
  public init(_ model: ONNXModel) throws(ModelKindError) {
    if let decoder = try DecoderSignature(model) {
      self = .decoder(decoder)
    } else if let encoder = try EncoderSignature(model) {
      self = .encoder(encoder)
    } else {
      throw .unknown(inputs: model.inputs, outputs: model.outputs)
    }
  }

  /// Such as `SAM decoder, 4 masks per prompt`.
  public var summary: String {
    switch self {
    case .encoder(let encoder): encoder.summary
    case .decoder(let decoder): decoder.summary
    }
  }
}

/// Why a sound ONNX model answers no prompts here. The caller knows its file and adds it.
public enum ModelKindError: Error, Equatable, Sendable, CustomStringConvertible {
  case unknown(inputs: [TensorSpec], outputs: [TensorSpec])
  case incomplete(PromptFamily, missing: [String])
  case wrongTensor(PromptFamily, TensorSpec, expected: String)
  case oneFile(PromptFamily)
  case textPrompts
  case notAPair(encoder: PromptFamily, decoder: PromptFamily)
  case otherEmbedding(encoder: TensorSpec, decoder: TensorSpec)

  /// One sentence: what is wrong, and what to do next.
  public var description: String {
    switch self {
    case .unknown(let inputs, let outputs):
      "neither an encoder nor a decoder of Segment Anything (it takes \(shown(inputs)) and gives \(shown(outputs))); "
        + "choose the exported encoder or decoder"
    case .incomplete(let family, let missing):
      "a \(family.title) decoder without \(missing.joined(separator: ", ")); export it again with all its parts"
    case .wrongTensor(let family, let spec, let expected):
      "a \(family.title) model whose \(spec) should be \(expected); export it again"
    case .oneFile(let family): "\(family.title) in one file; export encoder and decoder as two files"
    case .textPrompts: "a model of SAM 3, which is asked in words; choose SAM 1 or SAM 2"
    case .notAPair(let encoder, let decoder):
      "the encoder is of \(encoder.title) and the decoder of \(decoder.title); choose two files of one export"
    case .otherEmbedding(let encoder, let decoder):
      "the encoder gives \(encoder) and the decoder takes \(decoder); choose two files of one export"
    }
  }

  private func shown(_ specs: [TensorSpec]) -> String {
    let names = specs.prefix(4).map(\.description) + (specs.count > 4 ? ["\(specs.count - 4) more"] : [])
    return names.isEmpty ? "nothing" : names.joined(separator: ", ")
  }
}
