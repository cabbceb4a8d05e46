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
  /// whose name begins most like its own. Files that are neither do not matter.
  /// - Parameters: `encoder` and `decoder` take the place of the folder's.
  static func pairs(in folder: FilePath, encoder: FilePath? = nil, decoder: FilePath? = nil) -> [ModelChoice] {
    let inFolder = ModelFile.all(folder)
    let encoders = (encoder.map { [ModelFile($0)] } ?? inFolder).compactMap { file -> Encoder? in
      guard case .encoder(let signature)? = try? ModelKind(file.result.get()) else { return nil }
      return (file.path, signature)
    }
    return (decoder.map { [ModelFile($0)] } ?? inFolder).compactMap { file in
      guard case .decoder(let signature)? = try? ModelKind(file.result.get()) else { return nil }
      let partners = encoders.filter { (try? ModelPair($0.signature, signature)) != nil }
      return partner(of: file.path, among: partners).map { ModelChoice(encoder: $0, decoder: file.path) }
    }
  }

  private typealias Encoder = (path: FilePath, signature: EncoderSignature)

  private static func partner(of decoder: FilePath, among encoders: [Encoder]) -> FilePath? {
    encoders.enumerated().max { one, other in
      (common(one.element.path, decoder), -one.offset) < (common(other.element.path, decoder), -other.offset)
    }?.element.path
  }

  /// How many characters two names have in common at their beginning.
  private static func common(_ one: FilePath, _ other: FilePath) -> Int {
    zip(one.lastComponent?.string ?? "", other.lastComponent?.string ?? "").prefix { $0 == $1 }.count
  }

  /// Both files, with the installed engine.
  ///
  /// They are read and checked, but not yet compiled: that is left to whoever runs them, on its own thread.
  /// Cost: reading the files, and up to 100 ms for the first look for an engine.
  /// - Throws: as `checked`, and then where there is no engine.
  func open() throws(ModelFileError) -> PromptModels {
    let (pair, encoder, decoder) = try checked()
    guard let engine = InstalledEngine.report.engine else { throw .noEngine }
    return PromptModels(pair, encoder: encoder, decoder: decoder, engine: engine)
  }

  /// What the two files are.
  typealias Checked = (pair: ModelPair, encoder: PromptModels.File, decoder: PromptModels.File)

  /// Both files, read and checked.
  /// - Throws: one sentence for files that are none, or no pair.
  func checked() throws(ModelFileError) -> Checked {
    let (first, second) = (try ModelFile.prompting(encoder), try ModelFile.prompting(decoder))
    guard case .encoder(let encoderSignature) = first.kind else {
      throw .otherKind(encoder, found: first.kind.summary, wanted: "encoder")
    }
    guard case .decoder(let decoderSignature) = second.kind else {
      throw .otherKind(decoder, found: second.kind.summary, wanted: "decoder")
    }
    do { return (try ModelPair(encoderSignature, decoderSignature), first.file, second.file) } catch {
      throw .notAPair(encoder: encoder, decoder: decoder, error)
    }
  }
}
