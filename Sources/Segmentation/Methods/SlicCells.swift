import Raster

/// The mean colour and place of a cell.
struct SlicCenter: Equatable {
  var color: LabColor
  /// In quarters of a pixel.
  var x: Int32
  var y: Int32
}

/// A grid of cells that k-means pulls to where the colours of an image change.
///
/// A pixel may join the cell whose home is its own place in the grid or one of the eight around it, as in gSLIC:
/// then every line can be worked on alone, and the result does not depend on the order.
/// - Source: R. Achanta et al., "SLIC superpixels compared to state-of-the-art superpixel methods", IEEE TPAMI
///   34(11), 2012; C. Y. Ren, I. Reid, "gSLIC: a real-time implementation of SLIC superpixel segmentation", 2011.
struct SlicCells {
  let size: Size
  let columns: Int
  let rows: Int
  /// 1…columns · rows per pixel: the place of its center, from 1.
  private(set) var labels: [Int32]
  private(set) var centers: [SlicCenter]
  /// What a squared quarter pixel costs, in 1/1024 squared Lab units.
  private let placeWeight: Int32

  /// A grid of about square cells, not yet assigned.
  /// - Parameters:
  ///   - side: the side of a cell in pixels.
  ///   - compactness: how many steps of 8-bit Lab weigh as much as one side; at most 100.
  init(_ lab: LabImage, side: Double, compactness: Double) {
    size = lab.size
    columns = min(size.width, max(1, Int((Double(size.width) / side).rounded())))
    rows = min(size.height, max(1, Int((Double(size.height) / side).rounded())))
    placeWeight = Int32(slicPlaceWeight(compactness, side: side) * 1024)
    labels = [Int32](repeating: 1, count: size.area)
    centers = []
    centers = lab.withColors { colors in (0..<rows * columns).map { seed($0, colors) } }
  }

  /// The middle of a cell's home, moved within 3 x 3 pixels to where the colour changes least.
  private func seed(_ cell: Int, _ colors: LabColors) -> SlicCenter {
    let x = (2 * (cell % columns) + 1) * size.width / (2 * columns)
    let y = (2 * (cell / columns) + 1) * size.height / (2 * rows)
    var (bestX, bestY, least) = (x, y, Int32.max)
    for y in max(1, y - 1)..<max(1, min(size.height - 1, y + 2)) {
      for x in max(1, x - 1)..<max(1, min(size.width - 1, x + 2)) {
        let at = y * size.width + x
        let across = colors[at - 1].squaredDistance(to: colors[at + 1])
        let change = across &+ colors[at - size.width].squaredDistance(to: colors[at + size.width])
        if change < least { (bestX, bestY, least) = (x, y, change) }
      }
    }
    return SlicCenter(color: colors[bestY * size.width + bestX], x: Int32(bestX * 4), y: Int32(bestY * 4))
  }

  /// Gives every pixel to the nearest of the cells around it.
  mutating func assign(_ lab: LabImage, _ work: ParallelWork) throws(SegmentationError) {
    let assignment = SlicAssignment(size: size, columns: columns, rows: rows, placeWeight: placeWeight)
    try labels.withUnsafeMutableBufferPointer { labels throws(SegmentationError) in
      try centers.withUnsafeBufferPointer { centers throws(SegmentationError) in
        try lab.withColors { colors throws(SegmentationError) in
          try work.divideRows(of: size) { lines in assignment.assign(lines, colors, centers, to: labels) }
        }
      }
    }
  }

  /// Moves every center to the mean of its pixels; a cell without pixels stays where it was.
  mutating func update(_ lab: LabImage) {
    var sums = [SlicSum](repeating: SlicSum(), count: centers.count)
    sums.withUnsafeMutableBufferPointer { sums in
      labels.withUnsafeBufferPointer { labels in
        lab.withColors { colors in
          for y in 0..<size.height {
            for at in y * size.width..<(y + 1) * size.width {
              sums[Int(labels[at]) - 1].add(colors[at], at - y * size.width, y)
            }
          }
        }
      }
    }
    for cell in centers.indices { centers[cell] = sums[cell].mean ?? centers[cell] }
  }
}

/// What a squared quarter pixel of distance costs, in squared Lab units, when one `side` costs `compactness` steps.
func slicPlaceWeight(_ compactness: Double, side: Double) -> Double {
  let unit = compactness * Double(LabTable.scale) / (4 * side)
  return unit * unit
}

/// The geometry of one round of assignment.
private struct SlicAssignment {
  let size: Size
  let columns: Int
  let rows: Int
  let placeWeight: Int32

  func assign(
    _ lines: Range<Int>, _ colors: LabColors, _ centers: UnsafeBufferPointer<SlicCenter>,
    to labels: UnsafeMutableBufferPointer<Int32>
  ) {
    var nearest = [Int32](repeating: 0, count: size.width)
    nearest.withUnsafeMutableBufferPointer { nearest in
      for y in lines {
        nearest.update(repeating: .max)
        let row = ((y + 1) * rows - 1) / size.height
        for cell in max(0, row - 1) * columns..<min(rows, row + 2) * columns {
          offer(cell, y, colors, centers[cell], nearest, labels)
        }
      }
    }
  }

  /// Gives the cell those pixels of line `y` that it is nearer to than all cells before it.
  @inline(__always)
  private func offer(
    _ cell: Int, _ y: Int, _ colors: LabColors, _ center: SlicCenter, _ nearest: UnsafeMutableBufferPointer<Int32>,
    _ labels: UnsafeMutableBufferPointer<Int32>
  ) {
    let (line, column, label) = (y * size.width, cell % columns, Int32(truncatingIfNeeded: cell + 1))
    let dy = Int32(truncatingIfNeeded: y * 4) &- center.y
    let far = (dy &* dy &* placeWeight) >> 10
    for x in max(0, column - 1) * size.width / columns..<min(columns, column + 2) * size.width / columns {
      let dx = Int32(truncatingIfNeeded: x * 4) &- center.x
      let place = far &+ ((dx &* dx &* placeWeight) >> 10)
      let distance = colors[line + x].squaredDistance(to: center.color) &+ place
      let isNearer = distance < nearest[x]
      nearest[x] = isNearer ? distance : nearest[x]
      labels[line + x] = isNearer ? label : labels[line + x]
    }
  }
}

/// Sums over the pixels of a cell.
private struct SlicSum {
  private var count = 0
  private var lightness = 0
  private var a = 0
  private var b = 0
  private var x = 0
  private var y = 0

  @inline(__always)
  mutating func add(_ color: LabColor, _ x: Int, _ y: Int) {
    count &+= 1
    lightness &+= Int(color.lightness)
    a &+= Int(color.a)
    b &+= Int(color.b)
    self.x &+= x
    self.y &+= y
  }

  var mean: SlicCenter? {
    guard count > 0 else { return nil }
    let color = LabColor(lightness: Int32(lightness / count), a: Int32(a / count), b: Int32(b / count))
    return SlicCenter(color: color, x: Int32(x * 4 / count), y: Int32(y * 4 / count))
  }
}
