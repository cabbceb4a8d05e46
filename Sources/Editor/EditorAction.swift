import Session

/// What a line in a key map or at the prompt can say: a command of the language, or one of the few words that only
/// mean something to the editor and never reach a journal.
enum EditorAction: Equatable, Sendable {
  case command(Command)
  /// A point of a chain of cuts at the cursor.
  case cutPoint
  /// While the button is down the picture follows the pointer.
  case dragView
  /// While the button is down the mode's stroke follows the pointer.
  case dragStroke
  /// Moves the cursor by image pixels, whatever the zoom.
  case nudge(dx: Int, dy: Int)
  /// Moves what is read by lines.
  case scroll(Int)
  case scrollPage(Int)
  /// What the method dialog understands.
  case dialog(DialogAction)
  /// What the mode of Segment Anything understands.
  case sam(SamWord)
  /// Who answers the marks of Segment Anything.
  case model(ModelAction)
  /// What the dialog of the classes understands.
  case classes(ClassDialogAction)
  /// What the colour picker understands.
  case picker(PickerAction)
  /// What the list of images understands.
  case files(FileListAction)
  /// What GrabCut mode understands.
  case grabCut(GrabCutWord)
  /// What the mode of smart fills understands.
  case smartFill(SmartFillWord)
  /// What paints by hand.
  case freehand(FreehandWord)
  /// What is done about templates.
  case template(TemplateWord)
  /// Lessons.
  case tutorial(TutorialWord)

  /// The editor's own words with their arguments and what help says, for completion and the manual.
  static let words: [(name: String, arguments: String, help: String)] =
    [
      ("cut-point", "", "Set a point at the cursor; a second one cuts from the first, and so on"),
      ("drag-view", "", "Pan with the pointer while the button is down"),
      ("drag-stroke", "", "Fill or unfill with the pointer while the button is down, as the mode says"),
      ("nudge", "DX DY", "Move the cursor by image pixels"),
      ("scroll", "LINES", "Scroll help or the message log"),
      ("scroll-page", "PAGES", "Scroll help or the message log by pages"),
    ] + SamWord.words + ModelAction.words + DialogAction.words + ClassDialogAction.words + FileListAction.words
    + PickerAction.words + GrabCutWord.words
    + SmartFillWord.words
    + FreehandWord.words + TemplateWord.words + TutorialWord.words

  /// Reads one line.
  static func parse(_ line: String) throws(EditorError) -> EditorAction {
    let words = line.split(separator: " ").map(String.init)
    // With arguments `method` is the command: it needs no dialog.
    guard let name = words.first, Self.words.contains(where: { $0.name == name }), name != "method" || words.count == 1
    else {
      do { return .command(try Command.parse(line)) } catch { throw .command("\(error)") }
    }
    return try own(name, Array(words.dropFirst()))
  }

  /// The reason why `line` is no action; nil where it is one.
  static func problem(_ line: String) -> String? {
    do {
      _ = try parse(line)
      return nil
    } catch {
      return error.description
    }
  }

  private static func own(_ name: String, _ arguments: [String]) throws(EditorError) -> EditorAction {
    let numbers = arguments.compactMap(Int.init).filter { abs($0) <= 1_000_000 }
    let allNumbers = numbers.count == arguments.count
    switch (name, numbers.count) {
    case ("cut-point", 0) where allNumbers: return .cutPoint
    case ("drag-view", 0) where allNumbers: return .dragView
    case ("drag-stroke", 0) where allNumbers: return .dragStroke
    case ("nudge", 2) where allNumbers: return .nudge(dx: numbers[0], dy: numbers[1])
    case ("scroll", 1) where allNumbers: return .scroll(numbers[0])
    case ("scroll-page", 1) where allNumbers: return .scrollPage(numbers[0])
    default:
      if let word = SamWord(name, arguments) { return .sam(word) }
      if let action = DialogAction(name, arguments) { return .dialog(action) }
      if let action = ModelAction(name, arguments) { return .model(action) }
      if let action = ClassDialogAction(name, arguments) { return .classes(action) }
      if let action = PickerAction(name, arguments) { return .picker(action) }
      if let action = FileListAction(name, arguments) { return .files(action) }
      if let word = GrabCutWord(name, arguments) { return .grabCut(word) }
      if let word = SmartFillWord(name, arguments) { return .smartFill(word) }
      if let word = FreehandWord(name, arguments) { return .freehand(word) }
      if let word = TemplateWord(name, arguments) { return .template(word) }
      if let word = TutorialWord(name, arguments) { return .tutorial(word) }
      let expected = words.first { $0.name == name }.map { $0.arguments.isEmpty ? "no arguments" : $0.arguments } ?? ""
      throw .arguments(word: name, given: arguments.joined(separator: " "), expected: expected)
    }
  }
}

/// Why the editor could not do what was asked; the description is the sentence that people read.
enum EditorError: Error, Equatable, CustomStringConvertible {
  case command(String)
  case arguments(word: String, given: String, expected: String)

  var description: String {
    switch self {
    case .command(let sentence): sentence
    case .arguments(let word, let given, let expected): "\(word): '\(given)' given; expected \(expected)"
    }
  }
}
