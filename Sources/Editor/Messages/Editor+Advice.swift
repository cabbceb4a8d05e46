import Display
import Session

/// The next step, which only the editor knows: a session has no keys.
extension Editor {
  /// What may be done where a command has changed nothing; nil where its message says it.
  func advice(after command: Command) -> String? {
    switch command {
    case .undo: (open?.session?.redoDepth ?? 0) > 0 ? "\(keyOrLine("redo")) goes forwards again" : nil
    case .redo: (open?.session?.undoDepth ?? 0) > 0 ? "\(keyOrLine("undo")) goes back" : nil
    case .granularity: "\(keyOrLine("method")) has other methods"
    case .method: "\(keyOrLine("method")) shows what the parameters do"
    case .smartFill, .fillSegments: "\(keyOrLine("walk 1")) goes to what is not"
    case .template: "\(keyOrLine("mode template")) shows what is less alike, too"
    case .fill, .unfill, .freehand: isHeldByLocks ? "\(keyOrLine("toggle-lock")) unlocks the current class" : nil
    default: nil
    }
  }

  /// The key for what the sentence of a refusal asks for.
  func advice(on error: SessionError) -> String? {
    switch error {
    case .noClass, .tooManyClasses: "\(keyOrLine("classes")) lists the classes"
    case .lockedClass: "\(keyOrLine("toggle-lock")) does it for the current class"
    case .segmentation(.finest), .segmentation(.memory): "\(keyOrLine("method")) has other methods"
    case .noSegment: "\(keyOrLine("zoom in")) zooms in"
    default: nil
    }
  }

  private var isHeldByLocks: Bool { open?.session?.state.classes.hasLocks ?? false }

  /// A sentence of a session with its advice.
  func advised(_ sentence: String, _ advice: String?) -> String { sentence + (advice.map { "; \($0)" } ?? "") }

  /// The key that runs a line where one is now, or the line as one types it.
  func keyOrLine(_ line: String) -> String {
    let rows = layers.flatMap { keymap.bindings(in: $0) }
    let isThere = { (row: Binding) in
      row.run == [line] && !row.chords[0].isPointer && keymap.match(row.chords, in: layers) == .bound(row)
    }
    if let row = rows.first(where: isThere) { return row.plainKeys }
    let elsewhere = layers.contains(.normal) ? nil : keymap.key(of: line)
    return elsewhere ?? promptLine(line)
  }

  /// A line as one types it at the prompt.
  func promptLine(_ line: String) -> String { (keymap.key(of: "prompt") ?? ":") + line }
}
