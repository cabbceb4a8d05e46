import Raster

/// The colours of the interface. Read from `themes/NAME.toml`.
public struct Theme: Equatable, Sendable {
  /// What a theme gives a colour to.
  public enum Role: String, CaseIterable, Sendable {
    case text, background, dim, accent, selection, warning, error, border, cursor, statusText = "status-text"
    case statusBackground = "status-background"
  }

  /// As written on the command line.
  public var name: String
  /// Roles that are absent use the terminal's own colours.
  public var colors: [Role: RGB]

  /// A theme; roles without a colour use the terminal's own.
  public init(name: String, colors: [Role: RGB]) {
    self.name = name
    self.colors = colors
  }
}
