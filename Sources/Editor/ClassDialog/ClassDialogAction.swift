/// What keys and words do in the dialog of the classes.
enum ClassDialogAction: Equatable, Sendable {
  /// Opens the dialog; leaves it where it is open.
  case open
  /// So many classes further down.
  case chooseClass(Int)
  /// Selects the chosen class and leaves.
  case select
  /// The colour picker with an unused colour; then the command line, the name of the new class to be written.
  case add
  /// The colour picker with the colour of the chosen class.
  case recolor
  /// The command line with the chosen class, to be given another name or heir.
  case rename, merge
  /// The same, with the chosen class to become another in all images.
  case relabelFolder
  /// Locks the chosen class, or unlocks it.
  case lock

  /// Words for the keys of the dialog come last: they mean nothing at the prompt.
  static let words: [(name: String, arguments: String, help: String)] =
    [("classes", "", "List the classes, to select, add and change them; a second time leaves")] + keyWords

  static let keyWords: [(name: String, arguments: String, help: String)] = [
    ("classes-choose", "STEP", "In the classes dialog: so many classes further down"),
    ("classes-select", "", "In the classes dialog: select the chosen class and leave"),
    ("classes-add", "", "In the classes dialog: pick the colour of a new class, then write its name"),
    ("classes-rename", "", "In the classes dialog: write another name for the chosen class"),
    ("classes-recolor", "", "In the classes dialog: pick another colour for the chosen class"),
    ("classes-merge", "", "In the classes dialog: write the class that the chosen one becomes"),
    ("classes-relabel", "", "In the classes dialog: write the class that the chosen one becomes in all images"),
    ("classes-lock", "", "In the classes dialog: lock the chosen class, or unlock it"),
  ]

  /// Nil where word and arguments do not fit.
  init?(_ name: String, _ arguments: [String]) {
    let number = arguments.count == 1 ? Int(arguments[0]).flatMap { abs($0) <= 1_000_000 ? $0 : nil } : nil
    switch (name, number, arguments) {
    case ("classes", _, []): self = .open
    case ("classes-choose", let step?, _): self = .chooseClass(step)
    case ("classes-select", _, []): self = .select
    case ("classes-add", _, []): self = .add
    case ("classes-rename", _, []): self = .rename
    case ("classes-recolor", _, []): self = .recolor
    case ("classes-merge", _, []): self = .merge
    case ("classes-relabel", _, []): self = .relabelFolder
    case ("classes-lock", _, []): self = .lock
    default: return nil
    }
  }
}
