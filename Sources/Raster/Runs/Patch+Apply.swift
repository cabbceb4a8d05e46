/// Which way a patch is applied.
public enum PatchDirection: Sendable { case forwards, backwards }

extension Plane where Element == Int32 {
  /// Writes the new values of `changes`, or the old ones backwards; costs what they have pixels.
  public mutating func apply(_ changes: [RunChange<Int32>], _ direction: PatchDirection) {
    write(changes, direction)
  }
}

extension Plane where Element == UInt16 {
  /// Writes the new values of `changes`, or the old ones backwards; costs what they have pixels.
  public mutating func apply(_ changes: [RunChange<UInt16>], _ direction: PatchDirection) {
    write(changes, direction)
  }
}

extension Plane {
  fileprivate mutating func write(_ changes: [RunChange<Element>], _ direction: PatchDirection) {
    elements.withUnsafeMutableBufferPointer { elements in
      for change in changes {
        let value = direction == .forwards ? change.new : change.old
        elements[Int(change.start)..<Int(change.start) + Int(change.length)].update(repeating: value)
      }
    }
  }
}

extension Patch {
  /// The smallest rectangle that holds every changed pixel of an image `width` pixels wide.
  public func bounds(width: Int) -> PixelRect {
    var bounds = BoundsBuilder(width: width)
    for change in labels { bounds.add(change.start, change.length) }
    for change in paint { bounds.add(change.start, change.length) }
    for change in objects { bounds.add(change.start, change.length) }
    return bounds.rect
  }

  /// Bytes that the runs take.
  public var byteCount: Int {
    labels.count * MemoryLayout<RunChange<Int32>>.stride
      + (paint.count + objects.count) * MemoryLayout<RunChange<UInt16>>.stride
  }
}

private struct BoundsBuilder {
  let width: Int
  private var (left, top) = (Int.max, Int.max)
  private var (right, bottom) = (Int.min, Int.min)

  init(width: Int) { self.width = width }

  mutating func add(_ start: UInt32, _ length: UInt32) {
    let (firstRow, firstColumn) = Int(start).quotientAndRemainder(dividingBy: width)
    let lastRow = (Int(start) + Int(length) - 1) / width
    let isOneRow = firstRow == lastRow
    left = min(left, isOneRow ? firstColumn : 0)
    right = max(right, isOneRow ? firstColumn + Int(length) : width)
    top = min(top, firstRow)
    bottom = max(bottom, lastRow + 1)
  }

  var rect: PixelRect {
    left > right
      ? PixelRect(x: 0, y: 0, width: 0, height: 0)
      : PixelRect(x: left, y: top, width: right - left, height: bottom - top)
  }
}
