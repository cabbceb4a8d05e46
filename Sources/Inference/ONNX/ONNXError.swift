/// Why a file could not be read as an ONNX model. The caller knows the file's name and adds it.
///
/// Names are shown as the file spells them, shortened: print the sentence through what makes text fit for a terminal.
public enum ONNXError: Error, Equatable, Sendable, CustomStringConvertible {
  case empty
  case notONNX
  case archive
  /// A part of the file would need that many more bytes than there are.
  case truncated(missing: Int)
  case damaged(offset: Int, what: Damage)
  case tooMany(what: String, limit: Int)
  case tooDeep(limit: Int)
  case noGraph
  case noOpset
  case unsafeExternalFile(String)
  case missingExternalFile(String)

  /// What contradicts itself inside the file.
  public enum Damage: String, Equatable, Sendable {
    case varint = "a number of more than 64 bits"
    case wireType = "a field of an unknown kind"
    case fieldKind = "a field of another kind than ONNX gives it"
    case length = "a part that is longer than what holds it"
    case text = "a name that is no UTF-8"
    case shape = "a negative or overflowing dimension"
  }

  /// One sentence: what is wrong, and what to do next.
  public var description: String {
    switch self {
    case .empty: "the file is empty; copy it again"
    case .notONNX: "not an ONNX model; expected a file that a framework exported as ONNX"
    case .archive: "a zip archive, as PyTorch saves checkpoints, and no ONNX model; export it to ONNX first"
    case .truncated(let missing):
      "the ONNX data is cut short, at least \(missing) bytes are missing; copy the file again"
    case .damaged(let offset, let what): "damaged at byte \(offset): \(what.rawValue); copy the file again"
    case .tooMany(let what, let limit): "more than \(limit) \(what); such a model is not read, export a smaller one"
    case .tooDeep(let limit): "graphs nested more than \(limit) deep; such a model is not read, export a simpler one"
    case .noGraph: "the ONNX data holds no graph, it is cut short or of another kind; export the model again"
    case .noOpset: "the ONNX data names no operator set, it is probably cut short; copy the file again"
    case .unsafeExternalFile(let name):
      "the weights lie in '\(shortened(name))', which is not beside the model; export it with its weights beside"
    case .missingExternalFile(let name):
      "the weights lie in '\(shortened(name))', which is missing or too short; put the whole file beside the model"
    }
  }
}

/// `name` with at most 60 characters.
func shortened(_ name: String) -> String { name.count <= 60 ? name : name.prefix(59) + "…" }
