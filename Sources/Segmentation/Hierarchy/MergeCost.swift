/// What is lost by seeing two regions as one: Ward's growth of the squared error of colour, larger across a strong
/// border, smaller along a long one.
struct MergeCost: Equatable {
  /// Squared Lab units: what equal colours cost, so that small plain regions merge before large ones. The larger it
  /// is, the more equal are the sizes and the rounder the shapes.
  var plain = 160.0

  /// What an average squared contrast across the border counts against the squared distance of the regions' colours.
  private static let contrastWeight = 0.2
  /// Squared Lab units, 500 squared steps.
  private static let clearDistance = 8000.0

  /// - Parameters:
  ///   - length: pairs of pixels along the border.
  ///   - contrast: sum of the squared colour distance over them.
  func callAsFunction(_ one: RegionGraph.Region, _ other: RegionGraph.Region, length: Double, contrast: Double)
    -> Double
  {
    let distance = squaredColorDistance(one, other) + Self.contrastWeight * contrast / length
    // Beyond a clear difference the cost grows with the distance, no longer with its square: a white letter on black
    // must not take all segments from the weaker borders of objects.
    let error = plain + distance / (1 + distance / Self.clearDistance).squareRoot()
    let size = one.pixels * other.pixels / (one.pixels + other.pixels)
    let contact = length / min(one.pixels, other.pixels).squareRoot()
    return size * error / contact.squareRoot().squareRoot()
  }
}

/// Between mean colours; hue counts double, because shade and texture vary lightness more than they vary hue.
@inline(__always)
func squaredColorDistance(_ one: RegionGraph.Region, _ other: RegionGraph.Region) -> Double {
  let l = one.lightness / one.pixels - other.lightness / other.pixels
  let a = one.a / one.pixels - other.a / other.pixels
  let b = one.b / one.pixels - other.b / other.pixels
  return l * l + 2 * (a * a + b * b)
}
