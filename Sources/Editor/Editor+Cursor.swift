import Display
import Raster
import Session

extension Editor {
  /// Image pixels that a cursor step goes: about a cell, at least one pixel.
  var step: Int {
    guard let view = state.view else { return 1 }
    return max(1, Int((Double(screen.cellPixels.width) / view.zoom).rounded()))
  }

  mutating func moveCursor(dx: Int, dy: Int) {
    guard let cursor = state.cursor else { return }
    moveCursor(to: PixelPoint(x: cursor.x + dx, y: cursor.y + dy))
  }

  mutating func moveCursor(to point: PixelPoint) {
    guard let view = state.view else { return }
    state.cursor = view.image.clamp(point)
    state.isWalking = false
    state.showsCrosshair = true
    if let cursor = state.cursor { state.view?.reveal(cursor) }
    uncoverCursor()
    strokeHere()
  }

  mutating func zoom(_ zoom: Zoom, at point: PixelPoint?) {
    let pointer = point == nil ? state.pointer.anchor : nil
    guard var view = state.view, let point = point.map(view.image.clamp) ?? state.cursor else { return }
    let anchor = pointer ?? view.canvas.clamp(view.middle(of: point))
    switch zoom {
    case .closer: view.closer(at: anchor)
    case .farther: view.farther(at: anchor)
    case .fit: view.fit()
    case .ratio(let ratio): view.zoom(to: ratio, at: anchor)
    }
    state.view = view
    uncoverCursor()
  }

  /// Moves the view over the image; a cursor that would leave it is taken along.
  mutating func pan(dx: Int, dy: Int) {
    guard var view = state.view else { return }
    view.pan(dx: dx, dy: dy)
    state.view = view
    takeCursorAlong()
    uncoverCursor()
  }

  /// Puts a cursor that is not on the canvas at its nearest edge.
  mutating func takeCursorAlong() {
    guard let view = state.view, let cursor = state.cursor else { return }
    let place = view.middle(of: cursor)
    if !view.canvas.contains(place) { state.cursor = view.nearestImagePoint(to: view.canvas.clamp(place)) }
  }

  /// Of a view: a part of the pane where pictures stand side by side.
  var canvas: Size { Size(width: paneCanvas.width / partCount, height: paneCanvas.height) }

  var paneCanvas: Size {
    let pane = layout.pane
    return Size(width: pane.columns * screen.cellPixels.width, height: pane.rows * screen.cellPixels.height)
  }

  mutating func resize(to screen: ScreenSpec) -> [Effect] {
    let hasOtherRegisters = screen.registers != self.screen.registers
    self.screen = screen
    // The first image may be decoded before the terminal has told its colours.
    if hasOtherRegisters, let source = open?.composer?.source { makeComposer(source) }
    state.view = state.view?.resized(to: canvas)
    if let cursor = state.cursor { state.view?.reveal(cursor) }
    return []
  }
}
