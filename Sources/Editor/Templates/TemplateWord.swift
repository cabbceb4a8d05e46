/// What keys and words do about templates, beside the command.
enum TemplateWord: Equatable, Sendable {
  /// What is painted at the cursor becomes a template.
  case capture(name: String?)
  /// So many steps more matches, or fewer.
  case threshold(Int)
  /// So many matches further; nil for the one at the cursor.
  case choose(Int?)
  /// Leaves the chosen match out.
  case drop
  /// Paints what is shown.
  case paint

  static let words: [(name: String, arguments: String, help: String)] = [
    ("template-capture", "[NAME]", "Make a template of what is painted at the cursor, for this and other images"),
    ("template-threshold", "STEPS", "In template mode: show worse matches as well, or only better ones"),
    ("template-choose", "[STEPS]", "In template mode: choose the match so many places further, or at the cursor"),
    ("template-drop", "", "In template mode: leave the chosen match out"),
    ("template-paint", "", "In template mode: paint the matches that are shown"),
  ]

  /// Nil where word and arguments do not fit.
  init?(_ name: String, _ arguments: [String]) {
    let number = arguments.count == 1 ? Int(arguments[0]).flatMap { abs($0) <= 1_000_000 ? $0 : nil } : nil
    switch (name, number, arguments.count) {
    case ("template-capture", _, 0): self = .capture(name: nil)
    case ("template-capture", _, _): self = .capture(name: arguments.joined(separator: " "))
    case ("template-threshold", let steps?, _): self = .threshold(steps)
    case ("template-choose", _, 0): self = .choose(nil)
    case ("template-choose", let steps?, _): self = .choose(steps)
    case ("template-drop", _, 0): self = .drop
    case ("template-paint", _, 0): self = .paint
    default: return nil
    }
  }
}
