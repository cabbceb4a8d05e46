import Display
import Raster

/// The text styles that a theme's colours make.
struct Styles {
  private let theme: Theme

  init(_ theme: Theme) { self.theme = theme }

  var text: TextStyle { style(.text) }
  var dim: TextStyle { style(.dim) }
  var bold: TextStyle { style(.text, bold: true) }
  var accent: TextStyle { style(.accent, bold: true) }
  /// Lines between parts of the screen; the theme's `border` is the one between segments.
  var rule: TextStyle { style(.dim) }
  var cursor: TextStyle { style(.cursor, bold: true) }
  var selection: TextStyle { style(.text, on: .selection, bold: true) }
  var status: TextStyle { style(.statusText, on: .statusBackground) }
  var statusStrong: TextStyle { style(.statusText, on: .statusBackground, bold: true) }

  func message(_ level: Message.Level) -> TextStyle {
    switch level {
    case .note: text
    case .warning: style(.warning, bold: true)
    case .error: style(.error, bold: true)
    }
  }

  /// A cell in a class's own colour.
  func swatch(_ color: RGB) -> TextStyle { TextStyle(foreground: color, background: theme.colors[.background]) }

  private func style(_ role: Theme.Role, on background: Theme.Role = .background, bold: Bool = false) -> TextStyle {
    TextStyle(foreground: theme.colors[role], background: theme.colors[background], bold: bold)
  }
}
