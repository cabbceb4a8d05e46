extension ONNXReader {
  /// The file of a model without its other outputs. What only those need stays in it and is computed by no engine.
  ///
  /// - Complexity: a copy of the bytes.
  /// - Throws: for what is damaged; what is no model stays as it is.
  static func keeping(_ outputs: [String], in bytes: [UInt8]) throws(ONNXError) -> [UInt8] {
    let wire = WireBytes(bytes)
    var file = WireWriter()
    var fields = WireReader(wire)
    while let field = try fields.next() {
      if field.number == 7 {
        file.field(7, try graph(keeping: outputs, in: bytes, wire, field.range()))
      } else {
        file.raw(bytes[field.offset..<fields.range.lowerBound])
      }
    }
    return file.bytes
  }

  private static func graph(
    keeping outputs: [String], in bytes: [UInt8], _ wire: WireBytes, _ range: Range<Int>
  ) throws(ONNXError) -> [UInt8] {
    var graph = WireWriter()
    var fields = WireReader(wire, range)
    while let field = try fields.next() {
      if field.number == 12, !outputs.contains(try tensorName(in: wire, field.range())) { continue }
      graph.raw(bytes[field.offset..<fields.range.lowerBound])
    }
    return graph.bytes
  }

  private static func tensorName(in bytes: WireBytes, _ range: Range<Int>) throws(ONNXError) -> String {
    var (fields, name) = (WireReader(bytes, range), "")
    while let field = try fields.next() {
      if field.number == 1 { name = try field.text(bytes) }
    }
    return name
  }
}

extension ONNXModel {
  /// The tensors that the outputs are computed from, themselves included.
  var tensorsRead: Set<String> {
    var read = Set(outputs.map(\.name))
    // Nodes come in the order in which they run.
    for node in nodes.reversed() where node.outputs.contains(where: read.contains) { read.formUnion(node.inputs) }
    return read
  }
}
