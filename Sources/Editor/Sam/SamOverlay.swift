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

  /// Every other diagonal pair of pixels in the class's tint; dashes of two tones where the mask ends.
  private func draw(_ mask: Mask, _ colors: PictureColors, _ classNumber: Int, in plane: inout IndexPlane) {
    let samples = CanvasSamples(view)
    let visible = samples.visible
    let tint = min(max(classNumber, 0), colors.classCount) << 9
    for y in visible.y..<visible.maxY {
      func isIn(_ x: Int, _ y: Int) -> Bool {
        guard x >= visible.x, y >= visible.y, x < visible.maxX, y < visible.maxY else { return false }
        return mask.elements[samples.rows[y - visible.y] * mask.width + Int(samples.columns[x - visible.x])] != 0
      }
      for x in visible.x..<visible.maxX where isIn(x, y) {
        let at = y * plane.width + x
        if !isIn(x - 1, y) || !isIn(x + 1, y) || !isIn(x, y - 1) || !isIn(x, y + 1) {
          plane.elements[at] = (x + y) / 4 % 2 == 0 ? colors.bright : colors.dark
        } else if (x + y) % 4 < 2 {
          plane.elements[at] = colors.tints[tint | ((x + y) & 1) << 8 | Int(plane.elements[at])]
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
