import Raster

/// Which image pixels each canvas column and row stands for.
struct CanvasSamples {
  let visible: PixelRect
  /// Image column that every visible canvas column samples.
  let columns: [Int32]
  /// Image row that every visible canvas row samples.
  let rows: [Int]
  /// Where the image columns of every visible canvas column begin, and where the last one's end.
  let columnEdges: [Int32]
  /// The same for rows.
  let rowEdges: [Int]
  /// Several image pixels share a canvas pixel.
  let shrinks: Bool
  /// Image rows per canvas row that are searched for edges; views of large images would take too long otherwise.
  let searchedRows: Int

  init(_ viewport: Viewport) {
    let (visible, scaled, image) = (viewport.visible, viewport.scaled, viewport.image)
    self.visible = visible
    columns = (visible.x..<visible.maxX).map {
      Int32(viewport.nearestImagePoint(to: PixelPoint(x: $0, y: visible.y)).x)
    }
    rows = (visible.y..<visible.maxY).map { viewport.nearestImagePoint(to: PixelPoint(x: visible.x, y: $0)).y }
    columnEdges = (visible.x...visible.maxX).map { Int32(($0 - viewport.offset.x) * image.width / scaled.width) }
    rowEdges = (visible.y...visible.maxY).map { ($0 - viewport.offset.y) * image.height / scaled.height }
    shrinks = scaled.width < image.width || scaled.height < image.height
    let pixelsPerRow = Int(columnEdges[columnEdges.count - 1] - columnEdges[0]) * visible.height
    searchedRows = max(1, 8_000_000 / max(1, pixelsPerRow))
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
    let first = Int(samples.columnEdges[columns.lowerBound])
    let width = Int(samples.columnEdges[columns.upperBound]) - first
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: max(1, width)) { lowest in
      guard let lowest = lowest.baseAddress else { return }
      lowest.initialize(repeating: .max, count: max(1, width))
      search(row, first, width, lowest)
      samples.columnEdges.withUnsafeBufferPointer { edges in
        for column in columns {
          var least = Int32.max
          for x in Int(edges[column]) &- first..<Int(edges[column &+ 1]) &- first { least = min(least, lowest[x]) }
          if least == 0 { line[column &- columns.lowerBound] = 0 }
        }
      }
    }
  }

  /// The least label of each image column over the rows that share a canvas row.
  private func search(_ row: Int, _ first: Int, _ width: Int, _ lowest: UnsafeMutablePointer<Int32>) {
    let (top, count) = (samples.rowEdges[row], samples.rowEdges[row + 1] - samples.rowEdges[row])
    let searched = min(count, samples.searchedRows)
    for step in 0..<max(0, searched) {
      let source = labels + (top + step * count / searched) * imageWidth + first
      for x in 0..<width { lowest[x] = min(lowest[x], source[x]) }
    }
  }
}
