import Raster
import SystemPackage

/// The paint of one moment as runs: small, and independent of what is painted next.
public struct MaskSnapshot: Equatable, Sendable {
  /// The image's stem.
  public let stem: String
  let paint: RunLengthPlane<UInt16>
  /// Nil where no object was ever made: an instance map is somebody else's then.
  let objects: RunLengthPlane<UInt16>?
  let classes: ClassList
  /// Mask files that are somebody else's: saving leaves them alone.
  let kept: [FilePath.Component]

  /// What there is to save of `state`; costs a pass over its planes.
  init(stem: String, _ state: SessionState, kept: [FilePath.Component] = []) {
    self.stem = stem
    paint = RunLengthPlane(state.paint)
    objects = state.objects.isEmpty ? nil : state.objectMap.map { RunLengthPlane($0) } ?? .empty(state.size)
    classes = state.classes
    self.kept = kept
  }

  /// The numbers of the classes that have pixels, in order.
  var usedClasses: [Int] { Set(paint.values).sorted().filter { $0 != 0 }.map(Int.init) }

  /// The mask of one class and its number of painted pixels.
  func mask(of number: Int) -> (mask: Mask, pixels: Int) {
    var mask = Mask(size: paint.size, filledWith: 0)
    var (pixels, start) = (0, 0)
    mask.elements.withUnsafeMutableBufferPointer { elements in
      for (value, end) in zip(paint.values, paint.ends) {
        if Int(value) == number {
          elements[start..<Int(end)].update(repeating: 255)
          pixels += Int(end) - start
        }
        start = Int(end)
      }
    }
    return (mask, pixels)
  }
}
