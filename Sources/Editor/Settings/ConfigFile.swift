/// What `config.toml` says.
public struct ConfigFile: Equatable, Sendable {
  /// `[sam] encoder`: a path as it was written.
  public var encoder: String?
  /// `[sam] decoder`.
  public var decoder: String?
  /// `[sam] models`: a folder.
  public var models: String?

  /// Nothing set.
  public init() {}

  /// - Parameter file: the name for complaints.
  public static func read(_ text: String, file: String) throws(SettingsError) -> ConfigFile {
    let document = try TOMLDocument(file: file, text: text)
    try document.expectKeys(["sam"], in: document.root, of: "the configuration")
    var config = ConfigFile()
    guard let value = document.root["sam"] else { return config }
    let sam = try document.table(value, "sam")
    try document.expectKeys(["encoder", "decoder", "models"], in: sam, of: "[sam]")
    config.encoder = try path("encoder", in: sam, of: document)
    config.decoder = try path("decoder", in: sam, of: document)
    config.models = try path("models", in: sam, of: document)
    guard config.models == nil, (config.encoder == nil) != (config.decoder == nil) else { return config }
    throw document.error(
      at: value.position, "encoder and decoder belong together; give both, or their folder: models = \"~/sam\"")
  }

  private static func path(
    _ name: String, in table: TOMLTable, of document: TOMLDocument
  ) throws(SettingsError) -> String? {
    guard let value = table[name] else { return nil }
    let text = try document.string(value, name)
    guard !text.isEmpty, !text.contains("\0") else {
      throw document.error(at: value.position, "\(name) names no file; expected a path such as \"~/sam\"")
    }
    return text
  }
}
