import Session

/// The list of images while it is open, beside the picture.
struct FileList: Equatable, Sendable {
  /// What the list is filtered by; empty for all images.
  var filter = FileFilter("")
  /// While the filter is written.
  var edit: LineEditor?
  /// Places of the images that the filter lets pass, in order; nil for all.
  private(set) var matches: [Int32]?
  /// The chosen row.
  private(set) var row = 0
  /// Images of the whole list.
  private(set) var total: Int

  init(total: Int, place: Int) { (self.total, row) = (total, place) }

  /// Rows of the list.
  var count: Int { matches?.count ?? total }

  /// The image that a row shows.
  func place(atRow row: Int) -> Int? {
    guard (0..<count).contains(row) else { return nil }
    return matches.map { Int($0[row]) } ?? row
  }

  /// The chosen image; nil where nothing passes.
  var place: Int? { place(atRow: row) }

  /// Chooses a row; the ends hold.
  mutating func choose(_ row: Int) { self.row = min(max(row, 0), max(0, count - 1)) }

  /// Chooses the row of an image, or the next one where the filter does not let it pass.
  mutating func choose(place: Int) { choose(matches?.firstRow(notBefore: place) ?? place) }

  /// Shows other rows; the image that was chosen stays so if it is there, else the next one is.
  mutating func show(_ matches: [Int32]?, total: Int) {
    let place = place ?? 0
    (self.matches, self.total) = (matches, total)
    choose(place: place)
  }
}

extension [Int32] {
  /// The first row whose image lies at `place` or behind it, in an ordered list.
  fileprivate func firstRow(notBefore place: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if Int(self[middle]) < place { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
