import Raster

#if canImport(Glibc)
  import Glibc
#endif

/// The label maps of other programs in the shared folder beside the package, where it exists.
enum ReferenceLabels {
  private static let folder: String = {
    let package = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return "/\(package)/../shared/reference/labels"
  }()

  static var exist: Bool { access(folder, R_OK) == 0 }

  /// Reads a 16-bit grayscale PNG without interlacing; nil if it is anything else.
  static func map(_ name: String) -> LabelMap? {
    guard let bytes = bytes(ofFile: "\(folder)/\(name).png") else { return nil }
    var (at, data, size): (Int, [UInt8], Size?) = (8, [], nil)
    while at + 12 <= bytes.count {
      let length = word(bytes, at)
      let body = bytes[at + 8..<at + 8 + length]
      switch String(decoding: bytes[at + 4..<at + 8], as: UTF8.self) {
      case "IHDR":
        guard Array(body.suffix(5)) == [16, 0, 0, 0, 0] else { return nil }
        size = Size(width: word(bytes, at + 8), height: word(bytes, at + 12))
      case "IDAT": data += body
      default: break
      }
      at += length + 12
    }
    guard let size, var inflater = Inflater(zlib: data) else { return nil }
    return unfiltered(inflater.inflate(), size)
  }

  private static func word(_ bytes: [UInt8], _ at: Int) -> Int { (0..<4).reduce(0) { $0 << 8 | Int(bytes[at + $1]) } }

  private static func bytes(ofFile path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var (bytes, block) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while case let count = fread(&block, 1, block.count, file), count > 0 { bytes += block.prefix(count) }
    return bytes
  }

  private static func unfiltered(_ data: [UInt8], _ size: Size) -> LabelMap? {
    let stride = size.width * 2
    guard data.count == (stride + 1) * size.height else { return nil }
    var (above, labels) = ([UInt8](repeating: 0, count: stride), [Int32]())
    for y in 0..<size.height {
      let start = y * (stride + 1)
      var row = Array(data[start + 1...start + stride])
      for at in row.indices {
        let (left, corner) = at < 2 ? (0, 0) : (Int(row[at - 2]), Int(above[at - 2]))
        row[at] &+= prediction(data[start], left, Int(above[at]), corner)
      }
      for at in pairs(of: row) { labels.append(Int32(row[at]) << 8 | Int32(row[at + 1])) }
      above = row
    }
    return LabelMap(size: size, elements: labels)
  }

  private static func pairs(of row: [UInt8]) -> StrideTo<Int> { stride(from: 0, to: row.count, by: 2) }

  private static func prediction(_ filter: UInt8, _ left: Int, _ up: Int, _ corner: Int) -> UInt8 {
    switch filter {
    case 1: return UInt8(left)
    case 2: return UInt8(up)
    case 3: return UInt8((left + up) / 2)
    case 4:
      let (toLeft, toUp, toCorner) = (abs(up - corner), abs(left - corner), abs(left + up - 2 * corner))
      return UInt8(toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner)
    default: return 0
    }
  }
}

/// RFC 1951, for files that are known to be whole.
private struct Inflater {
  private let data: [UInt8]
  private var bit: Int
  private var output: [UInt8] = []

  init?(zlib: [UInt8]) {
    guard zlib.count > 6 else { return nil }
    (data, bit) = (zlib, 16)
  }

  mutating func inflate() -> [UInt8] {
    var isLast = false
    while !isLast {
      isLast = bits(1) == 1
      switch bits(2) {
      case 0: copyStored()
      case 1:
        let lengths = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
        decode(Huffman(lengths), Huffman([Int](repeating: 5, count: 30)))
      default: decodeDynamic()
      }
    }
    return output
  }

  private mutating func bits(_ count: Int) -> Int {
    var value = 0
    for place in 0..<count {
      value |= Int(data[bit >> 3] >> UInt8(bit & 7) & 1) << place
      bit += 1
    }
    return value
  }

  private mutating func copyStored() {
    bit = (bit + 7) & ~7
    let length = bits(16)
    _ = bits(16)
    for _ in 0..<length { output.append(UInt8(bits(8))) }
  }

  private mutating func decodeDynamic() {
    let (literals, distances, count) = (bits(5) + 257, bits(5) + 1, bits(4) + 4)
    var lengths = [Int](repeating: 0, count: 19)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    for place in order.prefix(count) { lengths[place] = bits(3) }
    let code = Huffman(lengths)
    var all: [Int] = []
    while all.count < literals + distances {
      switch symbol(code) {
      case 16: all += [Int](repeating: all[all.count - 1], count: 3 + bits(2))
      case 17: all += [Int](repeating: 0, count: 3 + bits(3))
      case 18: all += [Int](repeating: 0, count: 11 + bits(7))
      case let length: all.append(length)
      }
    }
    decode(Huffman(Array(all.prefix(literals))), Huffman(Array(all.suffix(distances))))
  }

  private mutating func decode(_ literals: Huffman, _ distances: Huffman) {
    while case let literal = symbol(literals), literal != 256 {
      guard literal > 256 else {
        output.append(UInt8(literal))
        continue
      }
      let (length, back) = (length(literal - 257), 1 + distance(symbol(distances)))
      for _ in 0..<length { output.append(output[output.count - back]) }
    }
  }

  private mutating func length(_ code: Int) -> Int {
    if code == 28 { return 258 }
    if code < 8 { return code + 3 }
    let extra = code / 4 - 1
    return ((4 + code % 4) << extra) + 3 + bits(extra)
  }

  private mutating func distance(_ code: Int) -> Int {
    if code < 4 { return code }
    let extra = code / 2 - 1
    return (2 + code % 2) << extra + bits(extra)
  }

  private mutating func symbol(_ code: Huffman) -> Int {
    var (value, first, index) = (0, 0, 0)
    for length in 1...15 {
      value |= bits(1)
      let count = code.counts[length]
      if value - first < count { return code.symbols[index + value - first] }
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    return 256
  }
}

/// A canonical code: how many codes have each length, and the symbols in the order of their codes.
private struct Huffman {
  let counts: [Int]
  let symbols: [Int]

  init(_ lengths: [Int]) {
    counts = (0...15).map { length in length == 0 ? 0 : lengths.count { $0 == length } }
    symbols = (1...15).flatMap { length in lengths.indices.filter { lengths[$0] == length } }
  }
}
