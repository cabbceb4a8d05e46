import Raster

/// A template with what is painted where it is found.
public struct TemplateSet: Equatable, Sendable {
  /// What people call it.
  public let name: String
  /// What is looked for.
  public let template: Image
  /// 255 where the template is compared, 0 where it does not count; of the template's size.
  public let attention: Mask
  /// 0 where nothing is painted, k for the k-th colour; of the template's size.
  public let stamp: Mask
  /// The colours of the classes that are painted.
  public let colors: [RGB]
  /// The attention is everywhere.
  public let isWholeCompared: Bool

  /// Segments have no more colours than that: each is a class.
  public static let mostColors = 64

  /// - Precondition: all have one size, and the stamp's values are 0…`colors.count`.
  package init(name: String, template: Image, attention: Mask, stamp: Mask, colors: [RGB]) {
    precondition(attention.size == template.size && stamp.size == template.size)
    (self.name, self.template, self.attention, self.stamp) = (name, template, attention, stamp)
    self.colors = colors
    isWholeCompared = attention.elements.allSatisfy { $0 != 0 }
  }

  /// A set of pictures.
  /// - Parameters:
  ///   - attention: any value but 0 where the template is compared; without one that is everywhere but in the black
  ///     around the template, which hangs together with its edge by equal pixels side by side.
  ///   - segment: the colours of classes, black where nothing is painted.
  ///   - mask: any value but 0 where the segment is painted; without one that is everywhere but where it is black.
  /// - Throws: where sizes differ, nothing is left to compare or to paint, or the segment has too many colours.
  public init(
    name: String, template: Image, attention: Mask?, segment: Image, mask: Mask?
  ) throws(TemplateError) {
    for (what, size) in [("attention", attention?.size), ("segment", segment.size), ("mask", mask?.size)] {
      if let size, size != template.size { throw .sizes(name, what, size, template.size) }
    }
    let attention = attention?.binary ?? template.withoutBlackSurroundings
    guard attention.elements.contains(255) else { throw .nothingCompared(name) }
    let (stamp, colors) = try Self.stamp(name, segment, mask)
    self.init(name: name, template: template, attention: attention, stamp: stamp, colors: colors)
  }

  private static func stamp(
    _ name: String, _ segment: Image, _ mask: Mask?
  ) throws(TemplateError) -> (stamp: Mask, colors: [RGB]) {
    var stamp = Mask(size: segment.size, filledWith: 0)
    var colors: [RGB] = []
    for at in 0..<segment.size.area where mask?.elements[at] != 0 {
      let color = RGB(segment.bytes[at * 3], segment.bytes[at * 3 + 1], segment.bytes[at * 3 + 2])
      guard color != RGB(0, 0, 0) else { continue }
      let place = colors.firstIndex(of: color) ?? colors.count
      if place == colors.count { colors.append(color) }
      guard colors.count <= mostColors else { throw .tooManyColors(name) }
      stamp.elements[at] = UInt8(place + 1)
    }
    guard !colors.isEmpty else { throw .nothingPainted(name) }
    return (stamp, colors)
  }
}

/// Why pictures make no template; the description is the sentence that people read.
public enum TemplateError: Error, Equatable, Sendable, CustomStringConvertible {
  case sizes(String, String, Size, Size)
  case nothingCompared(String)
  case nothingPainted(String)
  case tooManyColors(String)

  /// What is wrong with which template, and what to do next.
  public var description: String {
    switch self {
    case .sizes(let name, let what, let size, let wanted):
      "template \(name): the \(what) is \(size.width)x\(size.height), the template \(wanted.width)x\(wanted.height); "
        + "make them one size"
    case .nothingCompared(let name):
      "template \(name): nothing is left to compare; make the attention white where the object is"
    case .nothingPainted(let name):
      "template \(name): nothing is painted; give the segment the colour of a class, and make the mask white there"
    case .tooManyColors(let name):
      "template \(name): the segment has more than \(TemplateSet.mostColors) colours, and each is a class; "
        + "save it without loss, as PNG"
    }
  }
}

extension Size {
  /// The places where something of another size fits inside.
  package func places(for other: Size) -> Size {
    guard other.width <= width, other.height <= height else { return Size(width: 0, height: 0) }
    return Size(width: width - other.width + 1, height: height - other.height + 1)
  }
}

extension Mask {
  fileprivate var binary: Mask { Mask(size: size, elements: elements.map { $0 == 0 ? 0 : 255 }) }
}

extension Image {
  /// 0 in the black that hangs together with the image's edge, 255 elsewhere.
  fileprivate var withoutBlackSurroundings: Mask {
    var labels = LabelMap(size: size, filledWith: 2)
    for at in 0..<size.area where bytes[at * 3..<at * 3 + 3].allSatisfy({ $0 == 0 }) { labels.elements[at] = 1 }
    let edge = (0..<size.area).map { PixelPoint(x: $0 % size.width, y: $0 / size.width) }.filter {
      $0.x == 0 || $0.y == 0 || $0.x == size.width - 1 || $0.y == size.height - 1
    }
    var fill = FloodFill(size: size)
    var mask = Mask(size: size, filledWith: 255)
    for region in fill.regions(of: labels, at: edge.filter { labels[$0] == 1 }) {
      for run in region { for at in run.range { mask.elements[at] = 0 } }
    }
    return mask
  }
}
