import Display
import Raster
import Session

/// What is drawn over the image.
struct CanvasLayers: Equatable {
  var showsBorders = false
  var showsPaint = false
  /// Paint as lines around it.
  var showsOutline = false
  /// Over paint, whether it is tinted or outlined.
  var showsPatterns = false
  /// Lines between objects of one class.
  var showsObjects = false

  init() {}

  init(_ overlay: Overlay, _ look: PaintLook, hasLabels: Bool, hasPaint: Bool) {
    showsBorders = hasLabels && overlay.hasBorders
    showsOutline = hasPaint && overlay == .outline
    showsPaint = hasPaint && overlay.hasPaint && !showsOutline
    showsPatterns = hasPaint && overlay.hasPaint && look.hasPatterns
  }
}

/// Lays paint and borders over the quantized view.
struct CanvasPainter {
  let base: [UInt8]
  let samples: CanvasSamples
  let colors: PictureColors
  let layers: CanvasLayers

  /// Makes the pixels of `rect` anew.
  ///
  /// - Parameter rect: within the plane.
  func paint(
    _ rect: PixelRect, _ labels: LabelMap?, _ paint: PaintMap?, _ objects: ObjectMap?, into plane: inout IndexPlane
  ) {
    let width = plane.width
    plane.elements.withUnsafeMutableBufferPointer { target in
      base.withUnsafeBufferPointer { base in
        for y in rect.y..<rect.maxY {
          for x in rect.x..<rect.maxX { target[y * width + x] = base[y * width + x] }
        }
        let visible = rect.intersection(samples.visible)
        guard !visible.isEmpty, let target = target.baseAddress else { return }
        if layers.showsPaint, let paint { tint(visible, paint, target, width) }
        if layers.showsPatterns, let paint { hatch(visible, paint, target, width) }
        if layers.showsOutline, let paint {
          PaintOutline(samples: samples, colors: colors).draw(visible, paint, target, width)
        }
        if layers.showsBorders, let labels { drawBorders(visible, labels, target, width) }
        if layers.showsObjects, let paint, let objects {
          ObjectBorders(samples: samples, register: colors.bright).draw(visible, paint, objects, target, width)
        }
      }
    }
  }

  private func tint(_ rect: PixelRect, _ paint: PaintMap, _ target: UnsafeMutablePointer<UInt8>, _ width: Int) {
    let last = UInt16(colors.classCount)
    let left = rect.x - samples.visible.x
    let imageWidth = paint.width
    paint.elements.withUnsafeBufferPointer { paint in
      colors.tints.withUnsafeBufferPointer { tints in
        samples.columns.withUnsafeBufferPointer { columns in
          guard let pixels = paint.baseAddress, let tints = tints.baseAddress, let columns = columns.baseAddress
          else { return }
          for y in rect.y..<rect.maxY {
            let source = pixels + samples.rows[y - samples.visible.y] * imageWidth
            let line = target + y * width + rect.x
            for x in 0..<rect.width {
              let number = min(source[Int(columns[left &+ x])], last)
              let parity = (x &+ rect.x &+ y) & 1
              line[x] = tints[Int(number) &<< 9 | parity &<< 8 | Int(line[x])]
            }
          }
        }
      }
    }
  }

  private func hatch(_ rect: PixelRect, _ paint: PaintMap, _ target: UnsafeMutablePointer<UInt8>, _ width: Int) {
    let visible = samples.visible
    paint.elements.withUnsafeBufferPointer { pixels in
      for y in rect.y..<rect.maxY {
        let source = samples.rows[y - visible.y] * paint.width
        for x in rect.x..<rect.maxX {
          let number = Int(pixels[source + Int(samples.columns[x - visible.x])])
          guard number > 0, PaintPattern(class: number).covers(x, y) else { continue }
          target[y * width + x] = colors.contrast(class: number)
        }
      }
    }
  }

  /// A pixel is border where it is edge, or where the segment to its right or below is another one. Where image pixels
  /// are told apart edges are pixels as all others, with lines around them.
  func drawBorders(
    _ rect: PixelRect, _ labels: LabelMap, _ target: UnsafeMutablePointer<UInt8>, _ width: Int
  ) {
    // One column more than the rectangle: the right neighbours; the last canvas column is its own.
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: (rect.width + 1) * 2) { memory in
      guard var line = memory.baseAddress else { return }
      var below = line + rect.width + 1
      labels.elements.withUnsafeBufferPointer { elements in
        guard let elements = elements.baseAddress else { return }
        let sampler = LabelSampler(samples: samples, labels: elements, imageWidth: labels.width)
        sampler.sample(rect, row: rect.y, into: line)
        for y in rect.y..<rect.maxY {
          sampler.sample(rect, row: min(y + 1, samples.visible.maxY - 1), into: below)
          mark(line, below, rect.width, target + y * width + rect.x)
          swap(&line, &below)
        }
      }
    }
  }

  private func mark(
    _ line: UnsafePointer<Int32>, _ below: UnsafePointer<Int32>, _ count: Int, _ target: UnsafeMutablePointer<UInt8>
  ) {
    let border = colors.border
    if samples.showsPixels {
      for x in 0..<count { target[x] = line[x] != line[x &+ 1] || line[x] != below[x] ? border : target[x] }
      return
    }
    for x in 0..<count {
      let (own, right, under) = (line[x], line[x &+ 1], below[x])
      let isBorder = own == 0 || (right != own && right != 0) || (under != own && under != 0)
      target[x] = isBorder ? border : target[x]
    }
  }
}
