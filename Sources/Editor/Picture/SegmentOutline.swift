import Raster

/// The outline of one segment, in dashes of two tones so that one of them shows on every background.
struct SegmentOutline {
  let samples: CanvasSamples
  let labels: LabelMap
  let label: Int32
  private static let thickness = 2
  private static let dash = 2

  /// - Parameter plane: of the canvas that `samples` are of.
  func draw(dark: UInt8, bright: UInt8, in plane: inout IndexPlane) {
    let visible = samples.visible
    guard !visible.isEmpty else { return }
    labels.elements.withUnsafeBufferPointer { labels in
      for y in visible.y..<visible.maxY {
        for x in visible.x..<visible.maxX where holds(x, y, labels) && isBorder(x, y, labels) {
          plane.elements[y * plane.width + x] = (x + y) >> Self.dash & 1 == 0 ? bright : dark
        }
      }
    }
  }

  private func isBorder(_ x: Int, _ y: Int, _ labels: UnsafeBufferPointer<Int32>) -> Bool {
    let reach = Self.thickness
    return !holds(x - reach, y, labels) || !holds(x + reach, y, labels) || !holds(x, y - reach, labels)
      || !holds(x, y + reach, labels)
  }

  private func holds(_ x: Int, _ y: Int, _ labels: UnsafeBufferPointer<Int32>) -> Bool {
    let visible = samples.visible
    guard x >= visible.x, y >= visible.y, x < visible.maxX, y < visible.maxY else { return false }
    return labels[samples.rows[y - visible.y] * self.labels.width + Int(samples.columns[x - visible.x])] == label
  }
}
