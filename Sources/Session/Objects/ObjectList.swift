import Raster

/// The objects of an image, append-only: an id never changes and never gets another class.
public struct ObjectList: Equatable, Sendable {
  /// The highest id that an instance map can hold.
  public static let mostObjects = Int(UInt16.max)

  /// The id that new paint of its class gets; 0 while painting makes no objects.
  public internal(set) var current = 0
  /// Per id, from 1, the number of the class that it was begun with; 0 where the id was not given out.
  private var owners: [UInt16] = []

  init() {}

  /// The objects of a map that was loaded; none is current.
  ///
  /// - Parameter paint: of the same size.
  /// - Returns: nil where pixels of one object are painted with several classes, or with none.
  init?(of objects: RunLengthPlane<UInt16>, paint: RunLengthPlane<UInt16>) {
    var (at, start) = (0, UInt32(0))
    for (id, end) in zip(objects.values, objects.ends) {
      while start < end {
        guard id == 0 || take(id, of: paint.values[at]) else { return nil }
        start = min(end, paint.ends[at])
        if start == paint.ends[at] { at += 1 }
      }
    }
  }

  /// No id was ever given out.
  var isEmpty: Bool { owners.isEmpty }

  /// The highest id that was given out.
  var last: Int { owners.count }

  /// The class that the object was begun with; 0 if there is no such object.
  func owner(of id: Int) -> Int { owners.indices.contains(id - 1) ? Int(owners[id - 1]) : 0 }

  /// Begins an object of a class and makes it the current one.
  /// - Throws: `.tooManyObjects` where all ids are given out.
  mutating func begin(_ number: Int) throws(SessionError) {
    if owners.count < Self.mostObjects {
      owners.append(UInt16(number))
      current = owners.count
    } else {
      guard let unused = owners.firstIndex(of: 0) else { throw .tooManyObjects }
      owners[unused] = UInt16(number)
      current = unused + 1
    }
  }

  /// False where the object is another class's, or unpainted.
  private mutating func take(_ id: UInt16, of number: UInt16) -> Bool {
    while owners.count < Int(id) { owners.append(0) }
    if owners[Int(id) - 1] == 0 { owners[Int(id) - 1] = number }
    return number != 0 && owners[Int(id) - 1] == number
  }
}
