import Inference
import Session
import SystemPackage

/// Two files of one export of Segment Anything.
struct ModelChoice: Hashable, Sendable {
  let encoder: FilePath
  let decoder: FilePath

  /// The decoder's file name, fit for a terminal.
  var name: String { ImageFile(path: decoder).name }

  /// The pairs that the models of a folder make, in the order of the decoders' names. Each decoder goes with the encoder
  /// whose name begins most like its own. Files that are neither do not matter.
  /// - Parameters: `encoder` and `decoder` take the place of the folder's.
  static func pairs(in folder: FilePath, encoder: FilePath? = nil, decoder: FilePath? = nil) -> [ModelChoice] {
    matched(in: folder, encoder: encoder, decoder: decoder).compactMap { decoder, encoder in
      encoder.map { ModelChoice(encoder: $0.path, decoder: decoder.path) }
    }
  }

  /// The decoders of a folder, each with its encoder where there is one.
  /// - Parameters: as for `pairs`.
  static func matched(
    in folder: FilePath, encoder: FilePath? = nil, decoder: FilePath? = nil
  ) -> [(decoder: ModelFile, encoder: ModelFile?)] {
    let inFolder = encoder == nil || decoder == nil ? ModelFile.all(folder) : []
    return matched(encoder.map { [ModelFile($0)] } ?? inFolder, decoder.map { [ModelFile($0)] } ?? inFolder)
  }

  /// The decoders among files, each with its encoder where there is one.
  static func matched(_ encoders: [ModelFile], _ decoders: [ModelFile]) -> [(decoder: ModelFile, encoder: ModelFile?)] {
    let encoders = encoders.compactMap { file -> Encoder? in
      guard case .encoder(let signature)? = file.kind else { return nil }
      return (file, signature)
    }
    return decoders.compactMap { file in
      guard case .decoder(let signature)? = file.kind else { return nil }
      let partners = encoders.filter { (try? ModelPair($0.signature, signature)) != nil }
      return (file, partner(of: file.path, among: partners.map(\.file)))
    }
  }

  private typealias Encoder = (file: ModelFile, signature: EncoderSignature)

  private static func partner(of decoder: FilePath, among encoders: [ModelFile]) -> ModelFile? {
    encoders.enumerated().max { one, other in
      (common(one.element.path, decoder), -one.offset) < (common(other.element.path, decoder), -other.offset)
    }?.element
  }

  /// How many characters two names have in common at their beginning.
  private static func common(_ one: FilePath, _ other: FilePath) -> Int {
    zip(one.lastComponent?.string ?? "", other.lastComponent?.string ?? "").prefix { $0 == $1 }.count
  }

  /// What the two files are.
  typealias Checked = (pair: ModelPair, encoder: PromptModels.File, decoder: PromptModels.File)

  /// Both files, read and checked.
  /// - Throws: one sentence for files that are none, or no pair.
  func checked() throws(ModelFileError) -> Checked {
    let (first, second) = (try ModelFile.prompting(encoder), try ModelFile.prompting(decoder))
    return (try pair(first.kind, second.kind), first.file, second.file)
  }

  /// What the two files are, as far as they say it; they are not read whole.
  /// - Throws: as `checked`.
  func pair(_ encoder: ModelFile, _ decoder: ModelFile) throws(ModelFileError) -> ModelPair {
    try pair(try Self.kind(encoder), try Self.kind(decoder))
  }

  private static func kind(_ file: ModelFile) throws(ModelFileError) -> ModelKind {
    let model = try file.result.get()
    do { return try ModelKind(model) } catch { throw .kind(file.path, error) }
  }

  private func pair(_ first: ModelKind, _ second: ModelKind) throws(ModelFileError) -> ModelPair {
    guard case .encoder(let encoderSignature) = first else {
      throw .otherKind(encoder, found: first.summary, wanted: "encoder")
    }
    guard case .decoder(let decoderSignature) = second else {
      throw .otherKind(decoder, found: second.summary, wanted: "decoder")
    }
    do { return try ModelPair(encoderSignature, decoderSignature) } catch {
      throw .notAPair(encoder: encoder, decoder: decoder, error)
    }
  }
}
