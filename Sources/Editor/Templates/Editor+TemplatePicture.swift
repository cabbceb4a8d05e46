import Display
import Raster
import Segmentation
import Session

extension Editor {
  /// Draws the matches that are shown over the picture: outlines and scores, the chosen one hatched in its colour.
  func drawTemplates(_ colors: PictureColors, in plane: inout IndexPlane) {
    guard state.mode == .template, let view = state.view, let classes = open?.session?.state.classes else { return }
    let samples = CanvasSamples(view)
    let chosen = state.templates.chosenMatch
    for match in state.templates.shown.reversed() {
      let numbers = match.set.colors.map { classes.number(of: $0) ?? 0 }
      let outline = MatchOutline(match: match, view: view, samples: samples, isHatched: match == chosen)
      outline.draw(colors, classNumbers: numbers, in: &plane)
    }
    drawScores(view, colors, in: &plane)
  }

  /// Scores so many that they would cover the image are left out but for the chosen one's.
  private func drawScores(_ view: Viewport, _ colors: PictureColors, in plane: inout IndexPlane) {
    guard screen.cellPixels.height >= 8 else { return }
    let letters = Letters(scale: max(1, screen.cellPixels.height / 20))
    let (shown, chosen) = (state.templates.shown, state.templates.chosenMatch)
    let scored = shown.count > Self.mostScores ? [] : shown
    for match in scored.reversed() + (chosen.map { [$0] } ?? []) {
      let box = view.canvasRect(of: match.box)
      let (ink, paper) = match == chosen ? (colors.dark, colors.bright) : (colors.bright, colors.dark)
      let place = PixelPoint(x: box.x + box.width / 2, y: box.y)
      letters.draw(match.scoreText, at: place, ink: ink, paper: paper, in: &plane)
    }
  }

  private static let mostScores = 80

  /// Where there are no graphics: `▒` is what would be painted, corners and score are those of the box.
  mutating func writeTemplateMap(_ canvas: inout TextCanvas, _ styles: Styles) {
    guard state.mode == .template, let view = state.view else { return }
    let chosen = state.templates.chosenMatch
    for match in state.templates.shown.reversed() {
      let style = match == chosen ? styles.bold : styles.accent
      write(match, view, &canvas, style)
    }
  }

  private func write(_ match: TemplateMatch, _ view: Viewport, _ canvas: inout TextCanvas, _ style: TextStyle) {
    let (pane, cell, box) = (layout.pane, screen.cellPixels, match.box)
    for row in 0..<pane.rows {
      for column in 0..<pane.columns {
        let place = PixelPoint(x: column * cell.width + cell.width / 2, y: row * cell.height + cell.height / 2)
        guard let point = view.imagePoint(at: place), box.contains(point),
          match.set.stamp[PixelPoint(x: point.x - box.x, y: point.y - box.y)] != 0
        else { continue }
        canvas.write("▒", column: pane.column + column, row: pane.row + row, style: style)
      }
    }
    write(match.scoreText, at: PixelPoint(x: box.x, y: box.y), view, &canvas, style)
  }
}

/// The outline of what a match would paint.
struct MatchOutline {
  let match: TemplateMatch
  let view: Viewport
  let samples: CanvasSamples
  let isHatched: Bool

  /// - Parameter classNumbers: of the match's colours, 0 for what is no class yet.
  func draw(_ colors: PictureColors, classNumbers: [Int], in plane: inout IndexPlane) {
    let rect = view.canvasRect(of: match.box).intersection(samples.visible)
    guard !rect.isEmpty else { return }
    for y in rect.y..<rect.maxY {
      for x in rect.x..<rect.maxX {
        let value = Int(stamp(x, y))
        guard value > 0 else { continue }
        let at = y * plane.width + x
        if stamp(x - 1, y) == 0 || stamp(x + 1, y) == 0 || stamp(x, y - 1) == 0 || stamp(x, y + 1) == 0 {
          plane.elements[at] = (x + y) / 4 % 2 == 0 ? colors.bright : colors.dark
        } else if isHatched, (x + y) % 4 < 2 {
          let tint = min(classNumbers[value - 1], colors.classCount) << 9
          plane.elements[at] = colors.tints[tint | ((x + y) & 1) << 8 | Int(plane.elements[at])]
        }
      }
    }
  }

  /// The stamp at a canvas pixel; 0 beyond it and beyond what is visible.
  private func stamp(_ x: Int, _ y: Int) -> UInt8 {
    let visible = samples.visible
    guard visible.contains(PixelPoint(x: x, y: y)) else { return 0 }
    let point = PixelPoint(x: Int(samples.columns[x - visible.x]), y: samples.rows[y - visible.y])
    guard match.box.contains(point) else { return 0 }
    return match.set.stamp[PixelPoint(x: point.x - match.box.x, y: point.y - match.box.y)]
  }
}
