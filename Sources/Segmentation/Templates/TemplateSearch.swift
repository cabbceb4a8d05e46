import Raster

/// How much templates differ from an image, everywhere.
public protocol TemplateMatcher: Sendable {
  /// The score of `set` at every place of `image` where it fits, 0 for equal, never negative: the sum of squared
  /// differences over the root of the product of the sums of squares, where the template is compared.
  /// - Returns: a plane of the places; an empty one where the template fits nowhere.
  func scores(of set: TemplateSet, in image: Image, _ run: MethodRun) throws(SegmentationError) -> Plane<Float>
}

/// What is looked for, and what of it is taken.
public struct TemplateSearch: Equatable, Sendable {
  /// Which matches of a template are taken, of those that are good enough.
  public enum Matches: String, CaseIterable, Sendable { case all, best }

  /// Only templates of this name; nil for all.
  public var name: String?
  /// The worst score that is taken, 0…1.
  public var threshold = 0.05
  /// All of a template's matches, or its best.
  public var matches = Matches.all
  /// How many times as large templates may be.
  public var scales = [1.0]
  /// By how many degrees clockwise templates may be turned.
  public var rotations = [0.0]
  /// What two matches of one template may share: the common part of their boxes over what both cover.
  public var suppression = 0.3

  /// Scores that are matches.
  public static let thresholds = 0.0...1.0
  /// Scales that templates may have.
  public static let scaleRange = 0.1...10.0
  /// Angles that templates may have.
  public static let angles = -360.0...360.0
  /// The most scales, and the most rotations.
  public static let mostValues = 36
  /// Worse scores than that are not found by a search that asks for less.
  public static let leastThreshold = 0.5

  /// Every match of every template, as large and upright as it is.
  public init(name: String? = nil) { self.name = name }
}

/// A template, found.
public struct TemplateMatch: Equatable, Sendable {
  /// The place of its template among all that were searched.
  public let template: Int
  /// The template as it was found: scaled and turned.
  public let set: TemplateSet
  /// How many times as large as the template.
  public let scale: Double
  /// Degrees clockwise.
  public let rotation: Double
  /// The pixels that it covers.
  public let box: PixelRect
  /// 0 for equal.
  public let score: Double

  /// A match of the `template`-th set, in the form of `set`.
  package init(
    template: Int, set: TemplateSet, scale: Double, rotation: Double, at place: PixelPoint, score: Double
  ) {
    (self.template, self.set, self.scale, self.rotation) = (template, set, scale, rotation)
    let size = set.template.size
    box = PixelRect(x: place.x, y: place.y, width: size.width, height: size.height)
    self.score = score
  }
}

extension TemplateSearch {
  /// Finds `sets` in `image`, the best first. Of matches of one template that share too much only the best is left.
  ///
  /// Whatever is left under one threshold is left under a higher one as well: who wants another threshold need not
  /// search again.
  /// - Parameter limit: worse scores are left out.
  /// - Throws: `.engine` where there are no templates, none has the name, or all are larger than the image; `.cancelled`.
  public func matches(
    of sets: [TemplateSet], in image: Image, limit: Double, by matcher: any TemplateMatcher, _ run: MethodRun
  ) throws(SegmentationError) -> [TemplateMatch] {
    let named = try named(sets, image.size)
    var found: [TemplateMatch] = []
    for (place, (number, set)) in named.enumerated() {
      let part = run.part(Double(place) / Double(named.count)...Double(place + 1) / Double(named.count))
      found += try matches(of: set, number, in: image, limit: limit, by: matcher, part)
    }
    run.progress(1)
    return found.sorted { ($0.score, $0.template, $0.box.y, $0.box.x) < ($1.score, $1.template, $1.box.y, $1.box.x) }
  }

  /// Those of `found` that are taken.
  /// - Parameter found: the best first.
  public func taken(of found: [TemplateMatch]) -> [Int] {
    var seen: Set<Int> = []
    return found.indices.filter { place in
      let isFirst = seen.insert(found[place].template).inserted
      return found[place].score <= threshold && (matches == .all || isFirst)
    }
  }

  private func named(_ sets: [TemplateSet], _ size: Size) throws(SegmentationError) -> [(number: Int, set: TemplateSet)]
  {
    guard !sets.isEmpty else {
      throw .engine(
        method: "template", message: "there are no templates; give them with --templates, or capture what is painted")
    }
    let named = sets.enumerated().filter { name == nil || $0.element.name == name }.map { ($0.offset, $0.element) }
    guard let first = named.first?.1 else {
      let nearest = nearestName(to: name ?? "", in: sets.map(\.name))
      throw .engine(
        method: "template", message: "no template '\(name ?? "")'" + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
    }
    let smallest = scales.min() ?? 1
    let hasRoom = named.contains {
      $0.1.variant(scale: smallest, degrees: rotations.first ?? 0)?.fits(in: size) == true
    }
    guard hasRoom || rotations.count > 1 else {
      let (width, height) = (first.template.size.width, first.template.size.height)
      throw .engine(
        method: "template",
        message: "\(first.name) is \(width)x\(height), larger than the image; take a smaller template or scales=0.5")
    }
    return named
  }

  private func matches(
    of set: TemplateSet, _ number: Int, in image: Image, limit: Double, by matcher: any TemplateMatcher,
    _ run: MethodRun
  ) throws(SegmentationError) -> [TemplateMatch] {
    let forms = scales.flatMap { scale in rotations.map { (scale, $0) } }
    var candidates: [TemplateMatch] = []
    for (place, (scale, rotation)) in forms.enumerated() {
      try run.checkCancelled()
      guard let form = set.variant(scale: scale, degrees: rotation), form.fits(in: image.size) else { continue }
      let part = run.part(Double(place) / Double(forms.count)...Double(place + 1) / Double(forms.count))
      let scores = try matcher.scores(of: form, in: image, part)
      candidates += LocalMinima(scores).best(under: Float(limit)).map { place, score in
        TemplateMatch(
          template: number, set: form, scale: scale, rotation: rotation, at: place, score: Double(score))
      }
    }
    return exact(Suppression(share: suppression).kept(of: candidates), in: image, limit)
  }

  /// The scores without the rounding of transforms, and for the best the places as well.
  private func exact(_ found: [TemplateMatch], in image: Image, _ limit: Double) -> [TemplateMatch] {
    var known: (scale: Double, rotation: Double, score: ExactScore)?
    let ordered = found.enumerated().sorted { one, other in
      (one.element.scale, one.element.rotation, one.offset) < (
        other.element.scale, other.element.rotation, other.offset
      )
    }
    var matches: [TemplateMatch] = []
    for (rank, match) in ordered {
      if known?.scale != match.scale || known?.rotation != match.rotation {
        known = (match.scale, match.rotation, ExactScore(match.set, in: image))
      }
      guard let exact = known?.score else { continue }
      let place = PixelPoint(x: match.box.x, y: match.box.y)
      let best = rank < Self.mostMoved ? exact.lowest(around: place) : (place: place, score: exact.score(at: place))
      guard best.score <= limit else { continue }
      matches.append(
        TemplateMatch(
          template: match.template, set: match.set, scale: match.scale, rotation: match.rotation, at: best.place,
          score: best.score))
    }
    return matches
  }

  /// So many of a template's matches are moved to where they are best: rounding may choose a neighbour that is as good.
  private static let mostMoved = 64
}

extension TemplateSet {
  fileprivate func fits(in size: Size) -> Bool {
    template.size.width <= size.width && template.size.height <= size.height
  }
}
