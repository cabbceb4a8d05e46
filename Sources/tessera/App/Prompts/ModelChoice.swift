import Inference
import Session
import SystemPackage

/// Two files of one export of Segment Anything.
struct ModelChoice: Equatable, Sendable {
  let encoder: FilePath
  let decoder: FilePath

  /// The decoder's file name, fit for a terminal.
  var name: String { ImageFile(path: decoder).name }

  /// The pairs that the models of a folder make, in the order of the decoders' names. Each decoder goes with the encoder
  /// whose name begins most like its own.
  static func pairs(in folder: FilePath) -> [ModelChoice] {
    var (encoders, decoders) = ([(FilePath, EncoderSignature)](), [(FilePath, DecoderSignature)]())
    for file in ModelFile.all(folder) {
      switch try? ModelKind(file.result.get()) {
      case .encoder(let encoder): encoders.append((file.path, encoder))
      case .decoder(let decoder): decoders.append((file.path, decoder))
      case nil: break
      }
    }
    return decoders.compactMap { decoder in
      let partners = encoders.filter { (try? ModelPair($0.1, decoder.1)) != nil }
      let best = partners.enumerated().max { one, other in
        (common(one.element.0, decoder.0), -one.offset) < (common(other.element.0, decoder.0), -other.offset)
      }
      return best.map { ModelChoice(encoder: $0.element.0, decoder: decoder.0) }
    }
  }

  /// How many characters two names have in common at their beginning.
  private static func common(_ one: FilePath, _ other: FilePath) -> Int {
    zip(one.lastComponent?.string ?? "", other.lastComponent?.string ?? "").prefix { $0 == $1 }.count
  }
}

/// Why a model does not answer.
enum PromptModelError: Error, CustomStringConvertible {
  case file(ModelFileError)
  case kind(FilePath, ModelKindError)
  case noEncoder(FilePath)
  case noDecoder(FilePath)
  case inference(FilePath, InferenceError)
  case noEngine

  /// One sentence: what is wrong, and what to do next.
  var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .kind(let path, let error): "\(path.shown): \(printable(error.description))"
    case .noEncoder(let path):
      "\(path.shown): a decoder; give it with --sam-decoder, and its encoder with --sam-encoder"
    case .noDecoder(let path):
      "\(path.shown): an encoder; give it with --sam-encoder, and its decoder with --sam-decoder"
    case .inference(let path, let error): "\(path.shown): \(printable(error.description))"
    case .noEngine: "there is no inference engine; `pip install openvino`, or see `tessera doctor`"
    }
  }
}
