/// Reading numbers from file bytes: nil outside the bytes, so that no header can lead a parser astray.
extension [UInt8] {
  /// An unsigned number of `count` (1…4) bytes, most significant first.
  func bigEndian(_ count: Int, at offset: Int) -> Int? {
    guard offset >= 0, offset <= self.count - count else { return nil }
    return self[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
  }

  /// An unsigned number of `count` (1…4) bytes, least significant first.
  func littleEndian(_ count: Int, at offset: Int) -> Int? {
    guard offset >= 0, offset <= self.count - count else { return nil }
    return self[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// Whether the ASCII letters of `text` stand at `offset`.
  func holds(_ text: StaticString, at offset: Int) -> Bool {
    guard offset >= 0, offset <= count - text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { letters in letters.indices.allSatisfy { letters[$0] == self[offset + $0] } }
  }
}
