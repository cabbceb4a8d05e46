import CTestSupport

/// Arrays that numpy saved, by name: `savez_compressed` of f32 and u8.
package struct NPZFile {
  /// Extents and values of an array.
  package struct Array32 {
    package let shape: [Int]
    package let values: [Float]
  }

  private let bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The array `name`; nil if it is not there, or holds something else.
  package func array(_ name: String) -> Array32? {
    guard let file = content("\(name).npy"), file.count > 10 else { return nil }
    let start = 10 + Int(file[8]) + Int(file[9]) << 8
    guard start <= file.count, let header = String(validating: file[10..<start], as: UTF8.self),
      let open = header.firstIndex(of: "("), let close = header.firstIndex(of: ")")
    else { return nil }
    let shape = header[header.index(after: open)..<close].split { !$0.isNumber }.compactMap { Int($0) }
    let values = Self.values(file[start...], header)
    return values.count == shape.reduce(1, *) ? Array32(shape: shape, values: values) : nil
  }

  private static func values(_ bytes: ArraySlice<UInt8>, _ header: String) -> [Float] {
    if header.contains("|u1") { return bytes.map(Float.init) }
    let start = bytes.startIndex
    return bytes.withUnsafeBytes { raw in
      (0..<(bytes.endIndex - start) / 4).map { raw.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }
    }
  }

  /// An entry of the zip archive, found by its central directory.
  private func content(_ name: String) -> [UInt8]? {
    var at = bytes.count - 22
    while at >= 0, number(at, 4) != 0x0605_4B50 { at -= 1 }
    guard at >= 0 else { return nil }
    var entry = number(at + 16, 4)
    for _ in 0..<number(at + 10, 2) {
      let length = number(entry + 28, 2)
      if bytes[entry + 46..<entry + 46 + length].elementsEqual(name.utf8) { return inflated(entry) }
      entry += 46 + length + number(entry + 30, 2) + number(entry + 32, 2)
    }
    return nil
  }

  private func inflated(_ entry: Int) -> [UInt8]? {
    let (packed, size, local) = (number(entry + 20, 4), number(entry + 24, 4), number(entry + 42, 4))
    let start = local + 30 + number(local + 26, 2) + number(local + 28, 2)
    var output = [UInt8](repeating: 0, count: size)
    let isSound = bytes[start..<start + packed].withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        ctest_inflate_raw(input.baseAddress!, packed, output.baseAddress!, size) != 0
      }
    }
    return isSound ? output : nil
  }

  private func number(_ at: Int, _ count: Int) -> Int {
    bytes[at..<at + count].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
