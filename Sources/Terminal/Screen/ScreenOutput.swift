import Display
import Glibc
import Raster

// MARK: Frames

extension Screen {
  /// Shows a frame. If the one before is still under way, only the newest is kept.
  ///
  /// A frame that changes nothing counts as settled too if a person did something since the last call.
  public func show(_ frame: Frame) {
    if hasDelivered || frame != wanted ?? current { isUnsettled = true }
    hasDelivered = false
    wanted = frame
    pump()
  }

  /// Writes what waits; call it when the terminal takes more.
  public func flush() { pump() }

  /// Draws everything anew (Ctrl-L), and asks for the size of a cell again: fonts change without a signal.
  public func redraw() {
    askGeometry()
    repaint()
  }

  /// Takes over a new size of the window (SIGWINCH).
  public func resized() {
    askGeometry()
    adoptNews()
    repaint()
  }

  func repaint() {
    mustRepaint = true
    // A frame for another size would only flash up: whoever hears of the new size sends a new one.
    if wanted == nil, current?.text.size == spec.cells { wanted = current }
    pump()
  }

  func pump() {
    guard isActive else { return }
    drain()
    while written == outgoing.count, flow.isOpen, let frame = wanted {
      wanted = nil
      send(frame, freeing: false)
    }
    settle()
  }

  private func settle() {
    guard isUnsettled, isSettled else { return }
    isUnsettled = false
    onSettled?()
  }

  /// Makes the bytes of a frame and writes as many as the terminal takes. Nothing changed: not a single byte.
  func send(_ frame: Frame, freeing: Bool) {
    guard mustRepaint || freeing || frame != current else { return }
    let (bytes, hasPicture) = encode(frame, freeing: freeing)
    current = frame
    guard !bytes.isEmpty else { return }
    let asks = flow.shouldAsk(after: bytes.count, hasPicture: hasPicture)
    enqueue(bytes, asking: asks)
  }

  /// Draws a part of what was shown roughly, as it is.
  func refine() {
    guard let current else { return }
    guard let image = pictures.refine(on: spec.cells, over: link) else { return send(current, freeing: true) }
    guard !image.isEmpty else { return }
    let caret = current.caret == nil ? ("", "") : (Sequences.hideCursor, Sequences.showCursor)
    enqueue(
      Array((caret.0 + Sequences.saveCursor).utf8) + image + Array((Sequences.restoreCursor + caret.1).utf8),
      asking: flow.isAnswered)
  }

  private var link: Link { Link(rate: flow.rate, isRemote: isRemote) }

  private func enqueue(_ bytes: [UInt8], asking: Bool) {
    var bytes = bytes
    if asking { bytes += Array(Sequences.acknowledge(lastRow: spec.cells.rows - 1).utf8) }
    if capabilities.hasSynchronizedOutput {
      bytes = Array(Sequences.beginSynchronized.utf8) + bytes + Array(Sequences.endSynchronized.utf8)
    }
    flow.sent(bytes.count, asking: asking, at: now())
    append(bytes)
  }

  func append(_ bytes: [UInt8]) {
    if written == outgoing.count {
      (outgoing, written) = (bytes, 0)
    } else {
      outgoing += bytes
    }
    drain()
  }

  private func drain() {
    guard written < outgoing.count else { return }
    written += device.write(outgoing, from: written)
    if device.isClosed { written = outgoing.count }
    if written == outgoing.count { (outgoing, written) = ([], 0) }
  }

  private func askGeometry() {
    if capabilities.answers { append(Array(Probe.geometry.utf8)) }
  }
}

// MARK: Bytes of a frame

extension Screen {
  /// Text first, then the picture: text erases what it covers.
  private func encode(_ frame: Frame, freeing: Bool) -> (bytes: [UInt8], hasPicture: Bool) {
    lastShow = now()
    let picture = pictures.usable(frame.picture, on: spec.cells)
    let isRepaint = mustRepaint
    mustRepaint = false
    if isRepaint { pictures.forget() }
    let plan = pictures.plan(picture, on: spec.cells, mustFree: freeing || isRepaint)
    var bytes = prepare(plan, picture, isRepaint: isRepaint)
    text.draw(frame.text, under: picture?.cells)
    let cells = text.render(caret: frame.caret)
    let image = pictures.encode(plan, picture, over: link)
    let hidesCaret = frame.caret != nil && !image.isEmpty
    if hidesCaret { bytes += Array(Sequences.hideCursor.utf8) }
    bytes += cells
    if !image.isEmpty {
      bytes += Array(Sequences.saveCursor.utf8) + image + Array(Sequences.restoreCursor.utf8)
    }
    if hidesCaret { bytes += Array(Sequences.showCursor.utf8) }
    return (bytes, !image.isEmpty)
  }

  /// Frees the terminal's images, and has ncurses draw again what that wipes out.
  private func prepare(_ plan: PictureLayer.Plan, _ picture: Picture?, isRepaint: Bool) -> [UInt8] {
    if isRepaint {
      text.invalidate()
      return scrolling(row: 0, rows: spec.cells.rows)
    }
    guard case .anew = plan, let cells = picture?.cells else { return [] }
    text.invalidateRows(cells.row, cells.rows)
    return scrolling(row: cells.row, rows: cells.rows)
  }

  /// Only xterm needs the scrolling: its images die in no other way. In tmux the text that follows deletes them.
  private func scrolling(row: Int, rows: Int) -> [UInt8] {
    guard capabilities.graphics == .sixel, capabilities.name.program == .xterm else { return [] }
    return Array((Sequences.saveCursor + Sequences.scrollAway(row: row, rows: rows) + Sequences.restoreCursor).utf8)
  }
}
