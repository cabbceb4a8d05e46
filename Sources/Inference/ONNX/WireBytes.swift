/// The bytes of a file, from memory or read where they are looked at: most of a model is weights, which nobody looks at.
final class WireBytes {
  /// How many there are.
  let count: Int
  private let load: (Range<Int>) -> [UInt8]
  private var block: [UInt8]
  private var start = 0
  /// Fields lie close together; weights between them are larger than this.
  private static let blockSize = 1 << 16

  /// Bytes that are in memory.
  init(_ bytes: [UInt8]) { (count, block, load) = (bytes.count, bytes, { _ in [] }) }

  /// - Parameter load: the bytes of a range within `count`; where fewer come, the rest counts as 0.
  init(count: Int, _ load: @escaping (Range<Int>) -> [UInt8]) { (self.count, self.load, block) = (count, load, []) }

  var indices: Range<Int> { 0..<count }

  /// - Precondition: `index` lies within `indices`.
  subscript(index: Int) -> UInt8 {
    if !(start..<start + block.count).contains(index) { read(from: index) }
    let place = index - start
    return block.indices.contains(place) ? block[place] : 0
  }

  /// - Precondition: `range` lies within `indices`.
  subscript(range: Range<Int>) -> [UInt8] { range.map { self[$0] } }

  private func read(from index: Int) {
    block = load(index..<min(count, index + Self.blockSize))
    start = index
  }
}
