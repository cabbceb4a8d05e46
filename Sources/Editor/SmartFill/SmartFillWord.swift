/// What keys and words do in the mode of smart fills, beside the commands of the language.
enum SmartFillWord: Equatable, Sendable {
  /// To the next tolerance up that takes in more segments, or down to one that takes in fewer.
  case tolerance(Int)
  /// Segments that cannot be reached over touching ones, too, and back.
  case everywhere

  static let words: [(name: String, arguments: String, help: String)] = [
    ("smart-fill-tolerance", "STEP", "In smart-fill mode: take in more segments, or fewer"),
    ("smart-fill-everywhere", "", "In smart-fill mode: take in such segments everywhere, or only those that touch"),
  ]

  /// Nil where word and arguments do not fit.
  init?(_ name: String, _ arguments: [String]) {
    switch (name, arguments.count) {
    case ("smart-fill-everywhere", 0): self = .everywhere
    case ("smart-fill-tolerance", 1):
      guard let step = Int(arguments[0]), abs(step) <= 1_000_000 else { return nil }
      self = .tolerance(step)
    default: return nil
    }
  }
}
