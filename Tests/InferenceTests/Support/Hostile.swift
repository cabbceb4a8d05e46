@testable import Inference

/// Model files made to lead a reader astray.
enum Hostile {
  /// A file around whatever `graph` writes.
  static func model(_ graph: (inout WireWriter) -> Void) -> [UInt8] {
    var file = WireWriter()
    file.field(1, 8)
    file.field(7, graph)
    file.field(8) { $0.field(2, 13) }
    return file.bytes
  }

  /// Weights that lie in a file outside.
  static func external(_ entries: KeyValuePairs<String, String>, extents: [Int] = [4]) -> [UInt8] {
    model { graph in
      graph.field(5) { weights in
        for extent in extents { weights.field(1, extent) }
        weights.field(2, 1)
        weights.field(8, "w")
        for (key, value) in entries {
          weights.field(13) { entry in
            entry.field(1, key)
            entry.field(2, value)
          }
        }
        weights.field(14, 1)
      }
    }
  }

  /// Graphs inside the attributes of nodes inside graphs.
  static func nested(_ depth: Int) -> [UInt8] {
    var graph: [UInt8] = []
    for _ in 0..<depth {
      var outer = WireWriter()
      outer.field(1) { node in node.field(5) { $0.field(6, graph) } }
      graph = outer.bytes
    }
    var file = WireWriter()
    file.field(1, 8)
    file.field(7, graph)
    file.field(8) { $0.field(2, 13) }
    return file.bytes
  }
}

extension WireWriter {
  /// Weights of one dimension whose bytes lie at the beginning of a file outside.
  mutating func writeExternalWeights(_ name: String, in file: String, extent: Int) {
    field(1, extent)
    field(2, ElementType.float32.rawValue)
    field(8, name)
    for (key, value) in [("location", file), ("offset", "0"), ("length", "\(extent * 4)")] {
      field(13) { entry in
        entry.field(1, key)
        entry.field(2, value)
      }
    }
    field(14, 1)
  }
}

/// The sentence with which `bytes` are refused; nil if they are read.
func refusal(_ bytes: [UInt8]) -> String? {
  do {
    _ = try ONNXReader.read(bytes)
    return nil
  } catch {
    return error.description
  }
}

/// One line that says what is wrong and, behind `;` or `,`, what to do.
func isOneSentence(_ text: String) -> Bool {
  !text.isEmpty && !text.contains("\n") && !text.hasSuffix(".") && text.count < 300
    && (text.contains(";") || text.contains(","))
}
