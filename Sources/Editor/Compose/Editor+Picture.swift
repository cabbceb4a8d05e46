import Display
import Raster
import Session

extension Editor {
  /// The picture of the open image over the pane. A digit that may yet become a count shows its fill at once.
  mutating func picture() -> Picture? {
    guard let command = pendingFill, let session = open?.session else { return picture(differingIn: Outcome().changed) }
    return session.withPreview(of: command) { picture(differingIn: $0) }
  }

  private mutating func picture(differingIn preview: PixelRect) -> Picture? {
    guard let view = state.view, open?.composer != nil else { return nil }
    let session = open?.session?.state
    let changed = open?.changed.map { $0.union(preview).union(open?.previewed ?? preview) }
    open?.previewed = preview
    let overlay = hidesBorders ? state.overlay.withoutBorders : state.overlay
    let plane = open?.composer?.compose(
      labels: session?.labels, paint: session?.paint, classes: session?.classes.classes.map(\.color) ?? [],
      viewport: view, overlay: overlay,
      cursor: state.showsCrosshair ? state.cursor : nil, changed: changed)
    open?.changed = PixelRect(x: 0, y: 0, width: 0, height: 0)
    guard var plane, let colors = open?.composer?.colors else { return nil }
    CutPreview(state)?.draw(dark: colors.dark, bright: colors.bright, in: &plane)
    return Picture(cells: layout.pane, plane: plane, palette: colors.palette)
  }

  /// Segments are so small on the canvas that lines between them would cover the image.
  var hidesBorders: Bool {
    guard let view = state.view, let state = open?.session?.state, state.segments > 0 else { return false }
    let side = (Double(state.size.area) / Double(state.segments)).squareRoot()
    return side * view.zoom < Self.smallestBorderedSide
  }

  /// Canvas pixels.
  private static let smallestBorderedSide = 6.0
}

extension Overlay {
  fileprivate var withoutBorders: Overlay {
    switch self {
    case .paintAndBorders, .paint: .paint
    case .borders, .plain: .plain
    }
  }
}
