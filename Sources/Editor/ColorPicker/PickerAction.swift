/// What keys and words do in the colour picker.
enum PickerAction: Equatable, Sendable {
  /// Steps of hue and, downwards, of value. Where no plane is shown: of the channel's value, and to another channel.
  case move(dx: Int, dy: Int)
  case saturation(Int)
  case recent(Int)
  /// The image's colour at the cursor.
  case image
  case take
  /// While the button is down the colour follows the pointer.
  case drag

  /// They mean nothing at the prompt.
  static let words: [(name: String, arguments: String, help: String)] = [
    ("picker-move", "DX DY", "In the colour picker: steps of hue, and of value downwards; as text, of a channel"),
    ("picker-saturation", "STEPS", "In the colour picker: so many steps more saturation"),
    ("picker-recent", "STEP", "In the colour picker: so many colours further among the recent ones"),
    ("picker-image", "", "In the colour picker: the image's colour at the cursor"),
    ("picker-take", "", "In the colour picker: give the class the chosen colour"),
    ("picker-drag", "", "In the colour picker: choose with the pointer while the button is down"),
  ]

  /// Nil where word and arguments do not fit.
  init?(_ name: String, _ arguments: [String]) {
    let numbers = arguments.compactMap(Int.init).filter { abs($0) <= 1_000_000 }
    guard numbers.count == arguments.count else { return nil }
    switch (name, numbers.count) {
    case ("picker-move", 2): self = .move(dx: numbers[0], dy: numbers[1])
    case ("picker-saturation", 1): self = .saturation(numbers[0])
    case ("picker-recent", 1): self = .recent(numbers[0])
    case ("picker-image", 0): self = .image
    case ("picker-take", 0): self = .take
    case ("picker-drag", 0): self = .drag
    default: return nil
    }
  }
}
