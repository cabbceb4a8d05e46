/// Walks through the fields of one protobuf message. The bytes are untrusted: nothing is read outside `range`.
struct WireReader {
  /// What a field holds, by its wire type.
  enum Value {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    case bytes(Range<Int>)
  }

  struct Field {
    let number: Int
    let value: Value
    /// Where the field begins in the file.
    let offset: Int
  }

  let bytes: WireBytes
  private(set) var range: Range<Int>
  /// What ends beyond the end of the file is missing, not damaged.
  private let isOutermost: Bool

  init(_ bytes: WireBytes) {
    self.bytes = bytes
    range = bytes.indices
    isOutermost = true
  }

  /// A message inside: `range` lies within what this reader walks through.
  init(_ bytes: WireBytes, _ range: Range<Int>) {
    self.bytes = bytes
    self.range = range
    isOutermost = false
  }

  /// The next field; nil at the end.
  mutating func next() throws(ONNXError) -> Field? {
    guard !range.isEmpty else { return nil }
    let offset = range.lowerBound
    let key = try varint()
    let number = Int(truncatingIfNeeded: key >> 3)
    guard number > 0, number < 1 << 29 else { throw .damaged(offset: offset, what: .wireType) }
    return Field(number: number, value: try value(wireType: key & 7, offset), offset: offset)
  }

  /// A base-128 number of at most 64 bits.
  mutating func varint() throws(ONNXError) -> UInt64 {
    let start = range.lowerBound
    var result: UInt64 = 0
    for position in 0..<10 {
      guard let byte = range.isEmpty ? nil : bytes[range.lowerBound] else { throw tooShort(by: 1) }
      range = range.lowerBound + 1..<range.upperBound
      guard position < 9 || byte <= 1 else { break }
      result |= UInt64(byte & 0x7F) << UInt64(7 * position)
      if byte < 0x80 { return result }
    }
    throw .damaged(offset: start, what: .varint)
  }

  private mutating func value(wireType: UInt64, _ offset: Int) throws(ONNXError) -> Value {
    switch wireType {
    case 0: return .varint(try varint())
    case 1: return .fixed64(littleEndian(try take(8)))
    case 2:
      let length = try varint()
      return .bytes(try take(Int(exactly: length) ?? Int.max))
    case 5: return .fixed32(UInt32(truncatingIfNeeded: littleEndian(try take(4))))
    default: throw .damaged(offset: offset, what: .wireType)
    }
  }

  private mutating func take(_ count: Int) throws(ONNXError) -> Range<Int> {
    guard count <= range.count else { throw tooShort(by: count - range.count) }
    let taken = range.lowerBound..<range.lowerBound + count
    range = taken.upperBound..<range.upperBound
    return taken
  }

  private func tooShort(by missing: Int) -> ONNXError {
    isOutermost ? .truncated(missing: missing) : .damaged(offset: range.lowerBound, what: .length)
  }

  private func littleEndian(_ range: Range<Int>) -> UInt64 {
    bytes[range].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension WireReader.Field {
  /// A 64-bit number that may be negative.
  func integer() throws(ONNXError) -> Int {
    guard case .varint(let value) = value else { throw .damaged(offset: offset, what: .fieldKind) }
    return Int(truncatingIfNeeded: value)
  }

  /// Where the bytes of a message or string lie.
  func range() throws(ONNXError) -> Range<Int> {
    guard case .bytes(let range) = value else { throw .damaged(offset: offset, what: .fieldKind) }
    return range
  }

  func text(_ bytes: WireBytes) throws(ONNXError) -> String {
    guard let text = String(validating: bytes[try range()], as: UTF8.self) else {
      throw .damaged(offset: offset, what: .text)
    }
    return text
  }
}
