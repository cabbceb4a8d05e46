import Display
import Raster
import Session

/// A label map as a picture: every segment in a colour that follows from its label, edges dark.
struct SegmentPainter {
  /// Of a canvas and of labels of any size.
  let samples: CanvasSamples
  let colors: PictureColors

  /// - Parameter plane: of the canvas.
  /// - Complexity: O(canvas).
  func draw(_ labels: LabelMap, in plane: inout IndexPlane) {
    let visible = samples.visible
    guard !visible.isEmpty else { return }
    var (line, below) = (
      [Int32](repeating: 0, count: visible.width + 1), [Int32](repeating: 0, count: visible.width + 1)
    )
    labels.elements.withUnsafeBufferPointer { elements in
      guard let elements = elements.baseAddress else { return }
      let sampler = LabelSampler(samples: samples, labels: elements, imageWidth: labels.width)
      line.withUnsafeMutableBufferPointer { line in
        if let line = line.baseAddress { sampler.sample(visible, row: visible.y, into: line) }
      }
      for y in visible.y..<visible.maxY {
        below.withUnsafeMutableBufferPointer { below in
          guard let below = below.baseAddress else { return }
          sampler.sample(visible, row: min(y + 1, visible.maxY - 1), into: below)
        }
        draw(line, below, y, in: &plane)
        swap(&line, &below)
      }
    }
  }

  private func draw(_ line: [Int32], _ below: [Int32], _ y: Int, in plane: inout IndexPlane) {
    let visible = samples.visible
    var (label, color) = (Int32(0), (even: colors.dark, odd: colors.dark))
    for x in 0..<visible.width {
      let own = line[x]
      if own != label { (label, color) = (own, own == 0 ? (colors.dark, colors.dark) : colors.segment(own)) }
      let isDark = own == 0 || hidesBorder(own, line[x + 1], color) || hidesBorder(own, below[x], color)
      let column = visible.x + x
      plane.elements[y * plane.width + column] =
        isDark ? colors.dark : (column + y) & 1 == 0 ? color.even : color.odd
    }
  }

  /// Two segments that meet happen to have one colour.
  private func hidesBorder(_ own: Int32, _ other: Int32, _ color: (even: UInt8, odd: UInt8)) -> Bool {
    own != other && other != 0 && colors.segment(other) == color
  }
}

/// Paint as masks hold it: the class's own colour, and black where nothing is painted.
struct SolidPaintPainter {
  let samples: CanvasSamples
  let colors: PictureColors

  /// - Parameters:
  ///   - paint: of the size that the samples are of.
  ///   - plane: of the canvas.
  /// - Complexity: O(canvas).
  func draw(_ paint: PaintMap, in plane: inout IndexPlane) {
    let visible = samples.visible
    for (row, y) in zip(samples.rows, visible.y..<visible.maxY) {
      for (column, x) in zip(samples.columns, visible.x..<visible.maxX) {
        let number = Int(paint.elements[row * paint.width + Int(column)])
        plane.elements[y * plane.width + x] = number == 0 ? colors.dark : colors.register(class: number)
      }
    }
  }
}
