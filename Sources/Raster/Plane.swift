import Glibc

/// A row-major rectangle of equal elements: label maps, paint, masks and index planes are planes.
public struct Plane<Element: BitwiseCopyable & Equatable & Sendable>: Equatable, Sendable {
  /// Width and height.
  public let size: Size
  /// `size.area` elements, row by row.
  public var elements: [Element]

  /// - Precondition: `elements.count == size.area`.
  public init(size: Size, elements: [Element]) {
    precondition(elements.count == size.area, "\(elements.count) elements for \(size.width) x \(size.height)")
    self.size = size
    self.elements = elements
  }

  /// A plane of equal elements.
  public init(size: Size, filledWith element: Element) {
    self.init(size: size, elements: [Element](repeating: element, count: size.area))
  }

  /// Elements side by side.
  public var width: Int { size.width }
  /// Rows.
  public var height: Int { size.height }

  /// The element at a point inside.
  public subscript(point: PixelPoint) -> Element {
    get { elements[point.y * size.width + point.x] }
    set { elements[point.y * size.width + point.x] = newValue }
  }
}

extension Plane where Element: FixedWidthInteger {
  /// Same size, same elements; compares memory, which is many times faster than element by element.
  public static func == (one: Self, other: Self) -> Bool {
    one.size == other.size
      && one.elements.withUnsafeBytes { one in
        other.elements.withUnsafeBytes { other in
          guard let one = one.baseAddress, let bytes = other.baseAddress, one != bytes else { return true }
          return memcmp(one, bytes, other.count) == 0
        }
      }
  }
}

/// Segments of an image: 0 = edge (belongs to no segment), 1…n = segment ids.
public typealias LabelMap = Plane<Int32>
/// Painted classes of an image: 0 = unpainted, k = class k.
public typealias PaintMap = Plane<UInt16>
/// Objects of an image: 0 = none, k = object k.
public typealias ObjectMap = Plane<UInt16>
/// One class of an image: 255 = painted, 0 = not.
public typealias Mask = Plane<UInt8>
/// Palette indices of a picture.
public typealias IndexPlane = Plane<UInt8>
