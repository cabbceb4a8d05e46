import Display
import Raster

extension Editor {
  /// A click chooses a row; one on the chosen method goes to its parameters, one on the title back to the methods.
  mutating func pressDialog(_ button: MouseEvent.Button, row: Int) -> [Effect] {
    guard button == .left, let layout = dialogLayout else { return [] }
    let effects = takeEdit()
    guard let dialog = state.dialog, dialog.edit == nil else { return effects }
    guard let place = layout.place(atRow: row) else {
      return effects + (row == layout.area.row ? perform(.goToMethods) : [])
    }
    if dialog.part == .methods, place == dialog.row { return effects + perform(.goToParameters) }
    return effects + changeDialog { $0.choose(place) }
  }

  /// The wheel changes the value that it turns over, the chosen one where it is over none; in the list it walks.
  mutating func wheelDialog(_ gesture: PointerGesture, row: Int) -> [Effect] {
    guard let dialog = state.dialog, dialog.edit == nil, let layout = dialogLayout else { return [] }
    let isUp = gesture == .wheelUp
    guard dialog.part == .parameters else { return perform(.choose(isUp ? -1 : 1)) }
    return changeDialog { dialog in
      if let place = layout.place(atRow: row) { dialog.choose(place) }
      dialog.change { $0.step(isUp ? 1 : -1) }
    }
  }
}
