import Raster

/// Foreground and background from marks, coarse to fine.
///
/// The whole image is divided on a copy of at most 65,536 pixels. Every larger copy up to the image itself inherits that
/// division, learns the colours anew, and divides again: all pixels where they are few, else a band along the border.
/// - Input: any image, marks of which some are foreground and some background, be they only probable.
/// - Output: the number of a `GrabCutKind` per pixel; what was sure stays.
/// - Throws: `.engine` where there is nothing to learn one side from; `.cancelled`.
/// - Complexity: O(pixels) and the flow through the band.
/// - Source: Rother et al., see `DivisionCut`; H. Lombaert et al., "A multilevel banded graph cuts method for fast image
///   segmentation", ICCV 2005.
public struct GrabCut: Sendable {
  /// How often colours are learned and the copy divided before larger copies are.
  public let iterations: Int

  /// Pixels of the first copy.
  static let coarsePixels = 1 << 16
  /// Copies with at most so many pixels that are only probable are divided as a whole.
  static let wholePixels = 160_000
  /// How far from the border the next larger copy is divided again, in pixels of the smaller one.
  static let reach = 2

  /// A run of that many iterations.
  public init(iterations: Int = 1) { self.iterations = iterations }

  /// The seeds that `marks` make of an image.
  /// - Throws: `.engine` where there is nothing to learn one side from.
  public static func seeds(_ marks: GrabCutMarks, of size: Size) throws(SegmentationError) -> Mask {
    let seeds = marks.seeds(of: size)
    let hasForeground = seeds.elements.contains { $0 & 1 == 1 }
    guard !hasForeground || !seeds.elements.contains(where: { $0 & 1 == 0 }) else { return seeds }
    let next =
      hasForeground
      ? "the background from; mark some of it, or leave it outside of the rectangles"
      : "the foreground from; draw a rectangle around it, or mark some of it"
    throw .engine(method: "grabcut", message: "there is nothing to learn \(next)")
  }

  /// Answers `marks`.
  /// - Parameter coarse: told the answer of the first copy.
  public func answer(
    _ marks: GrabCutMarks, on image: Image, _ run: MethodRun = MethodRun(),
    coarse: (RunLengthPlane<Int32>) -> Void = { _ in }
  ) throws(SegmentationError) -> RunLengthPlane<Int32> {
    let copies = try GrabCutCopy.ladder(of: image, try Self.seeds(marks, of: image.size), run)
    let share = 1 / Double(copies.count)
    var division = try divided(copies[copies.count - 1], run.part(0...share))
    if copies.count > 1 { coarse(copies[0].answer(division.sides)) }
    for level in copies.indices.dropLast().reversed() {
      run.progress(Double(copies.count - 1 - level) * share)
      try refine(&division, copies[level], run)
    }
    return copies[0].answer(division.sides)
  }

  /// Which side every pixel of a copy is on, and the colours of both.
  private struct Division {
    var sides: Mask
    var models: ColorModels
  }

  private func divided(_ copy: GrabCutCopy, _ run: MethodRun) throws(SegmentationError) -> Division {
    let sides = copy.inherited(nil)
    var division = Division(sides: sides, models: try ColorModels(of: copy.image, sides, run))
    for iteration in 0..<iterations {
      run.progress(Double(iteration) / Double(iterations))
      try divide(&division, copy, copy.open, run)
    }
    return division
  }

  private func refine(_ division: inout Division, _ copy: GrabCutCopy, _ run: MethodRun) throws(SegmentationError) {
    let coarse = division.sides
    division.sides = copy.inherited(coarse)
    let open = copy.open
    let isWhole = open.elements.count { $0 != 0 } <= Self.wholePixels
    try divide(&division, copy, isWhole ? open : copy.band(division.sides, coarse, reach: Self.reach), run)
  }

  private func divide(
    _ division: inout Division, _ copy: GrabCutCopy, _ open: Mask, _ run: MethodRun
  ) throws(SegmentationError) {
    try run.checkCancelled()
    division.models = division.models.learned(from: copy.image, division.sides)
    let cut = DivisionCut(
      image: copy.image, models: division.models, contrast: ColorContrast(of: copy.image),
      borderWeight: 1 / Double(copy.scale))
    try cut.divide(&division.sides, open, run)
  }
}
