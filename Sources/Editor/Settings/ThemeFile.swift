import Display
import Raster

/// Reads themes: a colour `"#rrggbb"` for each role; roles that are absent keep those of the base.
enum ThemeFile {
  static func read(_ text: String, file: String, over base: Theme) throws(SettingsError) -> Theme {
    let document = try TOMLDocument(file: file, text: text)
    var theme = base
    theme.name = file
    try document.expectKeys(["colors"], in: document.root, of: "a theme")
    guard let value = document.root["colors"] else { return theme }
    let colors = try document.table(value, "colors")
    try document.expectKeys(Theme.Role.allCases.map(\.rawValue), in: colors, of: "[colors]")
    for entry in colors.entries {
      guard let role = Theme.Role(rawValue: entry.key) else { continue }
      theme.colors[role] = try color(entry.value, of: document)
    }
    return theme
  }

  /// A colour as `"#rrggbb"`; the empty string is the terminal's own colour.
  private static func color(_ value: TOMLValue, of document: TOMLDocument) throws(SettingsError) -> RGB? {
    let text = try document.string(value, "a colour")
    if text.isEmpty { return nil }
    guard text.utf8.count == 7, text.hasPrefix("#"), let number = UInt32(text.dropFirst(), radix: 16) else {
      throw document.error(
        at: value.position, "'\(text)' is no colour; expected \"#rrggbb\", or \"\" for the terminal's own")
    }
    return RGB(UInt8(number >> 16), UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF))
  }
}
