import Display
import Raster
import Session

extension Editor {
  /// The picture of the open image over the pane. A digit that may yet become a count shows its fill at once.
  mutating func picture() -> Picture? {
    if state.dialog != nil { return dialogPicture() }
    if state.mode == .grabcut { return grabCutPicture() }
    guard let command = pendingFill, let session = open?.session else { return picture(differingIn: Outcome().changed) }
    return session.withPreview(of: command) { picture(differingIn: $0) }
  }

  /// The borders of the method dialog's preview over the picture; the segments as they are until there is one.
  private mutating func dialogPicture() -> Picture? {
    guard let segments = state.dialog?.preview.segments, let view = state.view else {
      return picture(differingIn: Outcome().changed)
    }
    let overlay = state.overlay
    state.overlay = overlay.withoutBorders
    defer { state.overlay = overlay }
    guard var picture = picture(differingIn: Outcome().changed) else { return nil }
    if !hidesBorders(segments.count, of: segments.labels.size, shrunkBy: 1 << previewLevel) {
      open?.composer?.drawBorders(of: segments.labels, view, in: &picture.plane)
    }
    return picture
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
      cursor: state.showsCrosshair && state.dialog == nil ? state.cursor : nil, changed: changed)
    open?.changed = PixelRect(x: 0, y: 0, width: 0, height: 0)
    guard var plane, let colors = open?.composer?.colors else { return nil }
    drawSam(colors, in: &plane)
    drawTemplates(colors, in: &plane)
    if state.isWalking, let cursor = state.cursor, let labels = session?.labels {
      open?.composer?.drawOutline(ofSegmentAt: cursor, labels, in: &plane)
    }
    drawHints(dark: colors.dark, bright: colors.bright, in: &plane)
    CutPreview(state)?.draw(dark: colors.dark, bright: colors.bright, in: &plane)
    return Picture(cells: layout.pane, plane: plane, palette: colors.palette)
  }

  /// Segments are so small on the canvas that lines between them would cover the image.
  var hidesBorders: Bool {
    guard let state = open?.session?.state else { return false }
    return hidesBorders(state.segments, of: state.size, shrunkBy: 1)
  }

  /// - Parameters:
  ///   - count: of segments.
  ///   - size: of the image, or of a copy that is `factor` times smaller along each side.
  func hidesBorders(_ count: Int, of size: Size, shrunkBy factor: Int) -> Bool {
    guard let view = state.view, count > 0 else { return false }
    let side = (Double(size.area) / Double(count)).squareRoot() * Double(factor)
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
