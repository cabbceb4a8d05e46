import Raster

/// What a person or GrabCut says of a pixel.
public enum GrabCutKind: String, CaseIterable, Sendable {
  case background, foreground
  case probableBackground = "probable-background"
  case probableForeground = "probable-foreground"

  /// The number that stands for it in planes, OpenCV's: 0…3 in the order of the cases.
  public var number: UInt8 {
    switch self {
    case .background: 0
    case .foreground: 1
    case .probableBackground: 2
    case .probableForeground: 3
    }
  }

  /// Only marks change it.
  var isSure: Bool { self == .background || self == .foreground }
}

/// A brush that was drawn through points.
public struct GrabCutStroke: Equatable, Sendable {
  /// What it says of the pixels under it.
  public let kind: GrabCutKind
  /// Of the brush, in pixels; 0 is one pixel.
  public let radius: Int
  /// At least one.
  public let points: [PixelPoint]

  /// A stroke through `points`, straight from one to the next.
  public init(_ kind: GrabCutKind, radius: Int, _ points: [PixelPoint]) {
    self.kind = kind
    self.radius = radius
    self.points = points
  }
}

/// What a person has marked for GrabCut, and what this has answered last.
public struct GrabCutMarks: Equatable, Sendable {
  /// In the order in which they were drawn: later ones lie over earlier ones, all of them over rectangles.
  public private(set) var strokes: [GrabCutStroke] = []
  /// Boxes around foreground. Outside of all of them everything is background.
  public private(set) var rectangles: [PixelRect] = []
  /// What every pixel is, as numbers of `GrabCutKind`; nil before the first answer.
  public private(set) var answer: RunLengthPlane<Int32>?
  /// The strokes that the answer knows of.
  private var answeredStrokes = 0

  /// No marks.
  public init() {}

  /// Draws a stroke.
  public mutating func add(_ stroke: GrabCutStroke) { strokes.append(stroke) }

  /// Draws a rectangle.
  public mutating func add(_ rectangle: PixelRect) { rectangles.append(rectangle) }

  /// Takes an answer to all marks so far.
  public mutating func take(_ answer: RunLengthPlane<Int32>) {
    self.answer = answer
    answeredStrokes = strokes.count
  }

  /// What every pixel is before the next run, as numbers of `GrabCutKind`.
  ///
  /// Inside of rectangles everything is probable foreground, outside sure background. Without rectangles everything is
  /// probably what has no stroke of its own: foreground where only background was marked, else background. The last
  /// answer says more of what is only probable; strokes say most, those that are probable only once.
  /// - Complexity: O(pixels).
  public func seeds(of size: Size) -> Mask {
    var plane = Mask(size: size, filledWith: unmarked.number)
    for rectangle in rectangles {
      plane.fill(rectangle.intersection(size.bounds), with: GrabCutKind.probableForeground.number)
    }
    let known = answer.flatMap { $0.size == size ? $0.bytes : nil }
    if let known { plane.takeProbable(of: known) }
    for (place, stroke) in strokes.enumerated() {
      plane.draw(stroke, under: stroke.kind.isSure || place >= answeredStrokes ? nil : known)
    }
    return plane
  }

  private var unmarked: GrabCutKind {
    guard rectangles.isEmpty else { return .background }
    let hasForeground = strokes.contains { $0.kind == .foreground || $0.kind == .probableForeground }
    return hasForeground || strokes.isEmpty ? .probableBackground : .probableForeground
  }
}

extension Mask {
  fileprivate mutating func fill(_ rect: PixelRect, with number: UInt8) {
    for y in rect.y..<rect.maxY {
      for at in y * width + rect.x..<y * width + rect.maxX { elements[at] = number }
    }
  }

  /// Takes over what `other` says of pixels that are only probable in both.
  fileprivate mutating func takeProbable(of other: Mask) {
    elements.withUnsafeMutableBufferPointer { elements in
      other.elements.withUnsafeBufferPointer { other in
        for at in elements.indices where elements[at] >= 2 && other[at] >= 2 { elements[at] = other[at] }
      }
    }
  }

  /// - Parameter known: goes before the stroke where it is only probable.
  fileprivate mutating func draw(_ stroke: GrabCutStroke, under known: Mask?) {
    for run in stroke.runs(in: size) {
      for at in run.range {
        if let old = known?.elements[at], old >= 2 { elements[at] = old } else { elements[at] = stroke.kind.number }
      }
    }
  }
}
