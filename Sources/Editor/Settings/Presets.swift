import Display
import Session

/// What the binary brings along, so that it runs from anywhere: `keymaps/`, `themes/`, `classes.toml` as embedded.
enum Presets {
  static let keymaps: [(name: String, bytes: [UInt8])] = [
    ("default", PackageResources.default_toml), ("vim", PackageResources.vim_toml),
  ]

  static let themes: [(name: String, bytes: [UInt8])] = [
    ("dark", PackageResources.dark_toml), ("light", PackageResources.light_toml),
    ("high-contrast", PackageResources.high_contrast_toml),
    ("colour-blind-safe", PackageResources.colour_blind_safe_toml),
  ]

  static let classes = PackageResources.classes_toml

  static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

extension Keymap {
  /// The names of the built-in key maps, the default first.
  public static var presetNames: [String] { Presets.keymaps.map(\.name) }

  /// The default key map.
  public static var standard: Keymap { (try? preset("default")) ?? Keymap(name: "default") }

  /// A built-in key map; nil if there is none of that name.
  public static func preset(_ name: String) throws(SettingsError) -> Keymap? {
    guard let preset = Presets.keymaps.first(where: { $0.name == name }) else { return nil }
    return try KeymapFile.read(
      Presets.text(preset.bytes), file: name, over: Keymap(name: name), check: EditorAction.problem)
  }

  /// A person's key map, read over the built-in one that its `extends` names, or over `base` where it names none.
  /// - Parameter file: the name for complaints.
  public static func read(_ text: String, file: String, over base: Keymap) throws(SettingsError) -> Keymap {
    var base = base
    if let named = try KeymapFile.base(of: text, file: file) {
      guard let preset = try preset(named.name) else { throw named.error }
      base = preset
    }
    return try KeymapFile.read(text, file: file, over: base, check: EditorAction.problem)
  }
}

extension Theme {
  /// The names of the built-in themes, the default first.
  public static var presetNames: [String] { Presets.themes.map(\.name) }

  /// The default theme.
  public static var standard: Theme { (try? preset("dark")) ?? Theme(name: "dark", colors: [:]) }

  /// A built-in theme; nil if there is none of that name.
  public static func preset(_ name: String) throws(SettingsError) -> Theme? {
    guard let preset = Presets.themes.first(where: { $0.name == name }) else { return nil }
    return try ThemeFile.read(Presets.text(preset.bytes), file: name, over: Theme(name: name, colors: [:]))
  }

  /// A person's theme over `base`.
  /// - Parameter file: the name for complaints.
  public static func read(_ text: String, file: String, over base: Theme) throws(SettingsError) -> Theme {
    try ThemeFile.read(text, file: file, over: base)
  }
}

extension ClassesFile {
  /// Ten classes for who brings no classes file; colours that differ for most colour-blind people as well.
  public static func standard() throws(SettingsError) -> [PaintClass] {
    let classes = try read(Presets.text(Presets.classes), file: "classes.toml")
    // Who brings no file has not said that these stand before the classes of an image.
    return classes.map { PaintClass(name: $0.name, color: $0.color, key: $0.key) }
  }
}
