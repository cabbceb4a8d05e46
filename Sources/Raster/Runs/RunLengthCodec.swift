/// Why stored runs could not be read.
public enum RunLengthCodecError: Error, Equatable, Sendable, CustomStringConvertible {
  case notRuns(expected: String)
  case damaged(at: Int)

  /// One sentence: what is wrong, and what to do next.
  public var description: String {
    switch self {
    case .notRuns(let expected): "not a file of this kind; it does not begin with '\(expected)'"
    case .damaged(let offset): "damaged at byte \(offset)"
    }
  }
}

/// The bytes of a stored label map: `tessera-labels 1`, a line feed, then variable-length integers (7 bits each, low
/// first): width, height, and for every run the zigzag-coded difference to the element before and the length.
extension RunLengthPlane<Int32> {
  private static var magic: String { "tessera-labels 1\n" }

  /// Equal maps give equal bytes.
  public var encoded: [UInt8] { encode(magic: Self.magic) }

  /// Reads what `encoded` gave. Damaged bytes are an error, never a wrong size.
  public init(encoded bytes: [UInt8]) throws(RunLengthCodecError) {
    try self.init(decoding: bytes, magic: Self.magic, range: 0...Int64(Int32.max))
  }
}

/// The bytes of stored paint: as of a label map, beginning with `tessera-paint 1`.
extension RunLengthPlane<UInt16> {
  private static var magic: String { "tessera-paint 1\n" }

  /// Equal paint gives equal bytes.
  public var encoded: [UInt8] { encode(magic: Self.magic) }

  /// Reads what `encoded` gave. Damaged bytes are an error, never a wrong size.
  public init(encoded bytes: [UInt8]) throws(RunLengthCodecError) {
    try self.init(decoding: bytes, magic: Self.magic, range: 0...Int64(UInt16.max))
  }
}

extension RunLengthPlane {
  fileprivate func encode(magic: String) -> [UInt8] {
    var bytes = Array(magic.utf8)
    bytes.reserveCapacity(magic.utf8.count + 16 + values.count * 4)
    appendVarint(UInt64(size.width), to: &bytes)
    appendVarint(UInt64(size.height), to: &bytes)
    var (previous, start) = (Int64(0), UInt32(0))
    for (value, end) in zip(values, ends) {
      let difference = Int64(value) - previous
      appendVarint(UInt64(bitPattern: (difference << 1) ^ (difference >> 63)), to: &bytes)
      appendVarint(UInt64(end - start), to: &bytes)
      (previous, start) = (Int64(value), end)
    }
    return bytes
  }

  fileprivate init(decoding bytes: [UInt8], magic: String, range: ClosedRange<Int64>) throws(RunLengthCodecError) {
    guard bytes.starts(with: magic.utf8) else { throw .notRuns(expected: String(magic.dropLast())) }
    var reader = VarintReader(bytes: bytes, at: magic.utf8.count)
    let size = Size(width: try reader.integer(upTo: 1 << 24), height: try reader.integer(upTo: 1 << 24))
    let (area, limit) = (size.width * size.height, Int(UInt32.max))
    guard area > 0, area <= limit else { throw .damaged(at: reader.at) }
    var values: [Element] = []
    var ends: [UInt32] = []
    var (value, end) = (Int64(0), 0)
    while end < area {
      let coded = UInt64(try reader.integer(upTo: 1 << 34))
      value += Int64(coded >> 1) ^ -Int64(coded & 1)
      let length = try reader.integer(upTo: area - end)
      guard length > 0, range.contains(value) else { throw .damaged(at: reader.at) }
      end += length
      values.append(Element(value))
      ends.append(UInt32(end))
    }
    guard reader.at == bytes.count else { throw .damaged(at: reader.at) }
    self.init(size: size, values: values, ends: ends)
  }
}

private func appendVarint(_ value: UInt64, to bytes: inout [UInt8]) {
  var rest = value
  while rest >= 0x80 {
    bytes.append(UInt8(rest & 0x7F) | 0x80)
    rest >>= 7
  }
  bytes.append(UInt8(rest))
}

private struct VarintReader {
  let bytes: [UInt8]
  var at: Int

  mutating func integer(upTo limit: Int) throws(RunLengthCodecError) -> Int {
    var value = 0
    for shift in stride(from: 0, to: 42, by: 7) {
      guard at < bytes.count else { throw .damaged(at: at) }
      let byte = bytes[at]
      at += 1
      value |= Int(byte & 0x7F) << shift
      if byte & 0x80 == 0 {
        guard value <= limit else { throw .damaged(at: at - 1) }
        return value
      }
    }
    throw .damaged(at: at)
  }
}
