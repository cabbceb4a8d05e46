import Display
import Raster
import Session

/// What the debug view shows where there is room for one picture.
enum DebugView: Equatable, Sendable { case labels, paint }

extension Editor {
  private static let columnsForThree = 60

  /// Image, segments and paint stand side by side.
  var isDebugSplit: Bool {
    state.debugView != nil && state.mode != .grabcut && screen.graphics != .none
      && layout.pane.columns >= Self.columnsForThree
  }

  /// On, where there is no room for all on to the next, and off.
  mutating func stepDebugView() {
    switch state.debugView {
    case nil: state.debugView = .labels
    case .labels: state.debugView = isDebugSplit ? nil : .paint
    case .paint: state.debugView = nil
    }
    state.view = state.view?.resized(to: canvas)
    if let cursor = state.cursor { state.view?.reveal(cursor) }
    let shown = state.debugView == .paint ? "painted pixels" : "segments, a colour for each"
    let text = isDebugSplit ? "image, segments, painted pixels" : shown
    state.say(.note, "debug view: " + (state.debugView == nil ? "off" : text))
  }

  /// The debug view in place of the picture of the image, where it is on.
  func debugged(_ image: IndexPlane, _ view: Viewport, _ colors: PictureColors) -> IndexPlane {
    guard let shown = state.debugView else { return image }
    if isDebugSplit {
      return joined([image, segments(view, colors), paint(view, colors)], between: colors.letterbox)
    }
    return shown == .labels ? segments(view, colors) : paint(view, colors)
  }

  private func segments(_ view: Viewport, _ colors: PictureColors) -> IndexPlane {
    debugPlane(view, colors) { plane in
      guard let labels = shownPreview?.labels ?? open?.session?.state.labels else { return }
      SegmentPainter(samples: CanvasSamples(view, of: labels.size), colors: colors).draw(labels, in: &plane)
    }
  }

  private func paint(_ view: Viewport, _ colors: PictureColors) -> IndexPlane {
    debugPlane(view, colors) { plane in
      guard let session = open?.session?.state, session.size == view.image else { return }
      let samples = CanvasSamples(view)
      SolidPaintPainter(samples: samples, colors: colors).draw(session.paint, in: &plane)
      guard let objects = session.objectMap else { return }
      let (borders, width) = (ObjectBorders(samples: samples, register: colors.dark), plane.width)
      plane.elements.withUnsafeMutableBufferPointer { target in
        if let target = target.baseAddress { borders.draw(samples.visible, session.paint, objects, target, width) }
      }
    }
  }

  private func debugPlane(
    _ view: Viewport, _ colors: PictureColors, _ draw: (inout IndexPlane) -> Void
  ) -> IndexPlane {
    var plane = IndexPlane(size: view.canvas, filledWith: colors.letterbox)
    draw(&plane)
    if let cursor = state.cursor, state.dialog == nil {
      Crosshair(cursor, view).draw(dark: colors.dark, bright: colors.bright, in: &plane)
    }
    return plane
  }
}
