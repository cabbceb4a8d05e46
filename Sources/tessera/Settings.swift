import Display
import Editor
import Session
import SystemPackage

/// Key map, theme and classes: built in, with a person's own files merged over them.
struct Settings {
  let keymap: Keymap
  let theme: Theme
  let classes: ClassList

  /// - Parameters: files or names from the command line; nil = the person's own in `$XDG_CONFIG_HOME/tessera`, if any.
  init(keymap: FilePath?, theme: FilePath?, classes: FilePath?) throws {
    self.keymap = try Self.keymap(keymap)
    self.theme = try Self.theme(theme)
    self.classes = try Self.classes(classes)
  }

  /// Where a person's own files lie; nil where neither XDG_CONFIG_HOME nor HOME is set.
  static var folder: FilePath? {
    let variables = ProcessEnvironment.variables
    if let base = variables["XDG_CONFIG_HOME"], !base.isEmpty { return FilePath(base).appending("tessera") }
    return variables["HOME"].map { FilePath($0).appending(".config/tessera") }
  }

  /// Where config.toml says that models are; nothing where there is none. Paths begin at its own folder.
  static func config() throws -> ModelPlace {
    guard let folder, let (text, file) = try text(nil, own: "config.toml") else { return ModelPlace() }
    let config = try reading { () throws(SettingsError) in try ConfigFile.read(text, file: file) }
    func path(_ text: String?) -> FilePath? { text.map { folder.pushing(expanded($0)) } }
    return ModelPlace(encoder: path(config.encoder), decoder: path(config.decoder), folder: path(config.models))
  }

  /// `~` is the person's home.
  private static func expanded(_ path: String) -> FilePath {
    guard path == "~" || path.hasPrefix("~/"), let home = ProcessEnvironment.variables["HOME"] else {
      return FilePath(path)
    }
    return FilePath(home).appending(String(path.dropFirst(2)))
  }

  private static func keymap(_ choice: FilePath?) throws -> Keymap {
    try chosen(choice, own: "keymap.toml", standard: Keymap.standard, preset: Keymap.preset, read: Keymap.read)
  }

  private static func theme(_ choice: FilePath?) throws -> Theme {
    try chosen(choice, own: "theme.toml", standard: Theme.standard, preset: Theme.preset, read: Theme.read)
  }

  /// The preset that `choice` names; else its file, or the person's own, over the standard.
  private static func chosen<Setting>(
    _ choice: FilePath?, own: String, standard: Setting, preset: (String) throws(SettingsError) -> Setting?,
    read: (_ text: String, _ file: String, _ over: Setting) throws(SettingsError) -> Setting
  ) throws -> Setting {
    if let choice, let named = try reading({ () throws(SettingsError) in try preset(choice.string) }) { return named }
    guard let (text, file) = try text(choice, own: own) else { return standard }
    return try reading { () throws(SettingsError) in try read(text, file, standard) }
  }

  /// Those of who brings none.
  static func standardClasses() throws -> ClassList {
    ClassList(try reading { () throws(SettingsError) in try ClassesFile.standard() }, current: 1)
  }

  /// The classes of `choice`, of the person's own classes.toml, or the built-in ones.
  static func classes(_ choice: FilePath?) throws -> ClassList {
    let own = try text(choice, own: "classes.toml")
    let list = try reading { () throws(SettingsError) in
      guard let (text, file) = own else { return try ClassesFile.standard() }
      return try ClassesFile.read(text, file: file)
    }
    return ClassList(list, current: list.isEmpty ? 0 : 1)
  }

  /// The text and the printable name of `choice`, or of the person's own file where there is one.
  private static func text(_ choice: FilePath?, own name: String) throws -> (text: String, file: String)? {
    let door = SystemFiles()
    let path: FilePath
    if let choice {
      path = choice
    } else if let file = folder?.appending(name), door.exists(file) {
      path = file
    } else {
      return nil
    }
    let bytes = try reading { () throws(FileError) in try door.read(path) }
    return (String(decoding: bytes, as: UTF8.self), ImageFile(path: path).name)
  }
}
