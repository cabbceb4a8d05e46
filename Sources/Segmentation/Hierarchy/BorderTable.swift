/// Adds up borders by their pair of regions: a hash table with open addressing.
struct BorderTable {
  /// In the order in which their pairs were first added.
  private(set) var borders: [RegionGraph.Border] = []
  /// Index into `borders` + 1, or 0; a power of two of them, at most half in use.
  private var slots = [Int32](repeating: 0, count: 1 << 12)

  mutating func add(_ border: RegionGraph.Border) {
    var slot = home(of: border)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if borders[index].pair == border.pair {
        borders[index].length += border.length
        borders[index].contrast += border.contrast
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    borders.append(border)
    slots[slot] = Int32(borders.count)
    if borders.count * 2 > slots.count { grow() }
  }

  private func home(of border: RegionGraph.Border) -> Int {
    Int((border.pair &* 0x9E37_79B9_7F4A_7C15) >> 32) & (slots.count - 1)
  }

  private mutating func grow() {
    slots = [Int32](repeating: 0, count: slots.count * 2)
    for (index, border) in borders.enumerated() {
      var slot = home(of: border)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(index + 1)
    }
  }
}
