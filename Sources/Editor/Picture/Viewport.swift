import Raster

/// Which part of an image a canvas shows, and how large.
///
/// The scaled image lies at a whole canvas pixel, so panning never resamples differently and enlarged pixels stay even.
public struct Viewport: Hashable, Sendable {
  /// The image, in pixels; not empty.
  public let image: Size
  /// The picture on the screen, in pixels; not empty.
  public let canvas: Size
  /// Canvas pixels per image pixel.
  public private(set) var zoom: Double
  /// Where the image's top-left corner lies on the canvas.
  public private(set) var offset: PixelPoint

  /// The smallest and largest zoom; an image that is larger still may be fitted below the smallest.
  public static let zooms = 1.0 / 32...32.0
  /// What `closer` and `farther` step through.
  public static let steps: [Double] = [
    1.0 / 32, 1.0 / 24, 1.0 / 16, 1.0 / 12, 1.0 / 8, 1.0 / 6, 1.0 / 4, 1.0 / 3, 1.0 / 2, 2.0 / 3, 1, 1.5, 2, 3, 4, 6, 8,
    12, 16, 24, 32,
  ]

  /// From this zoom on single pixels are looked at: nothing is drawn through them.
  public static let pixelZoom = 8.0
  /// Image pixels are so large that they are told apart.
  public var showsPixels: Bool { zoom >= Self.pixelZoom }
  /// Some of the image lies beyond the canvas.
  public var showsPart: Bool { scaled.width > canvas.width || scaled.height > canvas.height }

  /// The whole image, as large as the canvas allows; see `fit`.
  public init(image: Size, canvas: Size) {
    self.image = Size(width: max(1, image.width), height: max(1, image.height))
    self.canvas = Size(width: max(1, canvas.width), height: max(1, canvas.height))
    (zoom, offset) = (1, PixelPoint(x: 0, y: 0))
    fit()
  }

  /// The zoom at which the whole image is seen; small images grow at most eightfold, in steps of a half.
  public var fittingZoom: Double {
    let zoom = min(Double(canvas.width) / Double(image.width), Double(canvas.height) / Double(image.height))
    return zoom <= 1 ? zoom : min(8, (zoom * 2).rounded(.down) / 2)
  }

  /// Size of the whole image at this zoom, in canvas pixels; at least one per axis.
  public var scaled: Size {
    Size(
      width: max(1, Int((Double(image.width) * zoom).rounded())),
      height: max(1, Int((Double(image.height) * zoom).rounded())))
  }

  /// The part of the canvas that shows image; the rest is letterbox.
  public var visible: PixelRect {
    PixelRect(x: offset.x, y: offset.y, width: scaled.width, height: scaled.height).intersection(canvas.bounds)
  }

  /// Shows the whole image, centred.
  public mutating func fit() {
    zoom = fittingZoom
    place(PixelPoint(x: (canvas.width - scaled.width) / 2, y: (canvas.height - scaled.height) / 2))
  }

  /// Zooms so that what lies under `anchor`, a canvas pixel, stays there as far as the image's edges allow.
  ///
  /// - Parameter ratio: held within `zooms`, or down to `fittingZoom` where that is smaller.
  public mutating func zoom(to ratio: Double, at anchor: PixelPoint) {
    guard ratio.isFinite else { return }
    let (old, from) = (scaled, offset)
    zoom = min(max(ratio, min(Self.zooms.lowerBound, fittingZoom)), Self.zooms.upperBound)
    func moved(_ anchor: Int, _ offset: Int, _ old: Int, _ new: Int) -> Int {
      anchor - Int(((Double(anchor - offset) + 0.5) * Double(new) / Double(old)).rounded(.down))
    }
    place(
      PixelPoint(
        x: moved(anchor.x, from.x, old.width, scaled.width), y: moved(anchor.y, from.y, old.height, scaled.height)))
  }

  /// One step of `steps` nearer.
  public mutating func closer(at anchor: PixelPoint) {
    zoom(to: Self.steps.first { $0 > zoom * 1.01 } ?? Self.zooms.upperBound, at: anchor)
  }

  /// One step of `steps` farther.
  public mutating func farther(at anchor: PixelPoint) {
    zoom(to: Self.steps.last { $0 < zoom * 0.99 } ?? 0, at: anchor)
  }

  /// Moves the view over the image by canvas pixels, as far as there is image to show.
  public mutating func pan(dx: Int, dy: Int) {
    place(PixelPoint(x: offset.x - dx.clamped, y: offset.y - dy.clamped))
  }

  /// Shows an image point in the middle, as far as there is image around it.
  public mutating func center(on point: PixelPoint) {
    let spot = middle(of: image.clamp(point))
    pan(dx: spot.x - canvas.width / 2, dy: spot.y - canvas.height / 2)
  }

  /// Moves as little as makes an image point visible, `margin` canvas pixels from the edge where that is possible.
  public mutating func reveal(_ point: PixelPoint, margin: Int = 16) {
    let spot = canvasRect(of: image.clamp(point))
    func move(_ start: Int, _ end: Int, _ length: Int) -> Int {
      let margin = min(margin, max(0, (length - (end - start)) / 2))
      if start < margin { return margin - start }
      return end > length - margin ? length - margin - end : 0
    }
    place(
      PixelPoint(
        x: offset.x + move(spot.x, spot.maxX, canvas.width), y: offset.y + move(spot.y, spot.maxY, canvas.height)))
  }

  /// The same view on a canvas of another size: the same zoom around the same centre, or fitted where it was fitted.
  public func resized(to canvas: Size) -> Viewport {
    var view = Viewport(image: image, canvas: canvas)
    if zoom == fittingZoom { return view }
    let centre = PixelPoint(x: self.canvas.width / 2, y: self.canvas.height / 2)
    view.zoom = zoom
    view.place(
      PixelPoint(
        x: view.canvas.width / 2 - (centre.x - offset.x), y: view.canvas.height / 2 - (centre.y - offset.y)))
    return view
  }

  /// The image pixel under a canvas pixel; nil in the letterbox and beyond the canvas.
  public func imagePoint(at point: PixelPoint) -> PixelPoint? {
    visible.contains(point) ? nearestImagePoint(to: point) : nil
  }

  /// The image pixel under a canvas pixel, or the nearest one.
  public func nearestImagePoint(to point: PixelPoint) -> PixelPoint { nearestPoint(to: point, of: image) }

  /// The same for a copy of the image of another size.
  func nearestPoint(to point: PixelPoint, of copy: Size) -> PixelPoint {
    func map(_ at: Int, _ offset: Int, _ scaled: Int, _ length: Int) -> Int {
      let inside = min(max(at.clamped - offset, 0), scaled - 1)
      return (2 * inside + 1) * length / (2 * scaled)
    }
    return PixelPoint(
      x: map(point.x, offset.x, scaled.width, copy.width), y: map(point.y, offset.y, scaled.height, copy.height))
  }

  /// The canvas pixels that show an image pixel, never empty; may lie beyond the canvas.
  public func canvasRect(of point: PixelPoint) -> PixelRect {
    canvasRect(of: PixelRect(x: point.x, y: point.y, width: 1, height: 1))
  }

  /// The canvas pixels that an image rectangle may show through, never empty; may lie beyond the canvas.
  public func canvasRect(of rect: PixelRect) -> PixelRect {
    func span(_ start: Int, _ end: Int, _ scaled: Int, _ length: Int) -> (Int, Int) {
      let low = Int((Double(start) * Double(scaled) / Double(length)).rounded(.down))
      return (low, max(low + 1, Int((Double(end) * Double(scaled) / Double(length)).rounded(.up))))
    }
    let (left, right) = span(rect.x, rect.maxX, scaled.width, image.width)
    let (top, bottom) = span(rect.y, rect.maxY, scaled.height, image.height)
    return PixelRect(x: left + offset.x, y: top + offset.y, width: right - left, height: bottom - top)
  }

  /// The canvas pixels around an image rectangle, side by side clockwise from the top left; what lies beyond the canvas is
  /// left out.
  func sides(of rect: PixelRect) -> [[PixelPoint]] {
    let outline = canvasRect(of: rect)
    let (right, bottom) = (outline.maxX - 1, outline.maxY - 1)
    let corners = [
      PixelPoint(x: outline.x, y: outline.y), PixelPoint(x: right, y: outline.y), PixelPoint(x: right, y: bottom),
      PixelPoint(x: outline.x, y: bottom),
    ]
    return zip(corners, corners.dropFirst() + corners.prefix(1)).map { pixelLine(from: $0, to: $1, in: canvas) }
  }

  /// Larger images cover the canvas, smaller ones are centred.
  private mutating func place(_ wanted: PixelPoint) {
    func held(_ wanted: Int, _ scaled: Int, _ canvas: Int) -> Int {
      scaled <= canvas ? (canvas - scaled) / 2 : min(0, max(wanted, canvas - scaled))
    }
    offset = PixelPoint(
      x: held(wanted.x, scaled.width, canvas.width), y: held(wanted.y, scaled.height, canvas.height))
  }

}

extension Int {
  /// Far more than any canvas, and far from overflow.
  fileprivate var clamped: Int { Swift.min(Swift.max(self, -(1 << 32)), 1 << 32) }
}

extension Viewport {
  /// The canvas pixel in the middle of an image pixel; may lie beyond the canvas.
  func middle(of point: PixelPoint) -> PixelPoint {
    let rect = canvasRect(of: point)
    return PixelPoint(x: rect.x + rect.width / 2, y: rect.y + rect.height / 2)
  }
}
