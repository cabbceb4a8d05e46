import Raster

/// The score of a template at single places, in whole numbers, without the rounding of transforms.
package struct ExactScore {
  private let set: TemplateSet
  private let image: Image
  /// Pixels side by side that are compared.
  private let runs: [(x: Int, y: Int, count: Int)]
  private let energy: Int

  package init(_ set: TemplateSet, in image: Image) {
    (self.set, self.image) = (set, image)
    let width = set.template.size.width
    var runs: [(x: Int, y: Int, count: Int)] = []
    var energy = 0
    for at in 0..<set.template.size.area where set.attention.elements[at] != 0 {
      energy += (0..<3).reduce(0) { $0 + Int(set.template.bytes[at * 3 + $1]) * Int(set.template.bytes[at * 3 + $1]) }
      if let last = runs.last, last.y == at / width, last.x + last.count == at % width {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((at % width, at / width, 1))
      }
    }
    (self.runs, self.energy) = (runs, energy)
  }

  /// The sum of squared differences over the root of the product of the sums of squares; 0 is equal.
  ///
  /// Where one side is black all over, 0 for equal and 1 for anything else; held below 1 where everything is compared.
  /// - Precondition: the template fits there.
  /// - Complexity: O(template pixels)
  package func score(at place: PixelPoint) -> Double {
    var (difference, power) = (0, 0)
    image.bytes.withUnsafeBufferPointer { image in
      set.template.bytes.withUnsafeBufferPointer { template in
        for run in runs {
          let from = (run.y * set.template.size.width + run.x) * 3
          let to = ((place.y + run.y) * self.image.size.width + place.x + run.x) * 3
          for step in 0..<run.count * 3 {
            let (wanted, found) = (Int32(template[from + step]), Int32(image[to + step]))
            difference &+= Int((wanted &- found) &* (wanted &- found))
            power &+= Int(found &* found)
          }
        }
      }
    }
    guard energy > 0, power > 0 else { return difference == 0 ? 0 : 1 }
    let score = Double(difference) / (Double(energy) * Double(power)).squareRoot()
    return set.isWholeCompared ? min(1, score) : score
  }

  /// The best of a place and those around it; itself where none is better, else the first in reading order.
  func lowest(around place: PixelPoint) -> (place: PixelPoint, score: Double) {
    let places = image.size.places(for: set.template.size)
    var best = (place: place, score: score(at: place))
    for y in place.y - 1...place.y + 1 {
      for x in place.x - 1...place.x + 1 where (x, y) != (place.x, place.y) {
        let other = PixelPoint(x: x, y: y)
        guard places.contains(other) else { continue }
        let score = score(at: other)
        if score < best.score { best = (other, score) }
      }
    }
    return best
  }
}
