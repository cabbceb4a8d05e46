import Raster
import Session

/// The colour picker while it is open, over the dialog of the classes.
struct ColorPicker: Equatable, Sendable {
  /// A colour, and where it lies among the others: greys and black have a hue, too, while they are passed through.
  struct Choice: Equatable, Sendable {
    var color: RGB
    var hsv: HSV

    init(_ hsv: HSV) { (color, self.hsv) = (hsv.rgb, hsv) }
    init(_ color: RGB, keeping kept: HSV? = nil) { (self.color, hsv) = (color, HSV(color, keeping: kept)) }
  }

  /// The class that is recoloured; nil for a new one.
  let number: Int?
  /// The colour before.
  let old: RGB
  /// To go back to, the latest first; they stay as they are while the picker is open.
  let recent: [RGB]
  private(set) var choice: Choice
  /// The channel that keys change where no plane is shown: red, green, blue.
  private(set) var channel = 0
  /// The colour as it is typed.
  private(set) var edit: LineEditor?
  /// Before it was typed.
  private var unedited: Choice?

  var color: RGB { choice.color }
  var hsv: HSV { choice.hsv }
  /// The place of the chosen one among recent colours.
  var recentPlace: Int? { recent.firstIndex(of: color) }

  init(number: Int?, old: RGB, recent: [RGB]) {
    (self.number, self.old, self.recent) = (number, old, recent)
    choice = Choice(old)
  }

  mutating func choose(_ hsv: HSV) { choice = Choice(hsv) }

  mutating func choose(_ color: RGB) { choice = Choice(color, keeping: hsv) }

  /// So many places further among recent colours, round and round.
  mutating func stepRecent(_ step: Int) {
    guard !recent.isEmpty else { return }
    let start = recentPlace ?? (step > 0 ? -1 : 0)
    choose(recent[((start + step) % recent.count + recent.count) % recent.count])
  }

  // MARK: Channels

  mutating func stepChannel(_ step: Int) { channel = min(max(channel + step, 0), 2) }

  mutating func changeChannel(by step: Int) {
    func moved(_ value: UInt8, _ at: Int) -> UInt8 { at == channel ? UInt8(clamping: Int(value) + step) : value }
    choose(RGB(moved(color.red, 0), moved(color.green, 1), moved(color.blue, 2)))
  }

  // MARK: As it is typed

  mutating func beginEdit(_ text: String) {
    unedited = choice
    edit = LineEditor(text)
    followEdit()
  }

  /// Changes the text; the colour follows where the text is one.
  mutating func change(_ body: (inout LineEditor) -> Void) {
    guard var edit else { return }
    body(&edit)
    self.edit = edit
    followEdit()
  }

  /// - Parameter keeps: the typed colour; else the one before stays.
  mutating func endEdit(keeps: Bool) {
    if !keeps, let unedited { choice = unedited }
    (edit, unedited) = (nil, nil)
  }

  /// The typed text is no colour, or none yet.
  var isUnfinished: Bool { edit.map { RGB(typed: $0.text) == nil } ?? false }

  private mutating func followEdit() {
    if let color = edit.flatMap({ RGB(typed: $0.text) }) { choose(color) }
  }
}

extension RGB {
  /// What `#RRGGBB`, `RRGGBB` or `R G B` means, read as commands read it; commas may stand between channels.
  init?(typed text: String) {
    let words = text.replacing("#", with: " ").replacing(",", with: " ")
    guard case .color(let color)? = try? Command.parse("color \(words)") else { return nil }
    self = color
  }
}
