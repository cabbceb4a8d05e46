import Raster

/// The borders between the regions of `labels`, sorted by their pair; label k is region k - 1, 0 is none.
func bordersBetween(_ labels: LabelMap, _ image: Image, _ work: ParallelWork) throws(SegmentationError)
  -> [RegionGraph.Border]
{
  let bands = max(1, min(work.threads, labels.height))
  var tables = [BorderTable](repeating: BorderTable(), count: bands)
  try tables.withUnsafeMutableBufferPointer { tables throws(SegmentationError) in
    try labels.elements.withUnsafeBufferPointer { elements throws(SegmentationError) in
      try image.bytes.withUnsafeBufferPointer { bytes throws(SegmentationError) in
        try work.divide(bands, grain: 1) { parts in
          LabTable.shared.withConverter { lab in
            let scan = BorderScan(size: labels.size, labels: elements, bytes: bytes, lab: lab)
            for band in parts {
              for y in labels.height * band / bands..<labels.height * (band + 1) / bands {
                scan.addLine(y, to: &tables[band])
              }
            }
          }
        }
      }
    }
  }
  var all = tables[0]
  for table in tables.dropFirst() { all.add(table) }
  return all.sorted()
}

/// Finds the pairs of neighbouring pixels that belong to two regions.
private struct BorderScan {
  let size: Size
  let labels: UnsafeBufferPointer<Int32>
  let bytes: UnsafeBufferPointer<UInt8>
  let lab: LabConverter

  /// The pairs of line `y` with its right and lower neighbours.
  @inline(__always)
  func addLine(_ y: Int, to table: inout BorderTable) {
    let (start, end) = (y * size.width, (y + 1) * size.width)
    for at in start..<end - 1 where labels[at] != labels[at + 1] {
      add(at, at + 1, max(at - 1, start), min(at + 2, end - 1), to: &table)
    }
    guard y + 1 < size.height else { return }
    for at in start..<end where labels[at] != labels[at + size.width] {
      add(
        at, at + size.width, y > 0 ? at - size.width : at, y + 2 < size.height ? at + 2 * size.width : at + size.width,
        to: &table)
    }
  }

  /// One pair and the pixels before and after it: an edge that is blurred over three pixels is a whole edge.
  @inline(never)
  private func add(_ one: Int, _ other: Int, _ before: Int, _ after: Int, to table: inout BorderTable) {
    guard labels[one] > 0 && labels[other] > 0 else { return }
    table.add(labels[one] - 1, labels[other] - 1, contrast: Int(color(before).squaredDistance(to: color(after))))
  }

  private func color(_ at: Int) -> LabColor { lab(bytes[at * 3], bytes[at * 3 + 1], bytes[at * 3 + 2]) }
}

/// Adds up borders by their pair of regions: a hash table with open addressing.
private struct BorderTable {
  private var borders: [RegionGraph.Border] = []
  /// Index into `borders` + 1, or 0; a power of two of them, at most half in use.
  private var slots = [Int32](repeating: 0, count: 1 << 12)

  mutating func add(_ one: Int32, _ other: Int32, contrast: Int) {
    let index = index(of: min(one, other), max(one, other))
    borders[index].length += 1
    borders[index].contrast += contrast
  }

  mutating func add(_ other: BorderTable) {
    for border in other.borders {
      let index = index(of: border.first, border.second)
      borders[index].length += border.length
      borders[index].contrast += border.contrast
    }
  }

  func sorted() -> [RegionGraph.Border] { borders.sorted { ($0.first, $0.second) < ($1.first, $1.second) } }

  private mutating func index(of first: Int32, _ second: Int32) -> Int {
    var slot = home(first, second)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if borders[index].first == first && borders[index].second == second { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    borders.append(RegionGraph.Border(first: first, second: second, length: 0, contrast: 0))
    slots[slot] = Int32(borders.count)
    if borders.count * 2 > slots.count { grow() }
    return borders.count - 1
  }

  private func home(_ first: Int32, _ second: Int32) -> Int {
    let pair = UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
    return Int((pair &* 0x9E37_79B9_7F4A_7C15) >> 32) & (slots.count - 1)
  }

  private mutating func grow() {
    slots = [Int32](repeating: 0, count: slots.count * 2)
    for (index, border) in borders.enumerated() {
      var slot = home(border.first, border.second)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(index + 1)
    }
  }
}
