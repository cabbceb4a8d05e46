import Display
import Raster
import Session

/// Codes on the segments of the picture: typing one fills its segment, a digit selects a class.
struct Hints: Equatable, Sendable {
  /// The view that they lie on; another one has others.
  let view: Viewport
  let segments: [VisibleSegment]
  let codes: [String]
  /// What was typed of a code.
  var typed = ""

  init(_ view: Viewport, _ segments: [VisibleSegment]) {
    let codes = HintCodes(count: segments.count)
    let named = segments.enumerated().compactMap { place, segment in codes.code(place).map { (segment, $0) } }
    self.view = view
    self.segments = named.map(\.0)
    self.codes = named.map(\.1)
  }

  /// Those that may still be meant.
  var open: [(segment: VisibleSegment, code: String)] {
    zip(segments, codes).filter { $1.hasPrefix(typed) }.map { ($0, $1) }
  }
}

extension Editor {
  /// Shows codes on all segments that are large enough to bear one, or takes them away.
  mutating func toggleHints() {
    guard state.hints == nil else {
      state.hints = nil
      return
    }
    guard let session = labelingSession(), let view = state.view else { return }
    guard screen.graphics != .none else {
      state.say(
        .note, "hints lie on the picture, and there is none; \(keyOrLine("walk 1")) goes from segment to segment")
      return
    }
    endStroke()
    state.hints = hints(view, session.state.labels)
    if state.hints?.segments.isEmpty == true {
      state.hints = nil
      state.say(.note, "no segment here is large enough for a hint; \(keyOrLine("zoom in")) zooms in")
    }
  }

  private func hints(_ view: Viewport, _ labels: LabelMap) -> Hints {
    let room = hintLetters.size(of: "ww").area
    return Hints(view, visibleSegments(of: labels, CanvasSamples(view), smallest: room))
  }

  /// Dots are as large as makes a code about as high as a line of text.
  private var hintLetters: Letters { Letters(scale: max(1, screen.cellPixels.height / 10)) }

  /// A key while hints are shown; nil where it is none of their letters and does what it does without them.
  mutating func typeHint(_ press: KeyPress) -> [Effect]? {
    guard var hints = state.hints, press.modifiers.isEmpty else { return nil }
    switch press.key {
    case .escape: state.hints = nil
    case .backspace: state.hints?.typed = String(hints.typed.dropLast())
    // What is typed at the cursor would fill where nobody looks.
    case .character(let digit) where ("0"..."9").contains(digit):
      return performLabeling(.selectClass(.number(digit == "0" ? 10 : digit.wholeNumberValue ?? 1)))
    case .character(let letter) where HintCodes.letters.contains(letter):
      hints.typed.append(letter)
      let open = hints.open
      guard let first = open.first else {
        state.hints?.typed = ""
        state.say(.note, "no segment is called \(hints.typed); type letters that are shown, Esc takes them away")
        return []
      }
      guard first.code == hints.typed else {
        state.hints = hints
        return []
      }
      state.hints?.typed = ""
      state.cursor = first.segment.point
      return performLabeling(.fill(nil))
    default: return nil
    }
    return []
  }

  /// Hints of another view, or of other segments, would lie.
  mutating func renewHints() {
    guard let hints = state.hints, let session = open?.session, let view = state.view else {
      state.hints = nil
      return
    }
    let labels = session.state.labels
    guard view != hints.view || hints.segments.contains(where: { labels[$0.point] != $0.label }) else { return }
    state.hints = self.hints(view, labels)
  }

  func drawHints(dark: UInt8, bright: UInt8, in plane: inout IndexPlane) {
    guard let hints = state.hints else { return }
    // The largest last, so that its code is whole where two overlap.
    for (segment, code) in hints.open.reversed() {
      hintLetters.draw(code, at: segment.place, ink: bright, paper: dark, in: &plane)
    }
  }
}
