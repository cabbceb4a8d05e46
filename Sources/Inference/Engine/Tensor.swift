/// Numbers on their way into or out of a model: row-major, native byte order.
public struct Tensor: Equatable, Sendable {
  /// Extents, the slowest first; empty for a single number.
  public let shape: [Int]
  /// What the elements are.
  public let elementType: ElementType
  /// `shape` product times `elementType.byteCount` bytes.
  public let bytes: [UInt8]

  /// - Precondition: the number of bytes fits the shape.
  public init(shape: [Int], elementType: ElementType, bytes: [UInt8]) {
    precondition(shape.reduce(elementType.byteCount, *) == bytes.count, "\(bytes.count) bytes for \(shape)")
    (self.shape, self.elementType, self.bytes) = (shape, elementType, bytes)
  }

  /// A tensor of `f32`. - Precondition: the number of values is the product of the extents.
  public init(shape: [Int], _ values: [Float]) {
    self.init(shape: shape, elementType: .float32, bytes: values.withUnsafeBytes(Array.init))
  }

  /// A tensor of `i64`. - Precondition: as for `f32`.
  public init(shape: [Int], integers: [Int64]) {
    self.init(shape: shape, elementType: .int64, bytes: integers.withUnsafeBytes(Array.init))
  }

  /// The values of a tensor of `f32`, copied; empty for other types.
  public var floats: [Float] {
    guard elementType == .float32 else { return [] }
    return [Float](unsafeUninitializedCapacity: bytes.count / 4) { values, count in
      UnsafeMutableRawBufferPointer(values).copyBytes(from: bytes)
      count = bytes.count / 4
    }
  }
}
