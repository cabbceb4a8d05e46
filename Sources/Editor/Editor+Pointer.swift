import Display
import Raster
import Session

extension Editor {
  mutating func handle(_ event: MouseEvent) -> [Effect] {
    state.time = max(state.time, event.time)
    guard state.relabeling?.isRunning != true else { return [] }
    switch event.action {
    case .press(let button): return press(button, event)
    case .release: return endDrag()
    case .drag: drag(to: event.position)
    case .move: return hover(event.position)
    case .wheelUp: return wheel(.wheelUp, event)
    case .wheelDown: return wheel(.wheelDown, event)
    }
    return []
  }

  // MARK: Buttons

  private mutating func press(_ button: MouseEvent.Button, _ event: MouseEvent) -> [Effect] {
    state.message = nil
    state.isQuitAsked = false
    var effects = flushDigits()
    state.pending = PendingKeys()
    // A release that was lost must not leave a drag behind.
    release()
    let isDouble = isDoublePress(button, event)
    if let area = fileListArea, area.contains(event.position.cell) {
      return effects + pressFileList(button, row: event.position.cell.row)
    }
    if let area = dialogArea, area.contains(event.position.cell) {
      if state.models != nil { return effects + pressModels(button, row: event.position.cell.row) }
      if state.classDialog?.picker != nil { return effects }
      if state.classDialog != nil { return effects + pressClasses(button, row: event.position.cell.row) }
      return effects + pressDialog(button, row: event.position.cell.row)
    }
    if state.pane == .picture, layout.side?.contains(event.position.cell) == true {
      return effects + pressSide(button, row: event.position.cell.row)
    }
    if isOnOverview(event.position) {
      if button == .left { beginOverviewDrag(event.position) }
      return effects
    }
    guard state.pane != .picture || state.hasDialog || follow(event.position) else { return effects }
    if isDouble, let binding = binding(button.doubleClick, event.modifiers) {
      return begin(binding, event) ? effects : effects + run(binding, count: 1)
    }
    if let binding = binding(button.drag, event.modifiers), begin(binding, event) { return effects }
    if let binding = binding(button.click, event.modifiers) { effects += run(binding, count: 1) }
    return effects
  }

  private func binding(_ gesture: PointerGesture, _ modifiers: Modifiers) -> Binding? {
    keymap.binding(of: .pointer(gesture, modifiers), in: layers)
  }

  /// Whether this press is the second of two at one place; a third begins anew.
  private mutating func isDoublePress(_ button: MouseEvent.Button, _ event: MouseEvent) -> Bool {
    let press = PointerState.Press(button: button, position: event.position, time: event.time)
    guard let last = state.pointer.lastPress, last.button == button,
      event.time - last.time <= keymap.doubleClickTime, isSamePlace(last.position, event.position)
    else {
      state.pointer.lastPress = press
      return false
    }
    state.pointer.lastPress = nil
    return true
  }

  /// A hand that clicks twice moves by a few pixels; where only cells are told, by none.
  private func isSamePlace(_ one: PointerPosition, _ other: PointerPosition) -> Bool {
    guard let one = one.pixel, let other = other.pixel else { return one.cell == other.cell }
    return abs(one.x - other.x) <= 4 && abs(one.y - other.y) <= 4
  }

  /// Begins what the drag row says. False if it says nothing that is dragged.
  private mutating func begin(_ binding: Binding, _ event: MouseEvent) -> Bool {
    switch binding.run.first.flatMap({ try? EditorAction.parse($0) }) {
    case .dragView:
      state.pointer.drag = .view(last: event.position)
      return true
    case .dragStroke:
      // A stroke from button down to button up is an undo step of its own.
      endStroke()
      state.pointer.drag = .stroke
      strokeHere()
      return true
    case .sam(.dragBox) where labelingSession() != nil:
      state.corner = state.cursor
      state.pointer.drag = .box
      return true
    case .grabCut(.drag(let drag)):
      var drag = drag
      if case .stroke(let kind) = drag { drag = .stroke(state.grabCut.dragged(kind)) }
      guard beginDraft(drag) else { return true }
      state.pointer.drag = .mark
      return true
    case .freehand(.brushDrag(let erases)):
      guard beginBrush(erases: erases || state.brush.erases) else { return true }
      state.pointer.drag = .brush
      return true
    case .picker(.drag):
      let place = panePlace(of: event.position)
      guard let part = pickerPart(at: place) else { return true }
      state.pointer.drag = .color(part)
      pick(part, at: place)
      return true
    case .freehand(.polygonDrag) where state.mode == .polygon:
      if pickVertex() { state.pointer.drag = .vertex }
      return true
    default: return false
    }
  }

  /// The button goes up.
  private mutating func endDrag() -> [Effect] {
    let effects = state.pointer.drag == .box ? makeBox() : []
    release()
    return effects
  }

  private mutating func release() {
    if state.pointer.drag == .stroke { endStroke() }
    if state.pointer.drag == .box { state.corner = nil }
    if state.pointer.drag == .mark { commitDraft() }
    if state.pointer.drag == .brush { commitBrush() }
    state.polygon.picked = nil
    state.pointer.drag = nil
  }

  private mutating func drag(to position: PointerPosition) {
    if state.pointer.drag == .overview { return dragOverview(to: position) }
    if case .color(let part) = state.pointer.drag { return pick(part, at: panePlace(of: position)) }
    guard case .view(let last) = state.pointer.drag else {
      guard state.pane == .picture, !state.hasDialog else { return }
      let isDrawing = state.pointer.drag.map { [.box, .mark, .brush, .vertex].contains($0) } ?? false
      follow(to: isDrawing ? nearestPoint(to: position) : point(under: position))
      return
    }
    let (from, to) = (place(of: last), place(of: position))
    pan(dx: from.x - to.x, dy: from.y - to.y)
    state.pointer.drag = .view(last: position)
  }

  private mutating func wheel(_ gesture: PointerGesture, _ event: MouseEvent) -> [Effect] {
    if let area = fileListArea, area.contains(event.position.cell) {
      wheelFileList(gesture)
      return []
    }
    if shownPicker != nil {
      return keymap.binding(of: .pointer(gesture, event.modifiers), in: layers).map { run($0, count: 1) } ?? []
    }
    if let area = dialogArea, area.contains(event.position.cell) {
      if state.models != nil { return wheelModels(gesture) }
      if state.classDialog != nil { return wheelClasses(gesture) }
      return wheelDialog(gesture, row: event.position.cell.row)
    }
    let overPicture =
      state.pane == .picture && (!state.hasDialog ? follow(event.position) : point(to: event.position))
    guard overPicture || state.pane != .picture else { return [] }
    state.pointer.anchor = overPicture ? place(of: event.position) : nil
    defer { state.pointer.anchor = nil }
    return keymap.binding(of: .pointer(gesture, event.modifiers), in: layers).map { run($0, count: 1) } ?? []
  }

  /// The pointer moves without a button. Leaving the segment where digits were typed says that they are no count.
  private mutating func hover(_ position: PointerPosition) -> [Effect] {
    guard state.pane == .picture, !state.hasDialog, let point = point(under: position) else { return [] }
    var effects: [Effect] = []
    if let typed = state.pending.point, let labels = open?.session?.state.labels, labels.size.contains(typed),
      labels[typed] != labels[point]
    {
      effects = flushDigits()
    }
    follow(position)
    return effects
  }

  // MARK: Places

  /// The image pixel under the pointer; nil where it is not over the image.
  private func point(under position: PointerPosition) -> PixelPoint? {
    guard layout.pane.contains(position.cell), !isOnOverview(position) else { return nil }
    return state.view?.imagePoint(at: place(of: position))
  }

  /// While something is drawn the pointer may leave the image: the nearest pixel counts, in the picture where the button
  /// went down.
  private func nearestPoint(to position: PointerPosition) -> PixelPoint? {
    let place = panePlace(of: position)
    let begun = state.pointer.lastPress.map { panePlace(of: $0.position).x } ?? 0
    let shift = start(ofPart: part(at: begun))
    return state.view?.nearestImagePoint(to: PixelPoint(x: place.x - shift, y: place.y))
  }

  /// Puts the cursor under the pointer. False where that is not over the image.
  @discardableResult
  private mutating func follow(_ position: PointerPosition) -> Bool { follow(to: point(under: position)) }

  @discardableResult
  private mutating func follow(to point: PixelPoint?) -> Bool {
    guard let point else { return false }
    guard point != state.cursor else { return true }
    state.cursor = point
    state.isWalking = false
    state.showsCrosshair = false
    strokeHere()
    return true
  }

  /// The same without a stroke that follows.
  private mutating func point(to position: PointerPosition) -> Bool {
    guard let point = point(under: position) else { return false }
    state.cursor = point
    return true
  }

  /// The canvas pixel under the pointer. Where pictures stand side by side, all are the view.
  private func place(of position: PointerPosition) -> PixelPoint {
    let place = panePlace(of: position)
    return PixelPoint(x: place.x - start(ofPart: part(at: place.x)), y: place.y)
  }

  /// The pixel of the pane under the pointer: exact where the terminal tells pixels, else the cell's middle.
  func panePlace(of position: PointerPosition) -> PixelPoint {
    let (pane, cell) = (layout.pane, screen.cellPixels)
    if let pixel = position.pixel, screen.hasPixelPointer, screen.graphics == .sixel {
      return PixelPoint(x: pixel.x - pane.column * cell.width, y: pixel.y - pane.row * cell.height)
    }
    return PixelPoint(
      x: (position.cell.column - pane.column) * cell.width + cell.width / 2,
      y: (position.cell.row - pane.row) * cell.height + cell.height / 2)
  }

  private mutating func pressSide(_ button: MouseEvent.Button, row: Int) -> [Effect] {
    guard button == .left, sideFollowing == nil, let number = classNumber(atRow: row) else { return [] }
    return perform(.command(.selectClass(.number(number))))
  }
}

extension MouseEvent.Button {
  var click: PointerGesture {
    switch self {
    case .left: .leftClick
    case .middle: .middleClick
    case .right: .rightClick
    }
  }

  var doubleClick: PointerGesture {
    switch self {
    case .left: .doubleLeftClick
    case .middle: .doubleMiddleClick
    case .right: .doubleRightClick
    }
  }

  var drag: PointerGesture {
    switch self {
    case .left: .leftDrag
    case .middle: .middleDrag
    case .right: .rightDrag
    }
  }
}
