/// `tutorial`, `tutorial skip` and `tutorial stop`.
enum TutorialWord: Equatable, Sendable {
  case begin, skip, stop

  static let words: [(name: String, arguments: String, help: String)] = [
    ("tutorial", "[skip | stop]", "Learn by doing on sample images, in ten steps; skip a step, or stop")
  ]

  /// What may be typed with an argument.
  static let lines = ["tutorial skip", "tutorial stop"]

  /// Nil where word and arguments do not fit.
  init?(_ name: String, _ arguments: [String]) {
    switch (name, arguments) {
    case ("tutorial", []): self = .begin
    case ("tutorial", ["skip"]): self = .skip
    case ("tutorial", ["stop"]): self = .stop
    default: return nil
    }
  }
}
