/// Writes protobuf fields one behind the other; the counterpart of `WireReader`.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func field(_ number: Int, _ value: Int) {
    varint(UInt64(number) << 3)
    varint(UInt64(bitPattern: Int64(value)))
  }

  mutating func field(_ number: Int, _ content: [UInt8]) {
    varint(UInt64(number) << 3 | 2)
    varint(UInt64(content.count))
    bytes += content
  }

  /// Fields as they were read.
  mutating func raw(_ fields: ArraySlice<UInt8>) { bytes += fields }

  mutating func field(_ number: Int, _ text: String) { field(number, Array(text.utf8)) }

  mutating func field(_ number: Int, _ message: (inout WireWriter) -> Void) {
    var inner = WireWriter()
    message(&inner)
    field(number, inner.bytes)
  }
}

extension ONNXModel {
  /// The file of a small model: operations on f32 tensors between these inputs and outputs.
  static func encoded(opset: Int = 13, _ nodes: [ONNXNode], inputs: [TensorSpec], outputs: [TensorSpec]) -> [UInt8] {
    var file = WireWriter()
    file.field(1, 8)
    file.field(7) { graph in
      for node in nodes { graph.field(1) { $0.write(node) } }
      graph.field(2, "graph")
      for spec in inputs { graph.field(11) { $0.write(spec) } }
      for spec in outputs { graph.field(12) { $0.write(spec) } }
    }
    file.field(8) { $0.field(2, opset) }
    return file.bytes
  }
}

extension WireWriter {
  mutating func write(_ node: ONNXNode) {
    for name in node.inputs { field(1, name) }
    for name in node.outputs { field(2, name) }
    field(3, node.name)
    field(4, node.operation)
  }

  mutating func write(_ spec: TensorSpec) {
    field(1, spec.name)
    field(2) { type in
      type.field(1) { tensor in
        if let elementType = spec.elementType { tensor.field(1, elementType.rawValue) }
        if let shape = spec.shape { tensor.field(2) { message in shape.forEach { message.write($0) } } }
      }
    }
  }

  mutating func write(_ dimension: Dimension) {
    field(1) { message in
      switch dimension {
      case .fixed(let extent): message.field(1, extent)
      case .symbolic(let name): message.field(2, name)
      case .unknown: break
      }
    }
  }
}
