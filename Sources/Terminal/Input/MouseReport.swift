import Display
import Raster

extension MouseEvent {
  /// An SGR mouse report, `CSI < buttons ; x ; y M` or `m`; nil for buttons that Tessera does not know.
  ///
  /// - Parameter pointerCell: pixels per cell where x and y count pixels, nil where they count cells.
  init?(_ sequence: ControlSequence, pointerCell: Size?, time: Int) {
    let numbers = sequence.numbers
    guard numbers.count == 3, "Mm".contains(sequence.final), sequence.intermediates.isEmpty,
      let action = Action(code: numbers[0], isRelease: sequence.final == "m")
    else { return nil }
    self.init(
      action, at: PointerPosition(x: numbers[1] - 1, y: numbers[2] - 1, pointerCell: pointerCell),
      modifiers: Modifiers(mouse: numbers[0]), time: time)
  }
}

extension MouseEvent.Action {
  fileprivate init?(code: Int, isRelease: Bool) {
    guard code >= 0, code < 128 else { return nil }
    let button = [MouseEvent.Button.left, .middle, .right, nil][code & 3]
    switch (code & 64 != 0, code & 32 != 0, isRelease, button) {
    case (true, false, false, .left): self = .wheelUp
    case (true, false, false, .middle): self = .wheelDown
    case (true, _, _, _): return nil
    case (false, true, _, nil): self = .move
    case (false, true, false, let button?): self = .drag(button)
    case (false, _, true, let button?): self = .release(button)
    case (false, false, false, let button?): self = .press(button)
    default: return nil
    }
  }
}

extension Modifiers {
  fileprivate init(mouse code: Int) {
    self = []
    if code & 4 != 0 { insert(.shift) }
    if code & 8 != 0 { insert(.alt) }
    if code & 16 != 0 { insert(.control) }
  }
}

extension PointerPosition {
  /// `x` and `y` count from 0; they are negative in the border of a window.
  fileprivate init(x: Int, y: Int, pointerCell: Size?) {
    guard let cell = pointerCell, cell.width > 0, cell.height > 0 else {
      self.init(cell: CellPoint(column: x, row: y))
      return
    }
    let column = (Double(x) / Double(cell.width)).rounded(.down)
    let row = (Double(y) / Double(cell.height)).rounded(.down)
    self.init(cell: CellPoint(column: Int(column), row: Int(row)), pixel: PixelPoint(x: x, y: y))
  }
}
