import Display
import Raster
import Segmentation

/// Draws marks and answers over a picture.
struct MarkPainter {
  let view: Viewport
  let colors: PictureColors
  private static let dash = 6

  /// Solid where it is sure, with holes where it is only probable.
  func draw(_ kind: GrabCutKind, _ runs: [PixelRun], in plane: inout IndexPlane) {
    let isForeground = kind == .foreground || kind == .probableForeground
    let color = isForeground ? colors.foreground : colors.background
    let isSolid = kind == .foreground || kind == .background
    for run in runs {
      for at in run.range where isSolid || (at % plane.width / 2 + at / plane.width / 2) % 2 == 0 {
        plane.elements[at] = color
      }
    }
  }

  /// The outline, in dashes of two tones so that one of them shows on every background.
  func draw(_ rectangle: PixelRect, in plane: inout IndexPlane) {
    for side in view.sides(of: rectangle) {
      for point in side {
        plane[point] = (point.x + point.y) / Self.dash % 2 == 0 ? colors.foreground : colors.dark
      }
    }
  }

  /// - Parameter kinds: numbers of `GrabCutKind`, of the image's size.
  func dimBackground(of kinds: Mask, in plane: inout IndexPlane) {
    let samples = CanvasSamples(view)
    let visible = samples.visible
    for y in 0..<visible.height {
      let source = samples.rows[y] * kinds.width
      let target = (visible.y + y) * plane.width + visible.x
      for x in 0..<visible.width where kinds.elements[source + Int(samples.columns[x])] & 1 == 0 {
        if (x + y) % 2 == 0 { plane.elements[target + x] = colors.dark }
      }
    }
  }
}

/// The strokes of a view as pixels of its canvas: they are many, and most stay from one picture to the next.
struct MarkLayer {
  private(set) var strokes: [(kind: GrabCutKind, runs: [PixelRun])] = []
  private var known: [GrabCutStroke] = []
  private var view: Viewport

  init(view: Viewport) { self.view = view }

  /// Draws what is new.
  mutating func follow(_ marks: [GrabCutStroke], _ view: Viewport) {
    let kept = view == self.view ? zip(known, marks).prefix { $0 == $1 }.count : 0
    strokes = strokes.prefix(kept) + marks.dropFirst(kept).map { ($0.kind, $0.runs(in: view)) }
    known = marks
    self.view = view
  }
}

extension GrabCutStroke {
  /// The canvas pixels under the stroke; however far one looks from, it can be seen.
  func runs(in view: Viewport) -> [PixelRun] {
    let middles = points.map(view.middle)
    let radius = Int((Double(radius) + 0.5) * view.zoom)
    return GrabCutStroke(kind, radius: view.canvas.height < 200 ? radius : max(1, radius), middles).runs(
      in: view.canvas)
  }
}
