import Display
import Session

extension Editor {
  /// How long `blink` shows the image alone, in milliseconds.
  static let blinkTime = 700

  /// Nothing is drawn over the image for a moment.
  var isBlinking: Bool { state.blinkEnd.map { state.time < $0 } ?? false }

  /// What is drawn over the image now.
  var shownOverlay: Overlay { isBlinking ? .plain : state.overlay }

  mutating func choose(_ overlay: Overlay?) {
    let all = Overlay.allCases
    let next = all[((all.firstIndex(of: state.overlay) ?? 0) + 1) % all.count]
    state.overlay = overlay ?? next
    state.say(.note, "overlay: \(state.overlay.rawValue)")
  }

  mutating func chooseOpacity(_ percent: Int) {
    state.look.opacity = min(max(percent, 0), 100)
    state.say(.note, "opacity of paint: \(state.look.opacity) %")
  }

  mutating func togglePatterns() {
    state.look.hasPatterns.toggle()
    state.say(.note, state.look.hasPatterns ? "classes have patterns" : "classes have no patterns")
  }
}
