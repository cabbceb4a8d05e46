import Display
import Raster
import Session

extension Editor {
  /// The picture of the open image over the pane.
  mutating func picture() -> Picture? {
    guard let view = state.view, open?.composer != nil else { return nil }
    let (session, changed) = (open?.session?.state, open?.changed)
    let plane = open?.composer?.compose(
      labels: session?.labels, paint: session?.paint, classes: session?.classes.classes.map(\.color) ?? [],
      viewport: view, overlay: state.overlay, cursor: state.cursor, changed: changed)
    open?.changed = PixelRect(x: 0, y: 0, width: 0, height: 0)
    guard let plane, let palette = open?.composer?.palette else { return nil }
    return Picture(cells: layout.pane, plane: plane, palette: palette)
  }
}
