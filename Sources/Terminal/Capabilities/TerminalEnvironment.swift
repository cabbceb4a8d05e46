import Display
import Raster

/// What is known about a terminal without asking it: environment variables and the window's size.
public struct TerminalEnvironment: Equatable, Sendable {
  /// The value of TERM; empty if unset.
  public var term: String
  /// The value of COLORTERM; ssh does not forward it.
  public var colorTerm: String
  /// TMUX is set: the program runs inside tmux, on this machine.
  public var isInsideTmux: Bool
  /// STY is set: the program runs inside GNU screen.
  public var isInsideScreen: Bool
  /// Name and version that the terminal left in TERM_PROGRAM and TERM_PROGRAM_VERSION.
  public var program: String
  /// The text area in cells.
  public var cells: CellSize
  /// The window in pixels as the system knows it; nil where it does not.
  public var windowPixels: Size?

  /// - Parameters:
  ///   - variables: the environment of the process.
  ///   - windowPixels: as TIOCGWINSZ tells them; nil where it tells 0.
  public init(variables: [String: String], cells: CellSize, windowPixels: Size? = nil) {
    term = variables["TERM"] ?? ""
    colorTerm = variables["COLORTERM"] ?? ""
    isInsideTmux = !(variables["TMUX"] ?? "").isEmpty
    isInsideScreen = !(variables["STY"] ?? "").isEmpty
    program = "\(variables["TERM_PROGRAM"] ?? "") \(variables["TERM_PROGRAM_VERSION"] ?? "")"
    self.cells = cells
    self.windowPixels = windowPixels
  }
}
