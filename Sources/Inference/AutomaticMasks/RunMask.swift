import Raster

/// A mask as runs of pixels, row by row; none goes on into the next row and none touch.
public struct RunMask: Equatable, Sendable {
  /// Of the image.
  public let size: Size
  /// In row-major order.
  public let runs: [PixelRun]
  /// Number of pixels.
  public let area: Int
  /// The smallest rectangle around all of it; empty for an empty mask.
  public let box: PixelRect

  /// - Precondition: `runs` are as described above and lie inside.
  init(size: Size, runs: [PixelRun]) {
    (self.size, self.runs) = (size, runs)
    area = runs.reduce(0) { $0 + Int($1.length) }
    box = Self.box(of: runs, width: size.width)
  }

  private static func box(of runs: [PixelRun], width: Int) -> PixelRect {
    guard let first = runs.first, let last = runs.last else { return PixelRect(x: 0, y: 0, width: 0, height: 0) }
    var (left, right) = (width, 0)
    for run in runs {
      let x = run.range.lowerBound % width
      left = min(left, x)
      right = max(right, x + Int(run.length))
    }
    let (top, bottom) = (first.range.lowerBound / width, last.range.lowerBound / width)
    return PixelRect(x: left, y: top, width: right - left, height: bottom - top + 1)
  }

  /// The mask of a crop at its place in an image of `size`.
  func moved(to origin: PixelPoint, in size: Size) -> RunMask {
    if origin == PixelPoint(x: 0, y: 0), size == self.size { return self }
    let moved = runs.map { run in
      let (y, x) = run.range.lowerBound.quotientAndRemainder(dividingBy: self.size.width)
      return PixelRun(start: UInt32((y + origin.y) * size.width + x + origin.x), length: run.length)
    }
    return RunMask(size: size, runs: moved)
  }
}

/// A mask with what tells how much it is worth.
struct MaskScan {
  let mask: RunMask
  /// The share of the area that is left when the border is drawn inwards instead of outwards; 0 where there is none.
  let stability: Double
}

extension MaskCandidate {
  /// The mask in the image's size and how stable its border is.
  ///
  /// - Complexity: O(height · samples of a row).
  func scan(offset: Float) -> MaskScan {
    var (inner, outer) = (0, 0)
    let mask = runMask { row in
      row.eachSpan(above: -offset) { outer += $0.count }
      row.eachSpan(above: offset) { inner += $0.count }
    }
    return MaskScan(mask: mask, stability: outer == 0 ? 0 : Double(inner) / Double(outer))
  }
}
