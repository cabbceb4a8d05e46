import Display
import Raster
import Session

extension Editor {
  /// The colour picker while it takes keys and clicks.
  var shownPicker: ColorPicker? { state.pane == .picture ? state.classDialog?.picker : nil }

  /// - Parameter number: of the class that gets another colour; nil for a new one.
  mutating func openPicker(_ number: Int?, from color: RGB) {
    guard let session = changeableSession() else { return }
    let used = session.state.classes.usable.compactMap { session.state.classes[$0]?.color }
    var recent: [RGB] = []
    // The colour before has a swatch of its own.
    for other in state.pickedColors + used + state.lastColors where other != color && !recent.contains(other) {
      recent.append(other)
    }
    let count = PickerColors.recentCount(screen.registers)
    state.classDialog?.picker = ColorPicker(number: number, old: color, recent: Array(recent.prefix(count)))
  }

  mutating func perform(_ action: PickerAction) -> [Effect] {
    guard let picker = state.classDialog?.picker else {
      state.say(.note, "the colour picker is not open; \(keyOrLine("classes")) lists the classes to recolour")
      return []
    }
    switch action {
    case .move(let dx, let dy): move(dx, dy, from: picker.hsv)
    case .saturation(let steps):
      state.classDialog?.picker?.choose(picker.hsv.moved(saturation: Double(steps) * Self.partStep))
    case .recent(let step): state.classDialog?.picker?.stepRecent(step)
    case .image: if let color = colorAtCursor { state.classDialog?.picker?.choose(color) }
    case .take: return takeColor(picker)
    // Begun by the press of a button, see Editor+Pointer.
    case .drag: break
    }
    return []
  }

  /// Ten steps are a column and a row of the plane's colours.
  private static let hueStep = 1.5
  private static let partStep = 0.0125

  private mutating func move(_ dx: Int, _ dy: Int, from hsv: HSV) {
    if pickerLayout == nil {
      state.classDialog?.picker?.stepChannel(dy)
      state.classDialog?.picker?.changeChannel(by: dx)
    } else {
      state.classDialog?.picker?.choose(
        hsv.moved(hue: Double(dx) * Self.hueStep, value: -Double(dy) * Self.partStep))
    }
  }

  /// The image's colour at the cursor.
  var colorAtCursor: RGB? {
    guard let image = open?.image, let cursor = state.cursor, image.size.contains(cursor) else { return nil }
    return image[cursor]
  }

  // MARK: The colour is taken

  /// Why the class cannot have the chosen colour.
  func refusal(_ picker: ColorPicker) -> SessionError? {
    if picker.color == RGB(0, 0, 0) { return .blackClass }
    guard let classes = open?.session?.state.classes, let holder = classes.number(of: picker.color),
      holder != picker.number
    else { return nil }
    return .colorTaken(picker.color, classes[holder]?.name ?? "")
  }

  private mutating func takeColor(_ picker: ColorPicker) -> [Effect] {
    guard !picker.isUnfinished else {
      state.say(.error, "'\(picker.edit?.text ?? "")' is no colour; \(Self.colorForm)")
      return []
    }
    if let error = refusal(picker) {
      refuse(error)
      return []
    }
    state.classDialog?.picker = nil
    let color = picker.color
    state.pickedColors = [color] + state.pickedColors.filter { $0 != color }.prefix(11)
    guard let number = picker.number else {
      ask("class \"", "\" \(color.channels)")
      return []
    }
    return color == picker.old ? [] : performLabeling(.recolorClass(.number(number), color))
  }

  /// How a colour is typed.
  static let colorForm = "write #RRGGBB, or R G B from 0 to 255"

  // MARK: Keys

  /// A digit or `#` begins to type the colour where keys do nothing else.
  mutating func beginsColor(_ press: KeyPress) -> Bool {
    guard shownPicker != nil, state.pending.chords.isEmpty, press.modifiers.isEmpty,
      case .character(let character) = press.key, "#0123456789".contains(character),
      keymap.match([.key(press)], in: layers) == .unbound
    else { return false }
    state.message = nil
    state.classDialog?.picker?.beginEdit(String(character))
    return true
  }

  /// A key while the colour is typed.
  mutating func typeColor(_ press: KeyPress) -> [Effect] {
    state.message = nil
    switch press.key {
    case .enter: return perform(PickerAction.take)
    case .escape,
      .character("c") where press.modifiers.contains(.control):
      state.classDialog?.picker?.endEdit(keeps: false)
    case .tab, .up, .down:
      state.classDialog?.picker?.endEdit(keeps: true)
      return handle(press)
    default: state.classDialog?.picker?.change { $0.handle(press) }
    }
    return []
  }

  mutating func paste(intoColor text: String) {
    if state.classDialog?.picker?.edit == nil { state.classDialog?.picker?.beginEdit("") }
    state.classDialog?.picker?.change { $0.insert(text) }
  }
}
