import Raster

/// The questions that a terminal is asked at the start, all at once, and its answers.
///
/// The last question is the one that every terminal answers (DA1): once it is answered, what has not been answered
/// before never will be.
public struct Probe: Equatable, Sendable {
  /// Answers so far, in order.
  public private(set) var replies: [TerminalReply] = []
  /// Every answer that will come is here.
  public private(set) var isComplete = false

  /// Milliseconds after which a terminal counts as one that answers nothing.
  public static let ceiling = 2000

  /// A probe without answers.
  public init() {}

  /// Keeps an answer.
  public mutating func receive(_ reply: TerminalReply) {
    replies.append(reply)
    if case .attributes = reply { isComplete = true }
  }

  /// The questions, in one write. Not among them: kitty's graphics, which tmux takes for a window title.
  public static let questions: [UInt8] = Array(
    ([
      "\u{1B}[>0q",  // name and version
      "\u{1B}[?1;1;0S", "\u{1B}[?1;4;0S",  // colour registers: now, at most
      "\u{1B}[?2;1;0S", "\u{1B}[?2;4;0S",  // picture size: now, at most
    ] + [geometry, modes, colorEcho, "\u{1B}[c"]).joined().utf8)

  /// Sizes only: asked again after every resize.
  public static let geometry = "\u{1B}[16t\u{1B}[14t\u{1B}[18t"

  private static let modes = [1016, 2026, 8452, 1070].map { "\u{1B}[?\($0)$p" }.joined()
  /// A terminal that echoes the colour exactly shows 16 million of them.
  private static let colorEcho = "\u{1B}[48;2;1;2;3m\u{1B}P$qm\u{1B}\\\u{1B}[0m"
}
