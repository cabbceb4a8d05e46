/// Which program draws the screen, as far as it says so.
public struct TerminalName: Equatable, Sendable, CustomStringConvertible {
  /// Programs whose behaviour Tessera knows.
  public enum Program: String, Sendable {
    case xterm, foot, mlterm, kitty, ghostty, konsole, contour, mintty
    case wezTerm = "wezterm", windowsTerminal = "windows terminal", iTerm = "iterm2", tmux, screen = "gnu screen"
    case unknown
  }

  /// Which program it is.
  public let program: Program
  /// The major version; 0 where it is not told.
  public let major: Int
  /// The minor version; 0 where it is not told.
  public let minor: Int
  /// The name as it was told.
  public let description: String

  /// - Parameter text: the answer to XTVERSION, for example `XTerm(379)`, `tmux 3.7c` or `WezTerm 20240203`.
  public init(version text: String) {
    description = text
    let name = text.lowercased()
    let known: [Program] = [
      .xterm, .foot, .mlterm, .kitty, .ghostty, .konsole, .contour, .mintty, .wezTerm, .windowsTerminal, .iTerm,
      .tmux, .screen,
    ]
    program = known.first { name.hasPrefix($0.rawValue) } ?? .unknown
    let numbers = Self.numbers(in: name.drop { !$0.isNumber && $0 != "(" && $0 != " " })
    (major, minor) = (numbers.first ?? 0, numbers.dropFirst().first ?? 0)
  }

  /// True for this version and all later ones.
  public func isAtLeast(_ major: Int, _ minor: Int) -> Bool { (self.major, self.minor) >= (major, minor) }

  private static func numbers(in text: Substring) -> [Int] {
    text.split { !$0.isASCII || !$0.isNumber }.prefix(2).map { $0.count > 9 ? 0 : Int($0) ?? 0 }
  }
}
