import Glibc
import Raster

/// A real per pixel, positive inside of the contour. Rows have a column more on both sides, equal to their first and
/// last pixel; there are two planes, and an iteration reads the one and writes the other.
final class LevelSet {
  /// What a level set starts from.
  enum Start {
    /// Waves of five pixels in both directions.
    case checkerboard
    /// A cone around the middle, 0 where it touches the nearer border.
    case disk
  }

  let size: Size
  private let stride: Int
  private var current: UnsafeMutablePointer<Double>
  private var next: UnsafeMutablePointer<Double>

  init(size: Size, start: Start) {
    self.size = size
    stride = size.width + 2
    current = .allocate(capacity: stride * size.height)
    next = .allocate(capacity: stride * size.height)
    switch start {
    case .checkerboard: drawCheckerboard()
    case .disk: drawDisk()
    }
  }

  deinit {
    current.deallocate()
    next.deallocate()
  }

  /// The first pixel of a row; beyond the border the nearest row.
  func row(_ y: Int) -> UnsafePointer<Double> {
    UnsafePointer(current + max(0, min(y, size.height - 1)) * stride + 1)
  }

  /// The first pixel of a row to write.
  func nextRow(_ y: Int) -> UnsafeMutablePointer<Double> { next + y * stride + 1 }

  /// Makes what was written current.
  func swapPlanes() { (current, next) = (next, current) }

  /// Copies the ends of a written row outwards.
  func closeNextRow(_ y: Int) { close(nextRow(y)) }

  private func close(_ row: UnsafeMutablePointer<Double>) {
    row[-1] = row[0]
    row[size.width] = row[size.width - 1]
  }

  private func draw(_ level: (Int, Int) -> Double) {
    for y in 0..<size.height {
      let row = current + y * stride + 1
      for x in 0..<size.width { row[x] = level(x, y) }
      close(row)
    }
  }

  private func drawCheckerboard() {
    let columns = (0..<size.width).map { sin(Double.pi / 5 * Double($0)) }
    let rows = (0..<size.height).map { sin(Double.pi / 5 * Double($0)) }
    draw { x, y in rows[y] * columns[x] }
  }

  private func drawDisk() {
    let (middleX, middleY) = ((size.width - 1) / 2, (size.height - 1) / 2)
    let radius = Double(max(1, min(middleX, middleY)))
    draw { x, y in 1 - hypot(Double(x - middleX), Double(y - middleY)) / radius }
  }

  /// The current levels, stretched to 0…255, cut to integers and divided into bins of equal width, from 1.
  func bins(_ count: Int) -> [Int32] {
    var (lowest, highest) = (Double.infinity, -Double.infinity)
    for y in 0..<size.height {
      let row = row(y)
      for x in 0..<size.width {
        lowest = min(lowest, row[x])
        highest = max(highest, row[x])
      }
    }
    guard highest > lowest else { return [Int32](repeating: 1, count: size.area) }
    let binOfLevel = (0...255).map { Int32(Double($0) / (256 / Double(count))) + 1 }
    let scale = 255 / (highest - lowest)
    return [Int32](unsafeUninitializedCapacity: size.area) { bins, written in
      binOfLevel.withUnsafeBufferPointer { binOfLevel in
        for y in 0..<size.height {
          let (row, start) = (row(y), y * size.width)
          for x in 0..<size.width {
            bins[start + x] = binOfLevel[min(255, Int((row[x] - lowest) * scale))]
          }
        }
      }
      written = size.area
    }
  }
}
