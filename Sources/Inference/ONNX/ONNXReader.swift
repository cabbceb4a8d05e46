/// Reads what a model says about itself from the bytes of its file.
///
/// Protobuf wire format, after onnx.proto of ONNX 1.x. Unknown fields are skipped, repeated graphs merge, weights are
/// passed over. Cost: one walk through the fields, no copies of weights; 0.1 ms for SqueezeNet.
public struct ONNXReader {
  /// Bounds against files that are made to exhaust memory or stack.
  enum Limit {
    static let values = 100_000
    static let tensorsPerNode = 10_000
    static let rank = 64
    static let depth = 16
    static let nameBytes = 4096
  }

  let bytes: WireBytes
  var model = ONNXModel()
  /// Where each file stands in `model.externalFiles`.
  var externalPlaces: [String: Int] = [:]

  /// - Throws: if the bytes are no ONNX model, are cut short, or contradict themselves.
  public static func read(_ bytes: [UInt8]) throws(ONNXError) -> ONNXModel { try read(WireBytes(bytes)) }

  /// The same for a file that is not in memory: of the weights next to nothing is read.
  /// - Parameters:
  ///   - count: bytes of the file.
  ///   - load: the bytes of a range of it; where fewer come, the rest counts as 0.
  public static func read(
    count: Int, _ load: @escaping (Range<Int>) -> [UInt8]
  ) throws(ONNXError) -> ONNXModel { try read(WireBytes(count: count, load)) }

  private static func read(_ bytes: WireBytes) throws(ONNXError) -> ONNXModel {
    guard bytes.count > 0 else { throw .empty }
    if bytes[0..<min(4, bytes.count)] == [0x50, 0x4B, 0x03, 0x04] { throw .archive }
    guard looksLikeModel(bytes) else { throw .notONNX }
    var reader = ONNXReader(bytes: bytes)
    try reader.readModel()
    return reader.model
  }

  private init(bytes: WireBytes) { self.bytes = bytes }

  /// A model begins with its format version (every writer follows the order of the fields), or with a graph.
  private static func looksLikeModel(_ bytes: WireBytes) -> Bool {
    switch bytes[0] {
    case 0x08: bytes.count < 2 || (1...64).contains(bytes[1])
    case 0x3A, 0x42, 0x12: true
    default: false
    }
  }

  private mutating func readModel() throws(ONNXError) {
    var (fields, hasGraph) = (WireReader(bytes), false)
    while let field = try fields.next() {
      switch field.number {
      case 1: model.irVersion = try field.integer()
      case 2: model.producer = try name(field)
      case 7:
        try readGraph(field.range(), depth: 0)
        hasGraph = true
      case 8: try readOpset(field.range())
      default: break
      }
    }
    guard hasGraph else { throw .noGraph }
    guard model.opset > 0 else { throw .noOpset }
    let weights = Set(model.initializers.map(\.name))
    model.inputs.removeAll { weights.contains($0.name) }
  }

  private mutating func readOpset(_ range: Range<Int>) throws(ONNXError) {
    var (fields, domain, version) = (WireReader(bytes, range), "", 0)
    while let field = try fields.next() {
      if field.number == 1 { domain = try name(field) }
      if field.number == 2 { version = try field.integer() }
    }
    if domain.isEmpty || domain == "ai.onnx" { model.opset = max(0, version) }
  }

  /// Only the outermost graph (`depth` 0) is kept; those inside may name external files.
  mutating func readGraph(_ range: Range<Int>, depth: Int) throws(ONNXError) {
    guard depth < Limit.depth else { throw .tooDeep(limit: Limit.depth) }
    var fields = WireReader(bytes, range)
    while let field = try fields.next() {
      switch field.number {
      case 1: try readNode(field.range(), depth)
      case 5:
        let weights = try tensor(field.range())
        if depth == 0 { try Self.append(weights, to: &model.initializers, "initialisers") }
      case 11 where depth == 0: try Self.append(try valueInfo(field.range()), to: &model.inputs, "inputs")
      case 12 where depth == 0: try Self.append(try valueInfo(field.range()), to: &model.outputs, "outputs")
      default: break
      }
    }
  }

  private mutating func readNode(_ range: Range<Int>, _ depth: Int) throws(ONNXError) {
    var (fields, node) = (WireReader(bytes, range), ONNXNode())
    while let field = try fields.next() {
      switch field.number {
      case 1: node.inputs.append(try name(field))
      case 2: node.outputs.append(try name(field))
      case 3: node.name = try name(field)
      case 4: node.operation = try name(field)
      case 5: try readAttribute(field.range(), depth)
      default: break
      }
      guard node.inputs.count + node.outputs.count <= Limit.tensorsPerNode else {
        throw .tooMany(what: "tensors at one node", limit: Limit.tensorsPerNode)
      }
    }
    if depth == 0 { try Self.append(node, to: &model.nodes, "nodes") }
  }

  /// Attributes may hold tensors with external data, and graphs of their own.
  private mutating func readAttribute(_ range: Range<Int>, _ depth: Int) throws(ONNXError) {
    var fields = WireReader(bytes, range)
    while let field = try fields.next() {
      switch field.number {
      case 5, 10: _ = try tensor(field.range())
      case 6, 11: try readGraph(field.range(), depth: depth + 1)
      default: break
      }
    }
  }

  static func append<Value>(_ value: Value, to list: inout [Value], _ what: String) throws(ONNXError) {
    guard list.count < Limit.values else { throw .tooMany(what: what, limit: Limit.values) }
    list.append(value)
  }

  /// A name of bounded length.
  func name(_ field: WireReader.Field) throws(ONNXError) -> String {
    guard try field.range().count <= Limit.nameBytes else {
      throw .tooMany(what: "bytes in a name", limit: Limit.nameBytes)
    }
    return try field.text(bytes)
  }
}
