import Foundation
import OpenCVMethods
import Raster
import Segmentation
import Testing

/// What the reference implementations made of real images; it lies beside the package where it is available.
enum Reference {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/reference")
  static let images = ["100007", "226043", "jet1"]
  /// Tests with this trait are skipped with its message.
  static let isThere: ConditionTrait = .enabled(
    if: FileManager.default.fileExists(atPath: folder.path()), "no reference label maps at ../shared/reference")

  static func image(_ path: String) throws -> Image {
    let bytes = [UInt8](try Data(contentsOf: folder.appending(path: path + ".png")))
    return try OpenCVCodec().decode(bytes, pixelLimit: 1 << 24)
  }

  /// The 16-bit label map of `image` by `method`.
  static func labels(_ image: String, _ method: String) throws -> LabelMap {
    let bytes = [UInt8](try Data(contentsOf: folder.appending(path: "labels/\(image).\(method).png")))
    return try #require(GrayPNG(bytes)).labels
  }
}

/// How well two partitions agree: 1 if they are the same, about 0 if they are independent.
///
/// - Source: L. Hubert, P. Arabie, "Comparing partitions", Journal of Classification 2, 1985.
func adjustedRandIndex(_ one: LabelMap, _ other: LabelMap) -> Double {
  func pairs(_ counts: some Sequence<Int>) -> Double { counts.reduce(0.0) { $0 + Double($1 * ($1 - 1) / 2) } }
  func counts<Key: Hashable>(_ keys: some Sequence<Key>) -> [Int] {
    keys.reduce(into: [:]) { $0[$1, default: 0] += 1 }.values.sorted()
  }
  let both = pairs(counts(zip(one.elements, other.elements).map { Int64($0) << 32 | Int64($1) }))
  let (first, second) = (pairs(counts(one.elements)), pairs(counts(other.elements)))
  let expected = first * second / pairs([one.size.area])
  return (both - expected) / ((first + second) / 2 - expected)
}

/// A 16-bit gray PNG without interlacing, as the reference label maps are.
private struct GrayPNG {
  let labels: LabelMap

  init?(_ bytes: [UInt8]) {
    func number(_ at: Int) -> Int { bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
    guard bytes.count > 33, bytes[24] == 16, bytes[25] == 0, bytes[28] == 0 else { return nil }
    let size = Size(width: number(16), height: number(20))
    var (stream, at): ([UInt8], Int) = ([], 8)
    while at + 8 <= bytes.count {
      let count = number(at)
      if bytes[at + 4..<at + 8].elementsEqual("IDAT".utf8) { stream += bytes[at + 8..<at + 8 + count] }
      at += count + 12
    }
    var inflater = Inflater(stream, from: 2)
    labels = Self.unfilter(inflater.run(), size)
  }

  private static func unfilter(_ bytes: [UInt8], _ size: Size) -> LabelMap {
    let count = size.width * 2
    var (row, above): ([UInt8], [UInt8]) = ([UInt8](repeating: 0, count: count), [UInt8](repeating: 0, count: count))
    var labels: [Int32] = []
    labels.reserveCapacity(size.area)
    for y in 0..<size.height {
      let start = y * (count + 1)
      for at in 0..<count {
        let (left, up) = (at < 2 ? 0 : Int(row[at - 2]), Int(above[at]))
        let corner = at < 2 ? 0 : Int(above[at - 2])
        let predicted =
          switch bytes[start] {
          case 1: left
          case 2: up
          case 3: (left + up) / 2
          case 4: paeth(left, up, corner)
          default: 0
          }
        row[at] = bytes[start + 1 + at] &+ UInt8(predicted)
      }
      for x in 0..<size.width { labels.append(Int32(row[x * 2]) << 8 | Int32(row[x * 2 + 1])) }
      swap(&row, &above)
    }
    return LabelMap(size: size, elements: labels)
  }

  private static func paeth(_ left: Int, _ up: Int, _ corner: Int) -> Int {
    let (toLeft, toUp, toCorner) = (abs(up - corner), abs(left - corner), abs(left + up - 2 * corner))
    return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner
  }
}

/// Decompresses a deflate stream (RFC 1951).
private struct Inflater {
  private let bytes: [UInt8]
  private var bit: Int
  private var out: [UInt8] = []

  init(_ bytes: [UInt8], from byte: Int) {
    self.bytes = bytes
    bit = byte * 8
  }

  mutating func run() -> [UInt8] {
    var isLast = false
    while !isLast {
      isLast = take(1) == 1
      switch take(2) {
      case 0: copyStored()
      case 1:
        decode(
          Huffman((0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }),
          Huffman(.init(repeating: 5, count: 30)))
      default: decodeDynamic()
      }
    }
    return out
  }

  private mutating func take(_ count: Int) -> Int {
    var value = 0
    for place in 0..<count {
      value |= Int(bytes[bit >> 3] >> UInt8(bit & 7) & 1) << place
      bit += 1
    }
    return value
  }

  private mutating func copyStored() {
    bit = (bit + 7) / 8 * 8
    let count = take(16)
    _ = take(16)
    out += bytes[bit / 8..<bit / 8 + count]
    bit += count * 8
  }

  private mutating func decodeDynamic() {
    let (literals, distances, lengths) = (take(5) + 257, take(5) + 1, take(4) + 4)
    var codeLengths = [Int](repeating: 0, count: 19)
    for place in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15].prefix(lengths) {
      codeLengths[place] = take(3)
    }
    let codes = Huffman(codeLengths)
    var all: [Int] = []
    while all.count < literals + distances {
      switch symbol(codes) {
      case 16: all += [Int](repeating: all.last ?? 0, count: take(2) + 3)
      case 17: all += [Int](repeating: 0, count: take(3) + 3)
      case 18: all += [Int](repeating: 0, count: take(7) + 11)
      case let length: all.append(length)
      }
    }
    decode(Huffman(Array(all[..<literals])), Huffman(Array(all[literals...])))
  }

  private mutating func decode(_ literals: Huffman, _ distances: Huffman) {
    while true {
      let symbol = symbol(literals)
      if symbol < 256 {
        out.append(UInt8(symbol))
      } else if symbol == 256 {
        return
      } else {
        let length = extended(symbol - 257, perStep: 4, first: 3)
        let count = symbol == 285 ? 258 : length
        let distance = extended(self.symbol(distances), perStep: 2, first: 1)
        for _ in 0..<count { out.append(out[out.count - distance]) }
      }
    }
  }

  /// Lengths and distances double their step with every `perStep` codes.
  private mutating func extended(_ code: Int, perStep: Int, first: Int) -> Int {
    if code == 28 && perStep == 4 { return 258 }
    let extra = max(0, code / perStep - 1)
    let base = code < perStep ? code : (perStep + code % perStep) << extra
    return first + base + take(extra)
  }

  private mutating func symbol(_ huffman: Huffman) -> Int {
    var (code, first, index) = (0, 0, 0)
    for length in 1...15 {
      code |= take(1)
      let count = huffman.counts[length]
      if code - count < first { return huffman.symbols[index + code - first] }
      index += count
      first = (first + count) << 1
      code <<= 1
    }
    return 256
  }
}

private struct Huffman {
  private(set) var counts = [Int](repeating: 0, count: 16)
  let symbols: [Int]

  init(_ lengths: [Int]) {
    for length in lengths where length > 0 { counts[length] += 1 }
    symbols = (1...15).flatMap { length in lengths.indices.filter { lengths[$0] == length } }
  }
}
