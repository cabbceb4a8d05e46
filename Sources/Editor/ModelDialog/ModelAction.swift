/// What keys and words do about the models of Segment Anything.
enum ModelAction: Equatable, Sendable {
  /// Opens the dialog; leaves it where it is open.
  case open
  /// So many models further down.
  case step(Int)
  /// The chosen model answers from now on.
  case apply
  /// The model of that name answers from now on; needs no dialog.
  case use(String)

  /// Words for the keys of the dialog come last: they mean nothing at the prompt.
  static let words: [(name: String, arguments: String, help: String)] =
    [
      ("models", "", "Choose who answers the marks of Segment Anything; a second time leaves"),
      ("model", "NAME", "The model of that name answers the marks of Segment Anything, or built-in"),
    ] + keyWords

  static let keyWords: [(name: String, arguments: String, help: String)] = [
    ("model-choose", "STEP", "In the model dialog: so many models further down"),
    ("model-apply", "", "In the model dialog: the chosen model answers from now on"),
  ]

  /// Nil where word and arguments do not fit.
  init?(_ name: String, _ arguments: [String]) {
    let number = arguments.count == 1 ? Int(arguments[0]).flatMap { abs($0) <= 1_000_000 ? $0 : nil } : nil
    switch (name, number, arguments) {
    case ("models", _, []): self = .open
    case ("model", _, _) where !arguments.isEmpty: self = .use(arguments.joined(separator: " "))
    case ("model-choose", let step?, _): self = .step(step)
    case ("model-apply", _, []): self = .apply
    default: return nil
    }
  }
}
