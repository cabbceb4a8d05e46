import Raster

/// Which image pixels each canvas column and row stands for.
struct CanvasSamples {
  let visible: PixelRect
  /// Image column that every visible canvas column samples.
  let columns: [Int32]
  /// Image row that every visible canvas row samples.
  let rows: [Int]
  /// The visible canvas column that shows each visible image column, from image column `firstColumn` on.
  let shownColumns: [Int32]
  let firstColumn: Int
  /// Where the image rows of every visible canvas row begin, and where the last one's end.
  let rowEdges: [Int]
  /// Several image pixels share a canvas pixel.
  let shrinks: Bool
  /// Image pixels are looked at one by one: lines lie between them only.
  let showsPixels: Bool
  /// Image rows per canvas row that are searched for edges; views of large images would take too long otherwise.
  let searchedRows: Int

  /// - Parameter copy: the size of a copy of the image, to sample that instead.
  init(_ viewport: Viewport, of copy: Size? = nil) {
    let (visible, scaled, image) = (viewport.visible, viewport.scaled, copy ?? viewport.image)
    self.visible = visible
    columns = (visible.x..<visible.maxX).map {
      Int32(viewport.nearestPoint(to: PixelPoint(x: $0, y: visible.y), of: image).x)
    }
    rows = (visible.y..<visible.maxY).map {
      viewport.nearestPoint(to: PixelPoint(x: visible.x, y: $0), of: image).y
    }
    let edges = (visible.x...visible.maxX).map { ($0 - viewport.offset.x) * image.width / scaled.width }
    firstColumn = edges[0]
    shownColumns = zip(edges, edges.dropFirst()).enumerated().flatMap { column, edges in
      [Int32](repeating: Int32(column), count: edges.1 - edges.0)
    }
    rowEdges = (visible.y...visible.maxY).map { ($0 - viewport.offset.y) * image.height / scaled.height }
    shrinks = scaled.width < image.width || scaled.height < image.height
    showsPixels = viewport.showsPixels
    searchedRows = max(1, 8_000_000 / max(1, shownColumns.count * visible.height))
  }
}

/// Reads labels as a canvas shows them: the label at the middle of each canvas pixel, and 0 where an edge passes.
struct LabelSampler {
  let samples: CanvasSamples
  let labels: UnsafePointer<Int32>
  let imageWidth: Int

  /// Writes the labels of a canvas row from `rect.x` on, and of the column right of `rect` behind them.
  ///
  /// - Parameter line: room for `rect.width + 1` labels. The last canvas column is its own right neighbour.
  func sample(_ rect: PixelRect, row: Int, into line: UnsafeMutablePointer<Int32>) {
    let source = labels + samples.rows[row - samples.visible.y] * imageWidth
    let left = rect.x - samples.visible.x
    let last = samples.columns.count - 1
    samples.columns.withUnsafeBufferPointer { columns in
      for x in 0..<rect.width { line[x] = source[Int(columns[left &+ x])] }
      line[rect.width] = source[Int(columns[min(left + rect.width, last)])]
    }
    if samples.shrinks { clearEdges(left..<min(left + rect.width, last) + 1, row: row - samples.visible.y, line) }
    if left + rect.width > last { line[rect.width] = line[rect.width - 1] }
  }

  /// A cut is one image pixel wide: sampling alone would lose most of it.
  private func clearEdges(_ columns: Range<Int>, row: Int, _ line: UnsafeMutablePointer<Int32>) {
    let first = Int(samples.columns[columns.lowerBound]) - samples.firstColumn
    let end = Int(samples.columns[columns.upperBound - 1]) - samples.firstColumn
    // From the first image column of the first canvas column to the last of the last one.
    let slack = samples.shownColumns.count / samples.columns.count + 2
    let range = max(0, first - slack)..<min(samples.shownColumns.count, end + slack)
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: range.count + 8) { lowest in
      guard let lowest = lowest.baseAddress else { return }
      lowest.initialize(repeating: .max, count: range.count + 8)
      search(row, range, lowest)
      samples.shownColumns.withUnsafeBufferPointer { shown in
        let raw = UnsafeRawPointer(lowest)
        for block in stride(from: 0, to: range.count, by: 8) {
          // Edges are few: eight columns without one are passed at once.
          if raw.loadUnaligned(fromByteOffset: block &* 4, as: SIMD8<Int32>.self).min() != 0 { continue }
          for x in block..<min(block + 8, range.count) where lowest[x] == 0 {
            let column = Int(shown[range.lowerBound + x])
            if columns.contains(column) { line[column - columns.lowerBound] = 0 }
          }
        }
      }
    }
  }

  /// The least label of each image column over the rows that share a canvas row.
  private func search(_ row: Int, _ columns: Range<Int>, _ lowest: UnsafeMutablePointer<Int32>) {
    let (top, count) = (samples.rowEdges[row], samples.rowEdges[row + 1] - samples.rowEdges[row])
    let searched = min(count, samples.searchedRows)
    for step in 0..<max(1, searched) {
      // Where one row must do for several, it is the one that is sampled: it is read anyway.
      let at = searched <= 1 && count != 1 ? samples.rows[row] : top + step * count / searched
      let source = labels + at * imageWidth + samples.firstColumn + columns.lowerBound
      for x in 0..<columns.count { lowest[x] = min(lowest[x], source[x]) }
    }
  }
}
