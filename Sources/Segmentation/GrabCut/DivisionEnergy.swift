import Raster

/// What GrabCut makes as small as it can: how badly the colours of both sides fit them, and how much their border goes
/// against contrast. The sides' colours are learned from the division itself, so that any two can be compared.
///
/// - Parameter sides: 1 foreground, 0 background, of the image's size; both occur.
/// - Throws: `.cancelled`.
/// - Source: Rother et al., see `DivisionCut`.
package func divisionEnergy(of sides: Mask, in image: Image, _ run: MethodRun = MethodRun()) throws(SegmentationError)
  -> Double
{
  var models = try ColorModels(of: image, sides, run)
  for _ in 0..<5 { models = models.learned(from: image, sides) }
  let contrast = ColorContrast(of: image)
  let (width, height) = (image.size.width, image.size.height)
  return image.bytes.withUnsafeBufferPointer { bytes in
    var energy = 0.0
    for y in 0..<height {
      for x in 0..<width {
        let at = y * width + x
        let own = color(bytes, at)
        energy += (sides.elements[at] == 1 ? models.foreground : models.background).cost(of: own)
        for (dx, dy) in [(-1, 0), (-1, -1), (0, -1), (1, -1)] where y + dy >= 0 && (0..<width).contains(x + dx) {
          let other = at + dy * width + dx
          guard sides.elements[at] != sides.elements[other] else { continue }
          energy += contrast.pull(own, color(bytes, other), isDiagonal: dx != 0 && dy != 0)
        }
      }
    }
    return energy
  }
}
