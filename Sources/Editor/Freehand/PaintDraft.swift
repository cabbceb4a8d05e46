import Display
import Raster
import Session

/// Paint that is shown but not done yet, row by row of the image.
struct PaintDraft {
  struct Span {
    var columns: Range<Int>
    /// What it is painted with; 0 unpaints.
    var number: UInt16
  }

  /// The spans of a row, from left to right.
  let spans: (_ row: Int) -> [Span]

  /// What a pixel would be painted with; nil where it would stay as it is.
  func number(at point: PixelPoint, of state: SessionState?) -> UInt16? {
    guard let state, !state.classes.isLocked(Int(state.paint[point])) else { return nil }
    return spans(point.y).first { $0.columns.contains(point.x) }?.number
  }
}

extension PaintDraft {
  /// What a brush has covered so far.
  init(_ sweep: BrushSweep, number: UInt16) {
    spans = { row in sweep.columns(inRow: row).map { Span(columns: $0, number: number) } }
  }
}

/// Shows a draft over a picture as it will look once it is done, borders aside.
struct DraftPainter {
  let samples: CanvasSamples
  /// The picture without paint and lines.
  let base: [UInt8]
  let colors: PictureColors

  private static let hatch = 4

  /// - Parameter isHatched: stripes say what is different: bright ones what is painted, dark ones what is not any more.
  /// - Complexity: O(canvas rows + canvas pixels of the draft).
  func draw(_ draft: PaintDraft, over state: SessionState, isHatched: Bool, in plane: inout IndexPlane) {
    let visible = samples.visible
    for y in 0..<visible.height {
      let row = samples.rows[y]
      for span in draft.spans(row) {
        for x in samples.canvasColumns(of: span.columns) {
          let old = state.paint.elements[row * state.size.width + Int(samples.columns[x])]
          guard old != span.number, !state.classes.isLocked(Int(old)) else { continue }
          let (column, row) = (x + visible.x, y + visible.y)
          if isHatched, (column + row) % Self.hatch == 0 {
            plane.elements[row * plane.width + column] = span.number == 0 ? colors.dark : colors.bright
          } else {
            paint(column, row, span.number, in: &plane)
          }
        }
      }
    }
  }

  private func paint(_ x: Int, _ y: Int, _ number: UInt16, in plane: inout IndexPlane) {
    let at = y * plane.width + x
    guard plane.elements[at] != colors.border else { return }
    let tint = min(Int(number), colors.classCount) << 9 | ((x + y) & 1) << 8
    plane.elements[at] = colors.tints[tint | Int(base[at])]
  }
}

extension CanvasSamples {
  /// The visible canvas columns, from 0, that sample image columns of `range`.
  func canvasColumns(of range: Range<Int>) -> Range<Int> {
    let (start, end) = (firstColumn(from: range.lowerBound), firstColumn(from: range.upperBound))
    return start..<max(start, end)
  }

  /// The first canvas column that samples `column` or one right of it.
  private func firstColumn(from column: Int) -> Int {
    var (low, high) = (0, columns.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(columns[middle]) < column { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
