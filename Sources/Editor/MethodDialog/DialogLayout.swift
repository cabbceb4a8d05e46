import Display
import Raster

/// Which rows of a dialog show what: a title, the list, what is to know about the chosen row, and the preview.
struct DialogLayout: Equatable, Sendable {
  let area: CellRect
  /// The places of the list that are shown, the chosen one among them.
  let shown: Range<Int>
  /// Rows below the list, but for a blank one above and one below.
  let details: Range<Int>
  /// The last rows.
  let preview: Range<Int>

  /// - Parameters:
  ///   - count: rows of the list.
  ///   - details: rows that there is to say about the chosen one.
  ///   - preview: rows that the preview, or the verdict, wants, at least 1.
  init(_ area: CellRect, count: Int, chosen: Int, details: Int, preview: Int) {
    self.area = area
    let room = max(0, area.rows - 1)
    // The first lines say most; the list goes before the others.
    let wanted = preview + 1 + (details > 0 ? min(details, 3) + 1 : 0)
    let rows = min(count, max(1, room - wanted, min(count, room / 2)))
    // Why there is no preview matters more than what a value means.
    let last = min(preview, max(1, room - rows - 1))
    let first = min(max(0, chosen - rows / 2), max(0, count - rows))
    shown = first..<first + rows
    let end = area.row + area.rows
    self.preview = max(area.row + 1 + rows, end - last)..<end
    let start = min(area.row + 2 + rows, self.preview.lowerBound)
    self.details = start..<max(start, min(start + details, self.preview.lowerBound - 1))
  }

  func row(ofPlace place: Int) -> Int { area.row + 1 + place - shown.lowerBound }

  func place(atRow row: Int) -> Int? {
    let place = row - area.row - 1 + shown.lowerBound
    return shown.contains(place) ? place : nil
  }
}
