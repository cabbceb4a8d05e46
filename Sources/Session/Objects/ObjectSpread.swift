import Raster

/// Objects that spread over pixels which a class gains, from all sides at once, one pixel per step.
struct ObjectSpread {
  private let changes: [RunChange<UInt16>]
  private var map: ObjectMap
  private var isOpen: [Bool]

  /// - Parameter changes: of paint, in order; what they touch belongs to no object at first.
  init(_ changes: [RunChange<UInt16>], over objects: ObjectMap) {
    self.changes = changes
    map = objects
    isOpen = [Bool](repeating: false, count: objects.size.area)
    for change in changes {
      for at in change.range {
        map.elements[at] = 0
        isOpen[at] = change.new != 0
      }
    }
  }

  /// - Parameter spreads: whether an object does.
  mutating func run(_ spreads: (UInt16) -> Bool) {
    var front = seeds(spreads)
    while !front.isEmpty {
      var next: [(at: Int, id: UInt16)] = []
      for (at, id) in front where map.elements[at] == 0 {
        map.elements[at] = id
        for neighbour in neighbours(of: at) where isOpen[neighbour] && map.elements[neighbour] == 0 {
          next.append((neighbour, id))
        }
      }
      front = next
    }
  }

  /// What makes the map of `objects`, which it began with.
  func changes(from objects: ObjectMap) -> [RunChange<UInt16>] {
    var found: [RunChange<UInt16>] = []
    for at in changes.lazy.flatMap(\.range) where objects.elements[at] != map.elements[at] {
      let (old, new) = (objects.elements[at], map.elements[at])
      if let last = found.last, Int(last.start + last.length) == at, last.old == old, last.new == new {
        found[found.count - 1].length += 1
      } else {
        found.append(RunChange(start: UInt32(at), length: 1, old: old, new: new))
      }
    }
    return found
  }

  /// Gained pixels beside an object, with the first that is above, left, right or below.
  private func seeds(_ spreads: (UInt16) -> Bool) -> [(at: Int, id: UInt16)] {
    changes.lazy.flatMap(\.range).compactMap { at in
      guard isOpen[at] else { return nil }
      let ids = neighbours(of: at).lazy.map { map.elements[$0] }
      return ids.first { $0 != 0 && spreads($0) }.map { (at, $0) }
    }
  }

  private func neighbours(of at: Int) -> [Int] {
    let (width, column) = (map.width, at % map.width)
    var found: [Int] = []
    if at >= width { found.append(at - width) }
    if column > 0 { found.append(at - 1) }
    if column + 1 < width { found.append(at + 1) }
    if at + width < isOpen.count { found.append(at + width) }
    return found
  }
}

extension RunChange {
  fileprivate var range: Range<Int> { Int(start)..<Int(start) + Int(length) }
}
