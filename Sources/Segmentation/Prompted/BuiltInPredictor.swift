import Raster

/// Answers clicks and boxes without a model: an image is prepared once, then every prompt is answered at once.
///
/// Superpixels are merged to a tree of regions. A prompt's answer is the cheapest labelling of that tree that agrees
/// with the prompt, where it costs to part regions that nothing parts in the image.
/// - Complexity: preparing takes about 100 ns per pixel up to 4 megapixels and 1 ns per pixel beyond, because larger
///   images are halved; an answer O(pixels), a few ns per pixel.
/// - Source: boundary terms after P. Arbeláez et al., "Contour detection and hierarchical image segmentation",
///   IEEE TPAMI 33(5), 2011; interaction on a region tree after P. Salembier, L. Garrido, "Binary partition tree as an
///   efficient representation for image processing, segmentation, and information retrieval", IEEE Trans. Image
///   Processing 9(4), 2000.
public struct BuiltInPredictor: Sendable {
  /// The size of the image and of all masks.
  public let size: Size
  private let regions: PreparedRegions
  private let image: Image

  /// Prepares `image`.
  /// - Throws: `.cancelled`.
  public init(_ image: Image, _ run: MethodRun = MethodRun()) throws(SegmentationError) {
    (size, self.image) = (image.size, image)
    regions = try PreparedRegions(image, run)
  }

  /// Up to three masks, the best first: of one click the whole, a part and a subpart.
  ///
  /// A foreground click lies in every mask, a background click in none; a box holds all but the foreground clicks.
  /// A prompt without foreground has an empty mask. Equal prompts have equal answers.
  /// - Throws: `.cancelled`.
  public func answer(_ prompt: PointPrompt, _ run: MethodRun = MethodRun()) throws(SegmentationError) -> [ScoredMask] {
    guard size.area > 0 else { return [] }
    let labeling = PromptLabeling(prompt, regions)
    let work = ParallelWork(run)
    let choices = labeling.choices
    try run.checkCancelled()
    // One refinement is a chain of steps; several are independent of each other.
    var masks = [Result<Mask, SegmentationError>](repeating: .failure(.cancelled), count: choices.count)
    try masks.withUnsafeMutableBufferPointer { masks throws(SegmentationError) in
      try work.divide(choices.count, grain: 1) { numbers in
        for number in numbers { masks[number] = refined(choices[number].labels, prompt.points, run) }
      }
    }
    var answers: [ScoredMask] = []
    for (choice, mask) in zip(choices, masks) {
      answers.append(ScoredMask(mask: prompt.held(by: try mask.get()), score: choice.score))
    }
    return answers
  }

  /// The pixels of labelled superpixels with the outline where the image has it: on the copy, then on the image.
  private func refined(_ isInside: [Bool], _ points: [PointPrompt.Point], _ run: MethodRun) -> Result<
    Mask, SegmentationError
  > {
    Result { () throws(SegmentationError) in
      let work = ParallelWork(run, threads: 1)
      let onCopy = points.map {
        PointPrompt.Point(regions.placeOnCopy($0.position), isForeground: $0.isForeground)
      }
      let rough = try regions.mask(of: isInside, dividedBy: onCopy, work)
      let fine = try refinement(regions.copy, factor: 1, radius: regions.bandRadius)(
        rough, isInside: isInside, onCopy, run)
      guard regions.factor > 1 else { return fine }
      return try refinement(image, factor: regions.factor, radius: regions.factor)(
        try regions.enlarged(fine, work), isInside: isInside, points, run)
    }
  }

  private func refinement(_ image: Image, factor: Int, radius: Int) -> BandRefinement {
    BandRefinement(
      image: image, labels: regions.labels, factor: factor, colors: regions.colors, radius: radius,
      step: max(1, Int(regions.side / 2)))
  }
}

extension PointPrompt {
  /// The mask, cut to the box and with the clicked pixels as they were clicked.
  fileprivate func held(by mask: consuming Mask) -> Mask {
    if let box { mask.clear(outside: box.intersection(mask.size.bounds)) }
    for point in points { mask[mask.size.clamp(point.position)] = point.isForeground ? 255 : 0 }
    return mask
  }
}

extension Mask {
  fileprivate mutating func clear(outside box: PixelRect) {
    for y in 0..<height {
      let line = y * width
      let inside = y >= box.y && y < box.maxY ? line + box.x..<line + box.maxX : line..<line
      for at in line..<inside.lowerBound { elements[at] = 0 }
      for at in inside.upperBound..<line + width { elements[at] = 0 }
    }
  }
}
