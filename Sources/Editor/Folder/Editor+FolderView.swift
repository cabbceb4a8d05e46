import Raster
import Session

extension Editor {
  /// Has the image, the zoom and the cursor kept for the next time.
  func keepView() -> [Effect] {
    guard !isReadOnly, let open else { return [] }
    var kept = FolderView(stem: open.file.stem, cursor: state.cursor)
    if let view = state.view, view.zoom != view.fittingZoom, Viewport.zooms.contains(view.zoom) {
      let middle = PixelPoint(x: view.canvas.width / 2, y: view.canvas.height / 2)
      kept.zoom = (view.zoom, view.nearestImagePoint(to: middle))
    }
    return [.keepView(kept)]
  }

  /// Shows the image that is on the screen for the first time as it was left.
  mutating func restoreView() {
    guard let kept = leftView else { return }
    leftView = nil
    guard open?.file.stem == kept.stem, var view = state.view else { return }
    // On a larger screen what was near may be far: then the whole image says more.
    if let zoom = kept.zoom, zoom.ratio > view.fittingZoom {
      view.zoom(to: zoom.ratio, at: PixelPoint(x: 0, y: 0))
      view.center(on: zoom.middle)
    }
    if let cursor = kept.cursor {
      state.cursor = view.image.clamp(cursor)
      view.reveal(view.image.clamp(cursor))
    }
    state.view = view
  }
}
