import Display
import Raster
import Segmentation
import Session

/// The mask in hatching and with an outline, points and boxes, over a picture.
struct SamOverlay {
  private let view: Viewport
  private let mask: Mask?
  private let marks: SamMarks
  /// The box that is being drawn.
  private let draft: PixelRect?

  init(_ view: Viewport, _ marks: SamMarks, mask: Mask?, draft: PixelRect?) {
    (self.view, self.marks, self.mask, self.draft) = (view, marks, mask, draft)
  }

  /// - Parameter classNumber: whose tint the mask has.
  func draw(_ colors: PictureColors, classNumber: Int, in plane: inout IndexPlane) {
    if let mask { draw(mask, colors, classNumber, in: &plane) }
    for box in marks.boxes + (draft.map { [$0] } ?? []) { draw(box, colors, in: &plane) }
    for point in marks.points { draw(point, colors, in: &plane) }
  }

  private func draw(_ mask: Mask, _ colors: PictureColors, _ classNumber: Int, in plane: inout IndexPlane) {
    let hatching = Hatching(colors, classNumber: classNumber, canvasWidth: plane.width)
    plane.elements.withUnsafeMutableBufferPointer { pixels in
      eachCanvasRow(of: mask) { start, rows in hatching.draw(rows, at: start, pixels) }
    }
  }

  /// Gives the mask row by row as the canvas samples it, with the rows around; each has a pixel outside at both ends.
  private func eachCanvasRow(of mask: Mask, _ take: (_ start: PixelPoint, MaskRows) -> Void) {
    let samples = CanvasSamples(view)
    let visible = samples.visible
    let outside = [UInt8](repeating: 0, count: visible.width + 2)
    var rows = MaskRows(above: outside, here: outside, below: outside)
    for row in 0...visible.height {
      if row < visible.height { sample(mask, row, samples, into: &rows.below) } else { rows.below = outside }
      if row > 0 { take(PixelPoint(x: visible.x, y: visible.y + row - 1), rows) }
      rows.step()
    }
  }

  private func sample(_ mask: Mask, _ row: Int, _ samples: CanvasSamples, into line: inout [UInt8]) {
    let start = samples.rows[row] * mask.width
    mask.elements.withUnsafeBufferPointer { elements in
      samples.columns.withUnsafeBufferPointer { columns in
        line.withUnsafeMutableBufferPointer { line in
          for x in columns.indices { line[x &+ 1] = elements[start &+ Int(columns[x])] }
        }
      }
    }
  }

  private func draw(_ box: PixelRect, _ colors: PictureColors, in plane: inout IndexPlane) {
    for side in view.sides(of: box) {
      for (step, point) in side.enumerated() {
        plane[point] = step / 3 % 2 == 0 ? colors.bright : colors.dark
      }
    }
  }

  /// A plus or a minus in a dark square with a bright frame.
  private func draw(_ point: PointPrompt.Point, _ colors: PictureColors, in plane: inout IndexPlane) {
    let middle = view.middle(of: point.position)
    // On a coarse canvas, half blocks for example, there is room for the sign alone.
    let reach = min(view.canvas.width, view.canvas.height) < 200 ? 1 : 5
    for dy in -reach...reach {
      for dx in -reach...reach {
        let place = PixelPoint(x: middle.x + dx, y: middle.y + dy)
        guard view.canvas.contains(place) else { continue }
        let isFrame = reach > 1 && max(abs(dx), abs(dy)) == reach
        let isArm = dy == 0 || (point.isForeground && dx == 0)
        let isSign = isArm && max(abs(dx), abs(dy)) < max(2, reach - 1)
        plane[place] = isFrame || isSign ? colors.bright : colors.dark
      }
    }
  }
}

/// A canvas row of a mask and its neighbours: 0 where the mask is not.
private struct MaskRows {
  var above: [UInt8]
  var here: [UInt8]
  var below: [UInt8]

  /// A row down; what is below is to be written anew.
  mutating func step() {
    swap(&above, &here)
    swap(&here, &below)
  }
}

/// Every other diagonal pair of pixels in the class's tint; dashes of two tones where the mask ends.
private struct Hatching {
  private let colors: PictureColors
  private let tint: Int
  private let canvasWidth: Int

  init(_ colors: PictureColors, classNumber: Int, canvasWidth: Int) {
    (self.colors, self.canvasWidth) = (colors, canvasWidth)
    tint = min(max(classNumber, 0), colors.classCount) << 9
  }

  /// - Parameter start: where the row begins on the canvas.
  func draw(_ rows: MaskRows, at start: PixelPoint, _ pixels: UnsafeMutableBufferPointer<UInt8>) {
    let first = start.y * canvasWidth + start.x
    rows.above.withUnsafeBufferPointer { above in
      rows.here.withUnsafeBufferPointer { here in
        rows.below.withUnsafeBufferPointer { below in
          colors.tints.withUnsafeBufferPointer { tints in
            for x in 1..<here.count - 1 where here[x] != 0 {
              let (at, diagonal) = (first &+ x &- 1, start.x &+ start.y &+ x &- 1)
              if here[x &- 1] == 0 || here[x &+ 1] == 0 || above[x] == 0 || below[x] == 0 {
                pixels[at] = diagonal / 4 & 1 == 0 ? colors.bright : colors.dark
              } else if diagonal & 3 < 2 {
                pixels[at] = tints[tint | (diagonal & 1) << 8 | Int(pixels[at])]
              }
            }
          }
        }
      }
    }
  }
}
