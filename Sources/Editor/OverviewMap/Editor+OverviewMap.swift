import Display
import Raster
import Session

extension Editor {
  /// Where the overview map stands; nil where it is off, or all of the image shows, or there is no picture.
  var overviewPlace: OverviewPlace? { state.overview.isOn ? overviewPlace(in: state.overview.corner) : nil }

  private func overviewPlace(in corner: OverviewMap.Corner) -> OverviewPlace? {
    let isPaneTaken = shownPicker != nil || ((state.hasDialog || state.fileList != nil) && layout.side == nil)
    guard let view = state.view, view.showsPart, screen.graphics != .none, state.pane == .picture, !isPaneTaken else {
      return nil
    }
    let pane = CellSize(columns: layout.pane.columns, rows: layout.pane.rows)
    return OverviewPlace(view.image, corner, pane: pane, cell: screen.cellPixels)
  }

  mutating func toggleOverview() {
    state.overview.isOn.toggle()
    uncoverCursor()
    let needsMore = state.view?.showsPart != true
    let text = screen.graphics == .none ? "on; it needs pictures" : needsMore ? "on; zoom in to see it" : "on"
    state.say(.note, "overview map: " + (state.overview.isOn ? text : "off"))
  }

  /// The picture with the overview map where there is one.
  mutating func addOverview(to picture: Picture?) -> Picture? {
    guard var picture, let place = overviewPlace, let view = state.view, let colors = open?.composer?.colors,
      let map = open?.composer?.plain(place.view)
    else { return picture }
    place.draw(map, seen: place.part(of: view), dark: colors.dark, bright: colors.bright, in: &picture.plane)
    return picture
  }

  /// Has the map go to another corner where it would cover the cursor. Not while the pointer drags it.
  mutating func uncoverCursor() {
    guard let view = state.view, let cursor = state.cursor, state.pointer.drag != .overview else { return }
    let spot = view.canvasRect(of: cursor)
    let spots = (0..<partCount).map { part in
      PixelRect(x: spot.x + start(ofPart: part), y: spot.y, width: spot.width, height: spot.height)
    }
    func isFree(_ corner: OverviewMap.Corner) -> Bool {
      guard let rect = overviewPlace(in: corner)?.rect else { return true }
      return spots.allSatisfy { $0.intersection(rect).isEmpty }
    }
    if state.overview.isOn, !isFree(state.overview.corner) {
      state.overview.corner = OverviewMap.Corner.allCases.first(where: isFree) ?? state.overview.corner
    }
  }

  /// Shows an image point in the middle; a cursor that would leave the view is taken along.
  mutating func center(on point: PixelPoint) {
    guard var view = state.view else { return }
    // What passes between the two views was not seen.
    endStroke()
    view.center(on: point)
    state.view = view
    takeCursorAlong()
  }

  // MARK: Pointer

  /// The pointer is on the map: nothing below it is meant.
  func isOnOverview(_ position: PointerPosition) -> Bool {
    layout.pane.contains(position.cell) && overviewPlace?.rect.contains(panePlace(of: position)) == true
  }

  /// A press on the map begins to move the view.
  mutating func beginOverviewDrag(_ position: PointerPosition) {
    state.pointer.drag = .overview
    dragOverview(to: position)
  }

  mutating func dragOverview(to position: PointerPosition) {
    if let place = overviewPlace { center(on: place.imagePoint(at: panePlace(of: position))) }
  }
}
