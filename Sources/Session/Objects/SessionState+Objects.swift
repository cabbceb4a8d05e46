import Raster

extension SessionState {
  /// The number of the object's class; 0 if there is no such object. Merging classes takes their objects along.
  public func objectClass(_ id: Int) -> Int { classes.heir(of: objects.owner(of: id)) }

  /// The id of the object that a pixel inside belongs to; 0 for none.
  public func object(at point: PixelPoint) -> Int { objectMap.map { Int($0[point]) } ?? 0 }

  /// The ids of the objects that have pixels, in order.
  public var usedObjects: [Int] {
    objects.isEmpty ? [] : (1...objects.last).filter { pixels(ofObject: $0) > 0 }
  }

  /// How many objects of each class have pixels, by its number.
  public var objectCounts: [Int: Int] {
    usedObjects.reduce(into: [:]) { counts, id in counts[objectClass(id), default: 0] += 1 }
  }

  /// A pixel well inside of the object; nil where it has none. One pass over the object map.
  public func innerPoint(ofObject id: Int) -> PixelPoint? {
    guard pixels(ofObject: id) > 0, let objectMap else { return nil }
    let rows = objectMap.rows(of: UInt16(id))
    var inner = InnerPoint()
    for row in rows { inner.add(row.columns.count, row.y) }
    for row in rows { inner.place(row.columns, row.y) }
    return inner.point
  }
}

extension ObjectMap {
  /// Where the value stands, row by row.
  fileprivate func rows(of value: UInt16) -> [(columns: Range<Int>, y: Int)] {
    var (rows, at) = ([(columns: Range<Int>, y: Int)](), 0)
    elements.withUnsafeBufferPointer { elements in
      while at < elements.count {
        guard elements[at] == value else {
          at += 1
          continue
        }
        let (y, rowEnd) = (at / width, (at / width + 1) * width)
        let start = at
        while at < rowEnd, elements[at] == value { at += 1 }
        rows.append((start - y * width..<at - y * width, y))
      }
    }
    return rows
  }
}
