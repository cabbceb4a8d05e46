import Display
import Raster
import Session

/// Makes the picture of one image: the view of it, paint, borders and cursor, as palette indices.
///
/// Keeps what it made: a call computes only what differs from the call before. Holds the image, never label map or
/// paint, so that those can change in place.
public struct PictureComposer: Sendable {
  /// The image.
  public let source: PictureSource
  /// The registers of the picture.
  public private(set) var colors: PictureColors
  /// How paint is shown from the next call on; its opacity may change the palette.
  public var look = PaintLook()
  /// How the image itself is shown from the next call on; another one changes the palette.
  public var imageLook = ImageLook()
  /// The cursor is marked by arms around its pixel, too; else by a frame alone where pixels are told apart.
  var hasArms = true

  private let theme: PictureTheme
  private let registers: Int
  private var classes: [RGB]
  private var opacity = PictureColors.plainOpacity
  /// What the registers are for; nil for the image as it is.
  private var lookTable: LookTable?
  private var tableLook = ImageLook()
  /// Of the image as it is shown.
  private var histogram: ColorHistogram
  /// Of the image; made when one first looks at it in another way.
  private var samples: Image?
  private var cache: Cache?
  private var overview: (viewport: Viewport, plane: IndexPlane)?

  /// What the last call showed, and the steps on the way there.
  private struct Cache {
    var viewport: Viewport
    /// The scaled view in RGB; other pixels than `viewport.visible` mean nothing.
    var canvas: [UInt8]
    /// The same as indices, with the letterbox.
    var base: [UInt8]
    var samples: CanvasSamples
    var layers: CanvasLayers
    var cursor: Crosshair?
    var plane: IndexPlane
  }

  /// Chooses registers for the image's colours.
  ///
  /// - Parameters:
  ///   - classes: the colours of class 1, 2, …
  ///   - registers: colours that the terminal shows at once: 256, or fewer for 16.
  /// - Complexity: about 2 ms, for images of any size.
  public init(_ source: PictureSource, theme: PictureTheme = PictureTheme(), classes: [RGB], registers: Int = 256) {
    self.source = source
    self.theme = theme
    self.registers = registers
    self.classes = classes
    histogram = source.histogram
    colors = PictureColors(source.histogram, theme: theme, classes: classes, registers: registers)
  }

  /// The image in all sizes.
  var pyramid: Pyramid { source.pyramid }

  /// The view of the last call, without paint and lines: as indices, and which image pixels they stand for.
  var shown: (base: [UInt8], samples: CanvasSamples)? { cache.map { ($0.base, $0.samples) } }

  /// The palette that goes with the planes of `compose`.
  public var palette: Palette { colors.palette }

  /// The picture of a view.
  ///
  /// - Parameters:
  ///   - labels: of the image's size; nil while there is no segmentation.
  ///   - paint: of the image's size; nil for none.
  ///   - objects: of the image's size; nil for none.
  ///   - classes: the colours of class 1, 2, …; a change may change the palette.
  ///   - viewport: for this image; one of another size is taken as its fitted view.
  ///   - cursor: the image point that the crosshair marks; nil for none.
  ///   - changed: where labels or paint may differ from the last call, in image pixels: nil for anywhere, empty for
  ///     nowhere.
  /// - Returns: a plane of `viewport.canvas` size.
  /// - Complexity: O(canvas) for a new view, else O(canvas pixels of what changed).
  public mutating func compose(
    labels: LabelMap?, paint: PaintMap?, objects: ObjectMap? = nil, classes: [RGB], viewport: Viewport,
    overlay: Overlay, cursor: PixelPoint?, changed: PixelRect?
  ) -> IndexPlane {
    let viewport =
      viewport.image == pyramid.image.size ? viewport : Viewport(image: pyramid.image.size, canvas: viewport.canvas)
    let labels = labels.flatMap { $0.size == pyramid.image.size ? $0 : nil }
    let paint = paint.flatMap { $0.size == pyramid.image.size ? $0 : nil }
    let objects = objects.flatMap { $0.size == pyramid.image.size ? $0 : nil }
    let cursor = cursor.flatMap {
      pyramid.image.size.contains($0) ? Crosshair($0, viewport, hasArms: hasArms) : nil
    }
    let isRecolored = recolor(classes)
    var (cache, isKept) = takeCache(viewport)
    if isKept && isRecolored { cache.base = quantized(cache.canvas, viewport) }
    var layers = CanvasLayers(overlay, look, hasLabels: labels != nil, hasPaint: paint != nil)
    layers.showsObjects = objects != nil && paint != nil && overlay.hasPaint
    let isNew = !isKept || isRecolored || layers != cache.layers
    cache.layers = layers
    for rect in dirty(cache, isNew: isNew, cursor: cursor, changed: changed) {
      let painter = CanvasPainter(base: cache.base, samples: cache.samples, colors: colors, layers: layers)
      painter.paint(rect, labels, paint, objects, into: &cache.plane)
    }
    cache.cursor = cursor
    cursor?.draw(dark: colors.dark, bright: colors.bright, in: &cache.plane)
    self.cache = cache
    return cache.plane
  }

  /// Draws the lines between segments over a plane of `compose`, for labels that the composer does not keep.
  ///
  /// - Parameter labels: of the image or of a smaller copy of it.
  /// - Complexity: O(canvas).
  func drawBorders(of labels: LabelMap, _ viewport: Viewport, in plane: inout IndexPlane) {
    let samples = CanvasSamples(viewport, of: labels.size)
    let painter = CanvasPainter(base: [], samples: samples, colors: colors, layers: CanvasLayers())
    let width = plane.width
    plane.elements.withUnsafeMutableBufferPointer { target in
      guard let target = target.baseAddress, !samples.visible.isEmpty else { return }
      painter.drawBorders(samples.visible, labels, target, width)
    }
  }

  /// Outlines the segment at an image point over a plane of `compose`.
  /// - Complexity: O(canvas).
  func drawOutline(ofSegmentAt point: PixelPoint, _ labels: LabelMap, in plane: inout IndexPlane) {
    guard let samples = cache?.samples, labels.size == pyramid.image.size, labels.size.contains(point) else { return }
    let outline = SegmentOutline(samples: samples, labels: labels, label: labels[point])
    outline.draw(dark: colors.dark, bright: colors.bright, in: &plane)
  }

  /// A view without paint, lines and cursor; the last one is kept. To be called after `compose`, with its registers.
  mutating func plain(_ viewport: Viewport) -> IndexPlane {
    if let overview, overview.viewport == viewport { return overview.plane }
    var canvas = [UInt8](repeating: 0, count: viewport.canvas.area * 3)
    scale(viewport, into: &canvas)
    let plane = IndexPlane(size: viewport.canvas, elements: quantized(canvas, viewport))
    overview = (viewport, plane)
    return plane
  }

  /// Follows a change of the classes, of the opacity or of how the image is shown; true where the registers changed.
  private mutating func recolor(_ classes: [RGB]) -> Bool {
    guard classes != self.classes || look.opacity != opacity || imageLook != tableLook else { return false }
    if imageLook != tableLook { followLook() }
    (self.classes, opacity) = (classes, look.opacity)
    colors = PictureColors(histogram, theme: theme, classes: classes, registers: registers, opacity: opacity)
    overview = nil
    return true
  }

  private mutating func followLook() {
    tableLook = imageLook
    (lookTable, histogram) = (nil, source.histogram)
    guard imageLook != ImageLook() else { return }
    let samples = self.samples ?? source.image.sampled(to: 524_288)
    self.samples = samples
    let table = LookTable(imageLook, samples: samples)
    (lookTable, histogram) = (table, ColorHistogram(table.applied(to: samples)))
  }

  /// What is kept of this view, or the view made anew. Takes it out of `self`, so that nothing is copied to change it.
  private mutating func takeCache(_ viewport: Viewport) -> (Cache, isKept: Bool) {
    let old = cache
    cache = nil
    if let old, old.viewport == viewport { return (old, true) }
    var canvas = old?.viewport.canvas == viewport.canvas ? old?.canvas : nil
    return (view(viewport, &canvas), false)
  }

  /// - Parameter memory: a canvas of the same size that is no longer needed; taken.
  private func view(_ viewport: Viewport, _ memory: inout [UInt8]?) -> Cache {
    var canvas = memory.take() ?? [UInt8](repeating: 0, count: viewport.canvas.area * 3)
    scale(viewport, into: &canvas)
    let base = quantized(canvas, viewport)
    return Cache(
      viewport: viewport, canvas: canvas, base: base, samples: CanvasSamples(viewport), layers: CanvasLayers(),
      cursor: nil, plane: IndexPlane(size: viewport.canvas, elements: base))
  }

  private func scale(_ viewport: Viewport, into canvas: inout [UInt8]) {
    let (scaled, visible) = (viewport.scaled, viewport.visible)
    let stepX = Double(viewport.image.width) / Double(scaled.width)
    let stepY = Double(viewport.image.height) / Double(scaled.height)
    let level = pyramid.level(forScale: max(1 / stepX, 1 / stepY))
    let shrink = 1 / Double(1 << level)
    let source = Area(
      x: Double(visible.x - viewport.offset.x) * stepX * shrink,
      y: Double(visible.y - viewport.offset.y) * stepY * shrink, width: Double(visible.width) * stepX * shrink,
      height: Double(visible.height) * stepY * shrink)
    resample(pyramid.levels[level], source, into: &canvas, canvasWidth: viewport.canvas.width, visible)
  }

  private func quantized(_ canvas: [UInt8], _ viewport: Viewport) -> [UInt8] {
    let visible = viewport.visible
    var base = [UInt8](repeating: colors.letterbox, count: viewport.canvas.area)
    // The scaled view stays as the image is: another look needs no other scaling.
    var canvas = canvas
    if let lookTable { canvas.withUnsafeMutableBufferPointer { lookTable.apply(to: $0) } }
    canvas.withUnsafeBufferPointer { canvas in
      base.withUnsafeMutableBufferPointer { base in
        for y in visible.y..<visible.maxY {
          let row = y * viewport.canvas.width + visible.x
          colors.table.quantize(
            UnsafeBufferPointer(rebasing: canvas[row * 3..<(row + visible.width) * 3]),
            into: UnsafeMutableBufferPointer(rebasing: base[row..<row + visible.width]))
        }
      }
    }
    return base
  }

  /// The canvas rectangles to make anew.
  private func dirty(_ cache: Cache, isNew: Bool, cursor: Crosshair?, changed: PixelRect?) -> [PixelRect] {
    let viewport = cache.viewport
    guard !isNew, let changed else { return [viewport.canvas.bounds] }
    var rects: [PixelRect] = []
    if let old = cache.cursor, old != cursor { rects.append(old.bounds) }
    if !changed.isEmpty {
      // A border belongs to the pixel left of or above the change as well, an outline to all around it.
      let rect = viewport.canvasRect(of: changed)
      let reach = cache.layers.showsOutline ? PaintOutline.thickness : 1
      rects.append(
        PixelRect(
          x: rect.x - reach, y: rect.y - reach, width: rect.width + 2 * reach, height: rect.height + 2 * reach))
    }
    return rects.map { $0.intersection(viewport.canvas.bounds) }.filter { !$0.isEmpty }
  }
}
