import Display
import Raster
import Session

extension Editor {
  /// The picture of the open image over the pane. A smart fill shows what it would do; a digit that may yet become a
  /// count shows its fill at once.
  mutating func picture() -> Picture? { pickerPicture ?? addOverview(to: pictureAlone()) }

  private mutating func pictureAlone() -> Picture? {
    if state.dialog == nil, state.mode == .grabcut { return grabCutPicture() }
    guard let command = previewedFill, let session = open?.session else {
      return picture(differingIn: Outcome().changed)
    }
    return session.withPreview(of: command) { picture(differingIn: $0) }
  }

  /// Segments that are drawn instead of those that are: those that the method dialog tries, or that are on their way.
  var shownPreview: SegmentsPreview? {
    if let dialog = state.dialog { return dialog.preview.segments }
    return shownOverlay.hasBorders && !showsCandidate ? segmentsPreview : nil
  }

  private mutating func picture(differingIn preview: PixelRect) -> Picture? {
    guard let view = state.view, open?.composer != nil else { return nil }
    let session = open?.session?.state
    let segments = shownPreview
    let changed = open?.changed.map { $0.union(preview).union(open?.previewed ?? preview) }
    open?.previewed = preview
    let isBare = hidesBorders || isPredicting || segments != nil
    let overlay = isBare ? shownOverlay.withoutBorders : shownOverlay
    open?.composer?.look = state.look
    open?.composer?.imageLook = state.imageLook
    let cursor = markCursor(view)
    let plane = open?.composer?.compose(
      labels: session?.labels, paint: session?.paint, objects: session?.objectMap,
      classes: session?.classes.classes.map(\.color) ?? [], viewport: view, overlay: overlay, cursor: cursor,
      changed: changed)
    open?.changed = PixelRect(x: 0, y: 0, width: 0, height: 0)
    guard let plane, let colors = open?.composer?.colors else { return nil }
    let drawn = isBlinking ? plane : marked(plane, view, segments, colors)
    return Picture(cells: layout.pane, plane: debugged(drawn, view, colors), palette: colors.palette)
  }

  /// The crosshair also says which pixels of pictures side by side are the same.
  private var showsCrosshair: Bool { (state.showsCrosshair || isDebugSplit) && state.dialog == nil && !isBlinking }

  /// The cursor where the picture marks it. The pointer marks itself, at no cost, but not which pixel it means.
  mutating func markCursor(_ view: Viewport) -> PixelPoint? {
    let hasArms = showsCrosshair
    open?.composer?.hasArms = hasArms
    let isFramed = view.showsPixels && state.dialog == nil && !isBlinking
    return hasArms || isFramed ? state.cursor : nil
  }

  /// What modes draw over the picture.
  private mutating func marked(
    _ plane: IndexPlane, _ view: Viewport, _ segments: SegmentsPreview?, _ colors: PictureColors
  ) -> IndexPlane {
    var plane = plane
    if let segments, !hidesBorders(segments.count, of: view.image) {
      open?.composer?.drawBorders(of: segments.labels, view, in: &plane)
    }
    drawSam(colors, in: &plane)
    drawFreehand(in: &plane)
    drawTemplates(colors, in: &plane)
    // What is not done yet lies over the paint, but not over the cursor.
    if ![.single, .fill, .unfill, .cut].contains(state.mode), let cursor = markCursor(view) {
      Crosshair(cursor, view, hasArms: showsCrosshair).draw(dark: colors.dark, bright: colors.bright, in: &plane)
    }
    if state.isWalking || state.mode == .smartFill, let cursor = state.cursor, let labels = open?.session?.state.labels
    {
      open?.composer?.drawOutline(ofSegmentAt: cursor, labels, in: &plane)
    }
    drawHints(dark: colors.dark, bright: colors.bright, in: &plane)
    CutPreview(state)?.draw(dark: colors.dark, bright: colors.bright, in: &plane)
    return plane
  }

  /// Segments are so small on the canvas that lines between them would cover the image.
  var hidesBorders: Bool {
    guard let state = open?.session?.state else { return false }
    return hidesBorders(state.segments, of: state.size)
  }

  /// - Parameters:
  ///   - count: of segments.
  ///   - size: of the image.
  func hidesBorders(_ count: Int, of size: Size) -> Bool {
    guard let view = state.view, count > 0 else { return false }
    let side = (Double(size.area) / Double(count)).squareRoot()
    return side * view.zoom < Self.smallestBorderedSide
  }

  /// Canvas pixels.
  private static let smallestBorderedSide = 6.0
}

extension Overlay {
  var hasBorders: Bool { self == .borders || self == .paintAndBorders }
  var hasPaint: Bool { self == .paint || self == .outline || self == .paintAndBorders }

  /// The same, but for lines between segments.
  var withoutBorders: Overlay {
    switch self {
    case .paintAndBorders, .paint: .paint
    case .outline: .outline
    case .borders, .plain: .plain
    }
  }
}
