/// Why the terminal cannot be used.
public enum ScreenError: Error, Equatable, Sendable, CustomStringConvertible {
  case noTerminal(path: String, reason: String)
  case unknownType(String)
  case noCursorAddress(String)
  case system(String)

  /// What is wrong and what to do about it.
  public var description: String {
    switch self {
    case .noTerminal(let path, let reason):
      "no terminal at \(path) (\(reason)); run it in a terminal, or use `tessera replay`, which needs none"
    case .unknownType(""): "TERM is not set; set it to your terminal's type, for example `TERM=xterm-256color`"
    case .unknownType(let type):
      "TERM is '\(type)', a terminal type that this machine does not know; try `TERM=xterm-256color`"
    case .noCursorAddress(let type):
      "TERM is '\(type)', a terminal that cannot place its cursor; set TERM to your terminal's real type, "
        + "for example `TERM=xterm-256color`"
    case .system(let reason): "the terminal cannot be set up (\(reason)); try again in a new terminal"
    }
  }
}
