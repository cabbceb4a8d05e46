import Raster

extension ModelPair {
  /// A mask as the decoder takes it to refine; nil where it takes none.
  ///
  /// Sure inside and outside, in between where a cell of the grid holds both: what the model once said of the mask is
  /// not kept, so that the same marks give the same answer whatever went before.
  /// - Parameter mask: of the image's size.
  public func logits(refining mask: Mask) -> MaskLogits? {
    guard let input = decoder.maskInput else { return nil }
    let grid = Size(width: input.extent(3) ?? 256, height: input.extent(2) ?? 256)
    return encoder.imageFit(mask.size).logits(of: mask, grid)
  }
}

extension ImageFit {
  /// About what models say of pixels that they are sure of.
  private static let sure: Float = 8
  /// Samples along each side of a cell.
  private static let samples = 3

  /// A mask on a grid that covers the frame; padding is outside.
  func logits(of mask: Mask, _ grid: Size) -> MaskLogits {
    let columns = places(grid.width, frame.width, scaled.width, original.width)
    let rows = places(grid.height, frame.height, scaled.height, original.height)
    var logits = MaskLogits(size: grid, filledWith: -Self.sure)
    for y in 0..<grid.height {
      for x in 0..<grid.width {
        let inside = rows[y].reduce(0) { sum, row in
          sum + columns[x].count { mask.elements[row * mask.width + $0] != 0 }
        }
        let share = Float(inside) / Float(Self.samples * Self.samples)
        logits.elements[y * grid.width + x] = (2 * share - 1) * Self.sure
      }
    }
    return logits
  }

  /// The image pixels that each cell of an axis samples; those in the padding are left out.
  private func places(_ cells: Int, _ frame: Int, _ scaled: Int, _ original: Int) -> [[Int]] {
    let count = cells * Self.samples
    return (0..<cells).map { cell in
      (0..<Self.samples).compactMap { sample in
        let place = (Double(cell * Self.samples + sample) + 0.5) / Double(count) * Double(frame)
        guard place < Double(scaled) else { return nil }
        return min(original - 1, Int(place * Double(original) / Double(scaled)))
      }
    }
  }
}
