import Editor
import Inference
import Session
import SystemPackage

/// A model that can be chosen, or a file of which one may wonder why it cannot.
struct ModelOffer: Sendable {
  /// Nil for what makes no pair.
  let choice: ModelChoice?
  let decoder: ModelFile
  let encoder: ModelFile?
  /// Why it cannot be used, in one sentence.
  let problem: String?

  /// What a person calls it, but for others of the same name.
  var name: String { ImageFile(path: decoder.path).name }

  func isSame(as other: ModelOffer) -> Bool { choice == other.choice && decoder.path == other.decoder.path }

  /// The pairs of a folder's files, decoders without an encoder, and files that cannot be read.
  static func all(_ files: [ModelFile]) -> [ModelOffer] { pairs(files, files) + files.compactMap(broken) }

  /// The decoders, each with its encoder; both files may be broken where they are named.
  static func pairs(_ encoders: [ModelFile], _ decoders: [ModelFile]) -> [ModelOffer] {
    if encoders.count == 1, decoders.count == 1, encoders[0].path != decoders[0].path {
      return [pair(encoders[0], decoders[0])]
    }
    return ModelChoice.matched(encoders, decoders).map { decoder, encoder in
      guard let encoder else { return ModelOffer(choice: nil, decoder: decoder, encoder: nil, problem: alone(decoder)) }
      return pair(encoder, decoder)
    }
  }

  private static func pair(_ encoder: ModelFile, _ decoder: ModelFile) -> ModelOffer {
    let choice = ModelChoice(encoder: encoder.path, decoder: decoder.path)
    var problem: String?
    do throws(ModelFileError) { _ = try choice.pair(encoder, decoder) } catch { problem = error.description }
    return ModelOffer(choice: choice, decoder: decoder, encoder: encoder, problem: problem)
  }

  private static func alone(_ decoder: ModelFile) -> String {
    "\(decoder.path.shown): no encoder that belongs to it lies beside it; put the one there that was exported with it"
  }

  private static func broken(_ file: ModelFile) -> ModelOffer? {
    guard case .failure(let error) = file.result else { return nil }
    if case .noModels = error { return nil }
    return ModelOffer(choice: nil, decoder: file, encoder: nil, problem: error.description)
  }

  /// Such as `EdgeSAM`; nil for what is no decoder.
  private var family: String? {
    guard case .decoder(let signature)? = decoder.kind else { return nil }
    return signature.family.title
  }

  /// The row of the model dialog.
  /// - Parameter engineProblem: why nothing can run; nil where there is an engine.
  func entry(name: String, engineProblem: String?) -> ModelEntry {
    var details: [String] = []
    if let what = decoder.kind?.summary { details.append("\(printable(what)), \(Self.size(decoder.byteCount))") }
    if let encoder {
      let what = (encoder.kind?.summary).map { ": \(printable($0))" } ?? ""
      details.append("\(ImageFile(path: encoder.path).name)\(what), \(Self.size(encoder.byteCount))")
    }
    details.append("in \(decoder.path.removingLastComponent().shown)")
    let bytes = decoder.byteCount + (encoder?.byteCount ?? 0)
    return ModelEntry(
      name: name, kind: family ?? "", size: Self.size(bytes), details: details, problem: problem ?? engineProblem)
  }

  /// Such as `39 MB`.
  static func size(_ bytes: Int) -> String {
    switch bytes {
    case ..<1000: "\(bytes) B"
    case ..<1_000_000: "\((bytes + 500) / 1000) kB"
    case ..<1_000_000_000: "\((bytes + 500_000) / 1_000_000) MB"
    default: "\((bytes + 50_000_000) / 100_000_000 / 10).\((bytes + 50_000_000) / 100_000_000 % 10) GB"
    }
  }
}
