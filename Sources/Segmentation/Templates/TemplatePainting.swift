import Raster

/// What matches paint, worse ones below better ones.
public struct TemplatePainting: Equatable, Sendable {
  /// 0 where nothing is painted, k for the k-th colour; of the image's size.
  public let plane: LabelMap
  /// The colours of classes.
  public let colors: [RGB]

  /// - Parameter matches: the best first.
  public init(of matches: [TemplateMatch], size: Size) {
    var plane = LabelMap(size: size, filledWith: 0)
    var colors: [RGB] = []
    for match in matches.reversed() {
      let numbers = match.set.colors.map { color in
        let place = colors.firstIndex(of: color) ?? colors.count
        if place == colors.count { colors.append(color) }
        return Int32(place + 1)
      }
      Self.paint(match, numbers, into: &plane)
    }
    (self.plane, self.colors) = (plane, colors)
  }

  private static func paint(_ match: TemplateMatch, _ numbers: [Int32], into plane: inout LabelMap) {
    let (stamp, box) = (match.set.stamp, match.box)
    for y in 0..<box.height {
      for x in 0..<box.width {
        let value = Int(stamp.elements[y * box.width + x])
        if value > 0 { plane.elements[(box.y + y) * plane.width + box.x + x] = numbers[value - 1] }
      }
    }
  }
}
