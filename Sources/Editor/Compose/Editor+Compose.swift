import Display
import Raster
import Segmentation
import Session

extension Editor {
  /// What the screen shows now. The picture is rebuilt where something changed since the last call.
  public mutating func compose() -> Frame {
    if state.hints != nil { renewHints() }
    renewDraft()
    renewWire()
    let layout = layout
    let styles = Styles(theme)
    var canvas = TextCanvas(size: layout.size, style: styles.text)
    guard !layout.isTooSmall else {
      let minimum = Layout.minimum
      let text = "terminal too small: needs \(minimum.columns)x\(minimum.rows)"
      for (row, line) in wrapped(text, to: layout.size.columns).enumerated() {
        canvas.write(line, column: 0, row: row, style: styles.text)
      }
      return Frame(text: canvas.grid)
    }
    writeTitle(&canvas, styles)
    writeStatus(&canvas, styles)
    var caret = writeLastRow(&canvas, styles)
    if let side = layout.side, state.pane == .picture { writeSide(&canvas, styles, side) }
    let picture = writePane(&canvas, styles)
    if dialogArea != nil { caret = writeDialog(&canvas, styles) ?? caret }
    writeModels(&canvas, styles)
    caret = writeClasses(&canvas, styles) ?? caret
    if fileListArea != nil { caret = writeFileList(&canvas, styles) ?? caret }
    return Frame(text: canvas.grid, picture: picture, caret: caret)
  }

  /// Pictures are shown only where nothing is read over them.
  private mutating func writePane(_ canvas: inout TextCanvas, _ styles: Styles) -> Picture? {
    switch state.pane {
    case .help(let line), .messages(let line):
      write(readingLines, from: line, &canvas, styles)
      return nil
    case .picture: break
    }
    // Without a side bar a dialog and the list of images take the pane.
    if state.hasDialog || state.fileList != nil, layout.side == nil { return nil }
    guard let image = open?.image, state.view != nil else {
      writeWaiting(&canvas, styles)
      return nil
    }
    if screen.graphics == .none {
      writeMap(of: image, &canvas, styles)
      return nil
    }
    return picture()
  }

  private func writeWaiting(_ canvas: inout TextCanvas, _ styles: Styles) {
    let pane = layout.pane
    let text = open?.failure?.message ?? state.relabeling?.work?.what ?? "opening \(open?.file.name ?? "")…"
    let lines = wrapped(text, to: max(1, pane.columns - 2))
    let style = open?.failure == nil ? styles.dim : styles.message(.error)
    for (offset, line) in lines.prefix(pane.rows).enumerated() {
      canvas.write(line, column: pane.column + 1, row: pane.row + offset, limit: pane.columns - 1, style: style)
    }
  }

  // MARK: Rows

  private func writeTitle(_ canvas: inout TextCanvas, _ styles: Styles) {
    let layout = layout
    canvas.clear(column: 0, row: layout.titleRow, columns: layout.size.columns, style: styles.status)
    var facts = ["\(state.place + 1)/\(state.files.count)"]
    if let image = open?.image { facts.append("\(image.size.width)x\(image.size.height)") }
    if let view = state.view { facts.append("\(percent(view.zoom)) %") }
    if open?.session?.isReadOnly == true { facts.append("read-only") }
    let right = facts.joined(separator: "  ")
    let room = layout.size.columns - PlainText.width(right) - 3
    let name = PlainText.truncated(open?.file.name ?? "Tessera", to: max(1, room))
    canvas.write(name, column: 1, row: layout.titleRow, style: styles.statusStrong)
    canvas.writeRight(
      right, end: layout.size.columns - 1, row: layout.titleRow, limit: layout.size.columns - PlainText.width(name) - 3,
      style: styles.status)
  }

  private func percent(_ zoom: Double) -> String {
    let percent = zoom * 100
    return percent < 10 ? "\((percent * 10).rounded() / 10)" : "\(Int(percent.rounded()))"
  }

  private func writeStatus(_ canvas: inout TextCanvas, _ styles: Styles) {
    let layout = layout
    canvas.clear(column: 0, row: layout.statusRow, columns: layout.size.columns, style: styles.status)
    let pending = pendingText
    let room = layout.size.columns - 2 - (pending.isEmpty ? 0 : PlainText.width(pending) + 2)
    canvas.write(statusText(room: room), column: 1, row: layout.statusRow, limit: room, style: styles.status)
    canvas.writeRight(
      pending, end: layout.size.columns - 1, row: layout.statusRow, limit: layout.size.columns - 2,
      style: styles.statusStrong)
  }

  /// What goes on, in the order of importance: the end may be cut off.
  private func statusText(room: Int) -> String {
    if let following = followingKeys, state.prompt == nil { return following.text(room: room) }
    if let lesson = tutorialRows.status { return lesson }
    if let prompt = state.prompt, !prompt.candidates.isEmpty { return candidateText(prompt) }
    var parts: [String] = []
    if !saves.isEmpty { parts.append("saving…") }
    if let activityText { parts.append(activityText) }
    if let fileListHints { return (parts + [fileListHints]).joined(separator: " · ") }
    if let dialogHints = modelHints ?? classDialogHints ?? dialogHints {
      return (parts + [dialogHints]).joined(separator: " · ")
    }
    if let open, let failure = open.failure {
      parts.append(failure.isHeld ? "open elsewhere" : open.isCancelled ? "not segmented" : "not opened")
    }
    parts.append(modeText)
    if state.mode == .grabcut, open?.question != nil { return parts.joined(separator: " · ") }
    if layout.side == nil { parts += sideFacts.map { "\($0.name) \($0.value)" } }
    return parts.joined(separator: " · ")
  }

  private var modeText: String {
    if state.mode == .grabcut { return grabCutHints }
    if let freehandHints { return freehandHints }
    guard let last = state.chain.last else {
      return state.mode == .single ? className : "\(state.mode.rawValue) mode · \(className)"
    }
    return "cut from \(last.x),\(last.y)"
  }

  private var className: String {
    guard let classes = open?.session?.state.classes, let current = classes[classes.current] else { return "no class" }
    return "class \(classes.current) \(current.name)"
  }

  private func candidateText(_ prompt: Prompt) -> String {
    prompt.candidates.enumerated().map { index, line in
      let word = line.split(separator: " ").last.map(String.init) ?? line
      return index == prompt.chosen ? "[\(word)]" : word
    }.joined(separator: "  ")
  }

  private var pendingText: String { state.pending.isEmpty ? "" : state.pending.text + "…" }

  /// The command line with its caret, or the last message. Returns the caret's place.
  private func writeLastRow(_ canvas: inout TextCanvas, _ styles: Styles) -> CellPoint? {
    let row = layout.lastRow
    guard let prompt = state.prompt else {
      if let message = state.message {
        canvas.write(message.text, column: 1, row: row, style: styles.message(message.level))
      } else if let lesson = tutorialRows.last {
        canvas.write(lesson, column: 1, row: row, style: styles.accent)
      }
      return nil
    }
    // The caret's surroundings stay visible however long the line is.
    let room = layout.size.columns - 2
    var characters = prompt.line.characters[...]
    var before = prompt.line.caret
    while characters.prefix(before).reduce(0, { $0 + PlainText.width($1) }) >= room, !characters.isEmpty {
      characters.removeFirst()
      before -= 1
    }
    canvas.write(":", column: 0, row: row, style: styles.accent)
    canvas.write(String(characters), column: 1, row: row, style: styles.text)
    let width = characters.prefix(before).reduce(0) { $0 + PlainText.width($1) }
    return CellPoint(column: 1 + width, row: row)
  }
}
