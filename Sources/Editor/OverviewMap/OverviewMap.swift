import Raster

/// The whole image in a corner of the picture, while only a part of it shows.
struct OverviewMap: Equatable, Sendable {
  /// Where it stands; the first is the one it takes by itself.
  enum Corner: CaseIterable, Sendable { case bottomRight, bottomLeft, topRight, topLeft }

  var isOn = false
  var corner = Corner.bottomRight
}

/// The cells of the pane that an overview map covers. Whole ones, so that what changes beside it never sends it anew.
struct OverviewPlace: Equatable {
  /// In pixels of the pane.
  let rect: PixelRect
  /// The whole image on a canvas of that size.
  let view: Viewport

  /// The pane's width and height over the map's largest ones.
  private static let share = 4
  /// Below it, in half blocks for example, there is no room for two lines.
  private static let coarseWidth = 40
  private static let smallest = CellSize(columns: 4, rows: 2)

  /// Nil where there is no room.
  ///
  /// - Parameters:
  ///   - pane: in cells of `cell` pixels.
  init?(_ image: Size, _ corner: OverviewMap.Corner, pane: CellSize, cell: Size) {
    let most = CellSize(columns: pane.columns / Self.share, rows: pane.rows / Self.share)
    guard most.columns >= Self.smallest.columns, most.rows >= Self.smallest.rows, !cell.bounds.isEmpty else {
      return nil
    }
    let room = Size(width: most.columns * cell.width, height: most.rows * cell.height)
    let fitted = Viewport(image: image, canvas: room).scaled
    let columns = min(most.columns, max(Self.smallest.columns, (fitted.width + cell.width - 1) / cell.width))
    let rows = min(most.rows, max(Self.smallest.rows, (fitted.height + cell.height - 1) / cell.height))
    let size = Size(width: columns * cell.width, height: rows * cell.height)
    let isLeft = corner == .bottomLeft || corner == .topLeft
    let isTop = corner == .topRight || corner == .topLeft
    rect = PixelRect(
      x: isLeft ? 0 : (pane.columns - columns) * cell.width, y: isTop ? 0 : (pane.rows - rows) * cell.height,
      width: size.width, height: size.height)
    view = Viewport(image: image, canvas: size)
  }

  /// The image pixel at a pixel of the pane, or the nearest one.
  func imagePoint(at place: PixelPoint) -> PixelPoint {
    view.nearestImagePoint(to: PixelPoint(x: place.x - rect.x, y: place.y - rect.y))
  }

  /// What of the map a view shows, in its own pixels.
  func part(of shown: Viewport) -> PixelRect {
    let visible = shown.visible
    let corners = [(visible.x, visible.y), (visible.maxX - 1, visible.maxY - 1)].map {
      shown.nearestImagePoint(to: PixelPoint(x: $0.0, y: $0.1))
    }
    return view.canvasRect(of: PixelRect(corner: corners[0], corner: corners[1]))
  }

  /// Draws the rim and the frame of what is seen over a plane of `view`, and that into one of the pane.
  func draw(_ map: IndexPlane, seen: PixelRect, dark: UInt8, bright: UInt8, in pane: inout IndexPlane) {
    var map = map
    for side in map.size.bounds.rim { map.fill(side) { _, _ in dark } }
    // The bright line lies on the outermost pixels of what is seen, unless they are all there is.
    let inner = seen.grown(by: min(seen.width, seen.height) < 4 ? 0 : -1)
    PixelFrame(around: inner, isThin: map.width < Self.coarseWidth).draw(dark: dark, bright: bright, in: &map)
    for y in 0..<min(map.height, pane.height - rect.y) {
      let start = (rect.y + y) * pane.width + rect.x
      pane.elements.replaceSubrange(
        start..<start + map.width, with: map.elements[y * map.width..<(y + 1) * map.width])
    }
  }
}
