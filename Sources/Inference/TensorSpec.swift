/// What the elements of a tensor are; raw values are ONNX's.
public enum ElementType: Int, Hashable, Sendable {
  case float32 = 1
  case uint8 = 2
  case int8 = 3
  case uint16 = 4
  case int16 = 5
  case int32 = 6
  case int64 = 7
  case string = 8
  case bool = 9
  case float16 = 10
  case float64 = 11
  case uint32 = 12
  case uint64 = 13
  case bfloat16 = 16

  /// Bytes per element; 0 for strings.
  public var byteCount: Int {
    switch self {
    case .string: 0
    case .uint8, .int8, .bool: 1
    case .uint16, .int16, .float16, .bfloat16: 2
    case .float32, .int32, .uint32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  /// As people write it: `f32`, `u8`, `i64`.
  public var shortName: String {
    switch self {
    case .float32: "f32"
    case .uint8: "u8"
    case .int8: "i8"
    case .uint16: "u16"
    case .int16: "i16"
    case .int32: "i32"
    case .int64: "i64"
    case .string: "string"
    case .bool: "bool"
    case .float16: "f16"
    case .float64: "f64"
    case .uint32: "u32"
    case .uint64: "u64"
    case .bfloat16: "bf16"
    }
  }
}

/// One extent of a tensor.
public enum Dimension: Hashable, Sendable, CustomStringConvertible {
  /// Known; at least 0.
  case fixed(Int)
  /// Whatever is fed; equal names mean equal extents.
  case symbolic(String)
  case unknown

  /// The extent, where it is known.
  public var value: Int? { if case .fixed(let value) = self { value } else { nil } }

  /// `64`, `batch` or `?`.
  public var description: String {
    switch self {
    case .fixed(let value): "\(value)"
    case .symbolic(let name): shortened(name)
    case .unknown: "?"
    }
  }
}

/// The name, type and shape of a tensor that a model takes, gives or holds.
public struct TensorSpec: Hashable, Sendable, CustomStringConvertible {
  /// As the file spells it.
  public var name: String
  /// nil for sequences, maps and types that are not known here.
  public var elementType: ElementType?
  /// nil where not even the number of dimensions is known.
  public var shape: [Dimension]?

  /// A tensor by its name, type and shape.
  public init(_ name: String, _ elementType: ElementType?, _ shape: [Dimension]?) {
    (self.name, self.elementType, self.shape) = (name, elementType, shape)
  }

  /// The number of dimensions, where it is known.
  public var rank: Int? { shape?.count }

  /// The extent at `index`; nil where it is not known or there is no such dimension.
  public func extent(_ index: Int) -> Int? {
    guard let shape, shape.indices.contains(index) else { return nil }
    return shape[index].value
  }

  /// The number of elements; nil unless all extents are known.
  public var elementCount: Int? {
    shape?.reduce(into: Int?.some(1)) { count, dimension in
      guard let before = count, let extent = dimension.value else { return count = nil }
      let (product, overflow) = before.multipliedReportingOverflow(by: extent)
      count = overflow ? nil : product
    } ?? nil
  }

  /// `masks f32 [1,4,?,?]`.
  public var description: String {
    let extents = shape.map { "[" + $0.map(\.description).joined(separator: ",") + "]" } ?? "[...]"
    return "\(shortened(name)) \(elementType?.shortName ?? "?") \(extents)"
  }
}
