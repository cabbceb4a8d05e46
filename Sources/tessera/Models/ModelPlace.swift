import Session
import SystemPackage

/// Where models are: two named files, a folder, or a folder and one of the files.
struct ModelPlace: Equatable, Sendable {
  var encoder: FilePath?
  var decoder: FilePath?
  var folder: FilePath?
  /// The person's own folder: nobody named it, so nothing need be there.
  var isOwn = false

  /// Nobody named anything, and there is no own folder.
  var isEmpty: Bool {
    if isOwn { return folder.map { !SystemFiles().isFolder($0) } ?? true }
    return encoder == nil && decoder == nil && folder == nil
  }

  /// The pair to begin with: the two that are named, else the first of the folder. Named files are not looked at.
  /// - Throws: for a folder without a pair, unless it is the person's own.
  func first() throws(ModelFileError) -> ModelChoice? {
    if let pair { return pair }
    guard let folder else { return nil }
    if let first = ModelChoice.pairs(in: folder, encoder: encoder, decoder: decoder).first { return first }
    if isOwn { return nil }
    throw .noPair(folder)
  }

  /// Says at once what can be said without a look into a file: what is not there.
  func check() throws(ModelFileError) {
    guard !isOwn else { return }
    for file in [encoder, decoder].compactMap({ $0 }) where !SystemFiles().exists(file) { throw .file(.notFound(file)) }
    if pair == nil, let folder { _ = try ModelFile.paths(in: folder) }
  }

  private var pair: ModelChoice? {
    guard let encoder, let decoder else { return nil }
    return ModelChoice(encoder: encoder, decoder: decoder)
  }

  /// All that the place offers: first what is named, then what lies in the folder.
  var offers: [ModelOffer] {
    let files = folder.map { SystemFiles().isFolder($0) ? ModelFile.all($0) : [] } ?? []
    let named = [encoder, decoder].compactMap { $0 }.map { ModelFile($0) }
    let inFolder = ModelOffer.all(files)
    guard !named.isEmpty else { return inFolder }
    let encoders = encoder == nil ? files : Array(named.prefix(1))
    let decoders = decoder == nil ? files : Array(named.suffix(1))
    return ModelOffer.pairs(encoders, decoders) + inFolder
  }
}
