import Display
import Raster
import Session

extension Editor {
  /// Begins the lessons. The images and what is made of them must be nobody's work.
  public mutating func beginTutorial() {
    isTutorial = true
    state.tutorial = Tutorial()
  }

  /// Says to who is here for the first time where to learn; to be called after `start`.
  public mutating func welcome() {
    state.say(.note, "\(promptLine("tutorial")) teaches the keys in ten steps, \(keyOrLine("help")) lists them all")
  }

  mutating func perform(_ word: TutorialWord) -> [Effect] {
    switch word {
    case .begin where !isTutorial:
      endStroke()
      return [.tutorial]
    case .begin: state.tutorial = Tutorial()
    case .skip where state.tutorial == nil, .stop where state.tutorial == nil:
      state.say(.note, "no tutorial is on; \(promptLine("tutorial")) begins one")
    case .skip:
      state.tutorial?.goOn()
      state.say(.note, tutorialNext)
    case .stop:
      state.tutorial = nil
      state.say(
        .note, "the tutorial is over; \(promptLine("tutorial")) begins it again, \(keyOrLine("quit")) leaves")
    }
    return []
  }

  /// Somebody comes back from the tutorial, or it could not begin.
  mutating func endTutorial(_ failure: String?) {
    if let failure { state.say(.error, failure) } else { state.say(.note, "back from the tutorial: all is as it was") }
  }

  /// What lessons look at, while there are some.
  var tutorialView: TutorialView? {
    guard state.tutorial?.step != nil else { return nil }
    return TutorialView(
      place: state.place, images: state.files.count, cursor: state.cursor, zoom: state.view?.zoom,
      offset: state.view?.offset, classNumber: open?.session?.state.classes.current ?? 0)
  }

  /// Ticks the lesson off if what was done since `before` was what it asks for.
  mutating func followTutorial(since before: TutorialView) {
    if case .view? = state.pointer.drag { state.tutorial?.asked.append(.dragView) }
    guard let after = tutorialView, let praise = state.tutorial?.take(before: before, after: after) else { return }
    state.say(.note, "well done, \(praise). \(tutorialNext)")
  }

  private var tutorialNext: String {
    guard let tutorial = state.tutorial, let step = tutorial.step else { return tutorialEnd }
    return "Step \(tutorial.place + 1): \(step.title.lowercased())"
  }

  private var tutorialEnd: String {
    "That was all: \(keyOrLine("help")) lists every key, \(keyOrLine("quit")) leaves; `tessera FOLDER` opens your images"
  }

  // MARK: Text

  /// Title, lesson and what to press; nothing while none is on.
  private var tutorialTexts: (head: String, title: String, text: String)? {
    guard let tutorial = state.tutorial else { return nil }
    let count = TutorialStep.all.count
    guard let step = tutorial.step else { return ("Tutorial: all done", "", tutorialEnd) }
    return ("Tutorial: step \(tutorial.place + 1) of \(count)", step.title, lesson(step.text))
  }

  /// The words of a lesson with the keys of the key map.
  func lesson(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
      result += rest[..<start] + lessonKey(rest[rest.index(after: start)..<end])
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  /// The key of what stands between the brackets of a lesson; where it has none, what is typed at the prompt.
  private func lessonKey(_ name: Substring) -> String {
    let parts = name.split(separator: "@")
    let layer = parts.count == 2 ? KeymapLayer(rawValue: String(parts[0])) : nil
    let lines = (parts.last ?? "").split(separator: "|").map(String.init)
    for line in lines {
      let run = line.split(separator: ", ").map(String.init)
      for layer in [layer, .normal].compactMap(\.self) {
        if let key = keymap.key(ofRun: run, in: layer) { return key }
      }
    }
    return promptLine(lines.last ?? "")
  }

  /// The side bar below what the tutorial takes of it.
  func sideBelowTutorial(_ side: CellRect) -> CellRect {
    let rows = min(tutorialRows(side).count, side.rows)
    return CellRect(column: side.column, row: side.row + rows, columns: side.columns, rows: side.rows - rows)
  }

  func writeTutorial(_ canvas: inout TextCanvas, _ styles: Styles, _ side: CellRect) {
    for (row, line) in zip(side.row..<side.row + side.rows, tutorialRows(side)) {
      let style = row == side.row ? styles.accent : line.isTitle ? styles.bold : styles.text
      canvas.write(line.text, column: side.column + 2, row: row, limit: side.columns - 2, style: style)
    }
  }

  private func tutorialRows(_ side: CellRect) -> [(text: String, isTitle: Bool)] {
    guard let texts = tutorialTexts else { return [] }
    let title = texts.title.isEmpty ? [] : [(texts.title, true)]
    let lines = wrapped(texts.text, to: max(8, side.columns - 2)).map { ($0, false) }
    return [(texts.head, true)] + title + lines + [("", false)]
  }

  /// The lesson for the status row and the last one, for screens without a side bar; the first is nil where one row
  /// holds it, both are where a message is shown.
  var tutorialRows: (status: String?, last: String?) {
    guard layout.side == nil, state.pane == .picture, state.message == nil, state.prompt == nil,
      let tutorial = state.tutorial, let texts = tutorialTexts
    else { return (nil, nil) }
    let text = tutorial.step == nil ? texts.text : "\(tutorial.place + 1)/\(TutorialStep.all.count) " + texts.text
    let rows = wrapped(text, to: layout.size.columns - 2)
    return rows.count == 1 ? (nil, text) : (rows[0], rows.dropFirst().joined(separator: " "))
  }
}
