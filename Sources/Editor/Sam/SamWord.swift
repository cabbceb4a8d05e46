/// What keys and words do in the mode of Segment Anything, beside its commands.
enum SamWord: Equatable, Sendable {
  /// Sets a corner of a box at the cursor, or the other one.
  case corner
  /// So many masks further.
  case stepCandidate(Int)
  /// While the button is down a box follows the pointer.
  case dragBox

  static let words: [(name: String, arguments: String, help: String)] = [
    ("sam-corner", "", "Segment Anything: set a corner of a box at the cursor; the second makes the box"),
    ("sam-step-candidate", "STEP", "Segment Anything: choose the mask so many places further"),
    ("drag-box", "", "Draw a box with the pointer while the button is down"),
  ]

  /// Nil where word and arguments do not fit.
  init?(_ name: String, _ arguments: [String]) {
    let number = arguments.count == 1 ? Int(arguments[0]).flatMap { abs($0) <= 1_000_000 ? $0 : nil } : nil
    switch (name, number, arguments.count) {
    case ("sam-corner", _, 0): self = .corner
    case ("sam-step-candidate", let step?, 1): self = .stepCandidate(step)
    case ("drag-box", _, 0): self = .dragBox
    default: return nil
    }
  }
}
