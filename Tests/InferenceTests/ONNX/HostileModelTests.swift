import Raster
import Testing

@testable import Inference

@Test func otherFilesAreToldFromModels() {
  func error(_ bytes: [UInt8]) -> ONNXError? {
    do { _ = try ONNXReader.read(bytes) } catch { return error }
    return nil
  }
  #expect(error([]) == .empty)
  #expect(error([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) == .notONNX)
  #expect(error(Array("# Models\n\nSee below.\n".utf8)) == .notONNX)
  #expect(error(Array("{\"graph\": 1}".utf8)) == .notONNX)
  #expect(error([0x50, 0x4B, 0x03, 0x04, 0, 0]) == .archive)
  #expect(error([0x08]) == .truncated(missing: 1))
  #expect(error([0x08, 0x08]) == .noGraph)
}

@Test func aGraphWithoutOperatorSetIsRefused() {
  var file = WireWriter()
  file.field(1, 8)
  file.field(7) { $0.field(2, "g") }
  #expect(throws: ONNXError.noOpset) { try ONNXReader.read(file.bytes) }
}

private let start: [UInt8] = [0x08, 0x08]

@Test(
  arguments: [
    // A graph of 2^63 - 1, 2^64 - 1 and 100 bytes.
    [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
    [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
    [0x3A, 100, 0x0A],
    // A number that never ends, one of 70 bits, one cut short.
    [0x08] + [UInt8](repeating: 0xFF, count: 40),
    [0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02],
    [0x08, 0x80],
    // Groups and kinds 6 and 7, field 0, a graph that is a number.
    [0x3B], [0x3E], [0x3F], [0x02, 0x00], [0x38, 0x01],
    // A node that is longer than its graph, and a fixed number that is.
    [0x3A, 0x02, 0x0A, 0x10], [0x3A, 0x02, 0x0D, 0x10],
    // A name that is no UTF-8.
    [0x3A, 0x06, 0x0A, 0x04, 0x0A, 0x02, 0xC3, 0x28],
  ] as [[UInt8]])
func contradictionsAreRefused(rest: [UInt8]) throws {
  let sentence = try #require(refusal(start + rest))
  #expect(isOneSentence(sentence), "\(sentence)")
}

@Test func numbersHaveAtMost64Bits() throws {
  func number(_ bytes: [UInt8]) throws -> UInt64 {
    var reader = WireReader(WireBytes(bytes))
    return try reader.varint()
  }
  let nine = [UInt8](repeating: 0xFF, count: 9)
  #expect(try number(nine + [0x01]) == .max)
  #expect(try number([0xAC, 0x02]) == 300)
  #expect(throws: ONNXError.damaged(offset: 0, what: .varint)) { try number(nine + [0x02]) }
  #expect(throws: ONNXError.damaged(offset: 0, what: .varint)) { try number(nine + [0x81, 0x00]) }
  #expect(throws: ONNXError.truncated(missing: 1)) { try number(nine) }
}

@Test func nestingIsBounded() {
  #expect(refusal(Hostile.nested(ONNXReader.Limit.depth - 1)) == nil)
  #expect(throws: ONNXError.tooDeep(limit: 16)) { try ONNXReader.read(Hostile.nested(20)) }
  #expect(throws: ONNXError.tooDeep(limit: 16)) { try ONNXReader.read(Hostile.nested(2000)) }
}

@Test func countsAreBounded() {
  let nodes = Hostile.model { graph in for _ in 0...ONNXReader.Limit.values { graph.field(1, [UInt8]()) } }
  #expect(throws: ONNXError.tooMany(what: "nodes", limit: 100_000)) { try ONNXReader.read(nodes) }
  let extents = Hostile.model { graph in graph.field(5) { $0.field(1, [UInt8](repeating: 1, count: 100)) } }
  #expect(throws: ONNXError.tooMany(what: "dimensions", limit: 64)) { try ONNXReader.read(extents) }
  let name = Hostile.model { graph in graph.field(1) { $0.field(3, String(repeating: "n", count: 5000)) } }
  #expect(throws: ONNXError.tooMany(what: "bytes in a name", limit: 4096)) { try ONNXReader.read(name) }
}

@Test func hostileExtentsAreRefused() throws {
  for extents in [[-1], [1 << 40, 1 << 40], [Int.max, 2]] {
    let file = Hostile.model { graph in graph.field(5) { weights in extents.forEach { weights.field(1, $0) } } }
    let sentence = try #require(refusal(file))
    #expect(sentence.contains("dimension"))
  }
}

@Test func weightsOutsideAreChecked() throws {
  let file = Hostile.external(["location": "w.bin", "offset": "16", "length": "16"])
  let model = try ONNXReader.read(file)
  #expect(model.externalFiles == [ExternalFile(name: "w.bin", requiredBytes: 32)])
  try model.checkExternalFiles { $0 == "w.bin" ? 32 : nil }
  #expect(throws: ONNXError.missingExternalFile("w.bin")) { try model.checkExternalFiles { _ in 31 } }
  #expect(throws: ONNXError.missingExternalFile("w.bin")) { try model.checkExternalFiles { _ in nil } }
  // Without a length it is the tensor's own.
  #expect(try ONNXReader.read(Hostile.external(["location": "w.bin"])).externalFiles.first?.requiredBytes == 16)
}

@Test(arguments: ["/etc/passwd", "../w.bin", "a/../../w.bin", "", "w\0.bin"])
func weightsElsewhereAreRefused(location: String) {
  #expect(throws: ONNXError.unsafeExternalFile(location)) {
    try ONNXReader.read(Hostile.external(["location": location]))
  }
}

@Test func hostileOffsetsAreRefused() throws {
  let maximum = "\(Int.max)"
  for entries: KeyValuePairs in [
    ["location": "w", "offset": "-1"], ["location": "w", "offset": maximum, "length": maximum],
    ["location": "w", "length": "99999999999999999999"],
  ] {
    let sentence = try #require(refusal(Hostile.external(entries)))
    #expect(isOneSentence(sentence))
  }
}

/// Whatever single bytes are changed: an answer or a sentence, never a crash.
@Test(arguments: UInt64(0)..<20)
func anyBytesAreAnswered(seed: UInt64) {
  var random = SplitMix64(seed: seed)
  let node = ONNXNode(name: "sum", operation: "Add", inputs: ["a", "b"], outputs: ["c"])
  let spec = TensorSpec("a", .float32, [.fixed(300), .symbolic("n")])
  let whole =
    ONNXModel.encoded([node], inputs: [spec, spec], outputs: [spec]) + Hostile.external(["location": "w.bin"])
  for _ in 0..<200 {
    var bytes = whole
    for _ in 0..<3 { bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next()) }
    if let sentence = refusal(bytes) { #expect(!sentence.contains("\n") && sentence.count < 300, "\(sentence)") }
  }
}
