/// What keys and words do in the method dialog.
enum DialogAction: Equatable, Sendable {
  /// Opens the dialog; leaves it where it is open.
  case open
  /// So many methods or parameters further down.
  case choose(Int)
  case goToParameters
  case goToMethods
  /// So many steps up.
  case step(Int)
  case edit
  /// Back to the default; of one parameter or of all.
  case setDefault(all: Bool)
  case apply

  static let words: [(name: String, arguments: String, help: String)] = [
    ("method", "", "Choose a method and its parameters and see a preview; a second time leaves"),
    ("method-choose", "STEP", "In the method dialog: so many methods or parameters further down"),
    ("method-parameters", "", "In the method dialog: go to the parameters"),
    ("method-list", "", "In the method dialog: go back to the methods"),
    ("method-value", "STEPS", "In the method dialog: raise the parameter by steps of its own, or lower it"),
    ("method-edit", "", "In the method dialog: write the parameter's value"),
    ("method-default", "[all]", "In the method dialog: bring the parameter, or all of them, back to the default"),
    ("method-apply", "", "In the method dialog: segment the image by the method"),
  ]

  /// Nil where word and arguments do not fit.
  init?(_ name: String, _ arguments: [String]) {
    let number = arguments.count == 1 ? Int(arguments[0]).flatMap { abs($0) <= 1_000_000 ? $0 : nil } : nil
    switch (name, number, arguments) {
    case ("method", _, []): self = .open
    case ("method-choose", let step?, _): self = .choose(step)
    case ("method-parameters", _, []): self = .goToParameters
    case ("method-list", _, []): self = .goToMethods
    case ("method-value", let steps?, _): self = .step(steps)
    case ("method-edit", _, []): self = .edit
    case ("method-default", _, []): self = .setDefault(all: false)
    case ("method-default", _, ["all"]): self = .setDefault(all: true)
    case ("method-apply", _, []): self = .apply
    default: return nil
    }
  }
}
