import Raster
import Segmentation

/// What `template` looks for, and once it is answered what was found.
public struct TemplateOrder: Equatable, Sendable {
  /// What is looked for, and what of it is taken.
  public var search: TemplateSearch
  /// What was painted, the best first; empty before the answer.
  public var found: [FoundTemplate]
  /// The colours of the classes that values 1… of the answer's plane are; empty before the answer.
  public var colors: [RGB]

  /// - Parameters: `found` and `colors` are those of an answer.
  public init(_ search: TemplateSearch = TemplateSearch(), found: [FoundTemplate] = [], colors: [RGB] = []) {
    (self.search, self.found, self.colors) = (search, found, colors)
  }
}

/// A match as journals write it: `X,Y,SCORE,SCALE,ROTATION,NAME`.
public struct FoundTemplate: Equatable, Sendable {
  /// The top-left pixel of its box.
  public let place: PixelPoint
  /// In millionths, 0 for equal.
  public let score: Double
  /// How many times as large as the template.
  public let scale: Double
  /// Degrees clockwise.
  public let rotation: Double
  /// The template's name.
  public let name: String

  init(place: PixelPoint, score: Double, scale: Double, rotation: Double, name: String) {
    (self.place, self.score, self.scale, self.rotation, self.name) = (place, score, scale, rotation, name)
  }

  /// Nil where `text` is no match.
  init?(written text: String) {
    // A combining mark may begin the name: what divides is the comma's own scalar.
    let parts = text.unicodeScalars.split(separator: ",", maxSplits: 5, omittingEmptySubsequences: false)
      .map { String($0) }
    guard parts.count == 6, let x = Int(parts[0]), let y = Int(parts[1]), let score = Double(parts[2]),
      let scale = Double(parts[3]), let rotation = Double(parts[4]), Command.coordinates.contains(x),
      Command.coordinates.contains(y), score >= 0, score.isFinite, TemplateSearch.scaleRange.contains(scale),
      TemplateSearch.angles.contains(rotation)
    else { return nil }
    self.init(place: PixelPoint(x: x, y: y), score: score, scale: scale, rotation: rotation, name: parts[5])
  }

  var written: String { "\(place.x),\(place.y),\(score),\(scale),\(rotation),\(name)" }
}

extension PreparedAnswer {
  /// The answer to `template`.
  /// - Parameters:
  ///   - matches: what is painted, the best first.
  ///   - size: of the image.
  public init(_ search: TemplateSearch, painting matches: [TemplateMatch], size: Size) {
    let found = matches.map { match in
      FoundTemplate(
        place: PixelPoint(x: match.box.x, y: match.box.y), score: (match.score * 1e6).rounded() / 1e6,
        scale: match.scale, rotation: match.rotation, name: match.set.name)
    }
    let painting = TemplatePainting(of: matches, size: size)
    let order = TemplateOrder(search, found: found, colors: painting.colors)
    self.init(command: .template(order), plane: painting.plane)
  }
}
