/// A plane as runs of equal elements, row after row; runs may go on into the next row.
public struct RunLengthPlane<Element: FixedWidthInteger & BitwiseCopyable & Sendable>: Equatable, Sendable {
  /// Width and height of the plane.
  public let size: Size
  /// The element of every run.
  public let values: [Element]
  /// The row-major index behind every run; the last is `size.area`.
  public let ends: [UInt32]

  init(size: Size, values: [Element], ends: [UInt32]) {
    self.size = size
    self.values = values
    self.ends = ends
  }

}

extension RunLengthPlane<Int32> {
  /// The runs of `plane`; one pass over it.
  public init(_ plane: LabelMap) { self.init(scanning: plane) }

  /// The runs of a plane of bytes; one pass over it.
  public init(_ plane: Mask) {
    let bytes = RunLengthPlane<UInt8>(scanning: plane)
    self.init(size: bytes.size, values: bytes.values.map(Int32.init), ends: bytes.ends)
  }

  /// The plane again.
  public var plane: LabelMap { decoded() }

  /// The runs whose element is not 0.
  public var filledRuns: [(run: PixelRun, value: Int32)] {
    values.indices.compactMap { at in
      let start = at == 0 ? 0 : ends[at - 1]
      return values[at] == 0 ? nil : (PixelRun(start: start, length: ends[at] - start), values[at])
    }
  }

  /// How many pixels have each value of 0…`last`; costs what there are runs.
  /// - Precondition: no value is negative or above `last`.
  public func pixelCounts(upTo last: Int32) -> [UInt32] { counted(upTo: last) }

  /// The plane as bytes.
  /// - Precondition: all elements are 0…255.
  public var bytes: Mask { RunLengthPlane<UInt8>(size: size, values: values.map(UInt8.init), ends: ends).decoded() }

  /// What turns `plane` into this one; one pass over it.
  /// - Precondition: both have one size.
  public func changes(from plane: LabelMap) -> [RunChange<Int32>] { differences(from: plane) }

  /// The labels `numbers[label]` instead of every label; runs that become equal are joined. Costs what there are runs.
  /// - Precondition: `numbers` has an element for every label.
  public func relabeled(by numbers: [Int32]) -> Self {
    var (newValues, newEnds) = ([Int32](), [UInt32]())
    newValues.reserveCapacity(values.count)
    newEnds.reserveCapacity(values.count)
    for at in values.indices {
      let number = numbers[Int(values[at])]
      if number == newValues.last {
        newEnds[newEnds.count - 1] = ends[at]
      } else {
        newValues.append(number)
        newEnds.append(ends[at])
      }
    }
    return Self(size: size, values: newValues, ends: newEnds)
  }
}

extension RunLengthPlane<UInt16> {
  /// A plane without paint.
  public static func empty(_ size: Size) -> Self {
    Self(size: size, values: size.area == 0 ? [] : [0], ends: size.area == 0 ? [] : [UInt32(size.area)])
  }

  /// The runs of `plane`; one pass over it.
  public init(_ plane: PaintMap) { self.init(scanning: plane) }

  /// The plane again.
  public var plane: PaintMap { decoded() }

  /// How many pixels have each value of 0…`last`; costs what there are runs.
  /// - Precondition: no value is above `last`.
  public func pixelCounts(upTo last: UInt16) -> [UInt32] { counted(upTo: last) }

  /// What turns `plane` into this one; one pass over it.
  /// - Precondition: both have one size.
  public func changes(from plane: PaintMap) -> [RunChange<UInt16>] { differences(from: plane) }
}

// Generic code is only fast where its callers stand beside it: other modules call it by type.
extension RunLengthPlane {
  private func counted(upTo last: Element) -> [UInt32] {
    var counts = [UInt32](repeating: 0, count: Int(last) + 1)
    var start: UInt32 = 0
    for (value, end) in zip(values, ends) {
      counts[Int(value)] += end - start
      start = end
    }
    return counts
  }

  private init(scanning plane: Plane<Element>) {
    var values: [Element] = []
    var ends: [UInt32] = []
    plane.elements.withUnsafeBufferPointer { elements in
      var start = 0
      while start < elements.count {
        let end = runEnd(of: elements, from: start, limit: elements.count)
        values.append(elements[start])
        ends.append(UInt32(end))
        start = end
      }
    }
    self.init(size: plane.size, values: values, ends: ends)
  }

  private func decoded() -> Plane<Element> {
    let elements = [Element](unsafeUninitializedCapacity: size.area) { buffer, count in
      var start = 0
      for (value, end) in zip(values, ends) {
        buffer[start..<Int(end)].initialize(repeating: value)
        start = Int(end)
      }
      count = start
    }
    return Plane(size: size, elements: elements)
  }

  private func differences(from plane: Plane<Element>) -> [RunChange<Element>] {
    precondition(plane.size == size, "planes of different sizes")
    var changes: [RunChange<Element>] = []
    plane.elements.withUnsafeBufferPointer { elements in
      var start = 0
      for (value, runEndIndex) in zip(values, ends) {
        appendChanges(of: elements, in: start..<Int(runEndIndex), to: value, into: &changes)
        start = Int(runEndIndex)
      }
    }
    return changes
  }
}

extension PixelRun {
  /// What gives every pixel of `runs` the paint `new`; pixels that have it already are left out.
  public static func changes(of runs: [PixelRun], in paint: PaintMap, to new: UInt16) -> [RunChange<UInt16>] {
    changed(runs, paint.elements, to: new)
  }

  /// What gives every pixel of `runs` the label `new`; pixels that have it already are left out.
  public static func changes(of runs: [PixelRun], in labels: LabelMap, to new: Int32) -> [RunChange<Int32>] {
    changed(runs, labels.elements, to: new)
  }

  private static func changed<Element: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ runs: [PixelRun], _ elements: [Element], to new: Element
  ) -> [RunChange<Element>] {
    var changes: [RunChange<Element>] = []
    changes.reserveCapacity(runs.count)
    elements.withUnsafeBufferPointer { elements in
      for run in runs { appendChanges(of: elements, in: run.range, to: new, into: &changes) }
    }
    return changes
  }
}

// In one file with their callers: a debug build specialises generic code within a file only.

/// Appends what gives every element of `range` the value `new`.
@inline(__always)
private func appendChanges<Element: FixedWidthInteger & BitwiseCopyable & Sendable>(
  of elements: UnsafeBufferPointer<Element>, in range: Range<Int>, to new: Element,
  into changes: inout [RunChange<Element>]
) {
  var start = range.lowerBound
  while start < range.upperBound {
    let end = runEnd(of: elements, from: start, limit: range.upperBound)
    if elements[start] != new {
      changes.append(
        RunChange(start: UInt32(start), length: UInt32(end - start), old: elements[start], new: new))
    }
    start = end
  }
}

/// The index behind the run of equal elements that starts at `start`.
@inline(__always)
private func runEnd<Element: FixedWidthInteger & BitwiseCopyable>(
  of elements: UnsafeBufferPointer<Element>, from start: Int, limit: Int
) -> Int {
  let value = elements[start]
  var end = start + 1
  // Eight at a time while all are equal: long runs are the rule, and this is several times faster.
  while end + 8 <= limit {
    var different: Element = 0
    for offset in 0..<8 { different |= elements[end + offset] ^ value }
    if different != 0 { break }
    end += 8
  }
  while end < limit, elements[end] == value { end += 1 }
  return end
}
