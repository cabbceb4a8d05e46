import Raster
import Segmentation
import SystemPackage

/// Scores of label maps against ground truths, each the mean over the ground truths of an image.
public struct SegmentEvaluator: Sendable {
  let door: any FileDoor
  let codec: any LabelMapCodec
  let tolerance: Int

  /// - Parameter tolerance: how far a boundary may be off, in pixels of Chebyshev distance; not negative.
  public init(door: any FileDoor, codec: any LabelMapCodec, tolerance: Int) {
    self.door = door
    self.codec = codec
    self.tolerance = tolerance
  }

  /// Scores every pair; one that fails does not stop the others.
  /// - Parameter jobs: pairs in memory at once; the scores do not depend on it.
  /// - Parameter isCancelled: once true, no pair is begun.
  public func run(
    _ pairs: [LabelPair], jobs: Int = 1, isCancelled: @escaping @Sendable () -> Bool = { false },
    watch: @escaping @Sendable (WorkProgress) -> Void = { _ in }
  ) -> [ScoredPair] {
    let board = WorkBoard<ScoredPair>(count: pairs.count, threads: jobs, tell: { _ in }, watch: watch)
    return board.run { number, _ in isCancelled() ? nil : (score(pairs[number]), false) }
  }

  private func score(_ pair: LabelPair) -> ScoredPair {
    do throws(EvaluationFailure) {
      guard !pair.truths.isEmpty else { throw .noPartner(pair.labels) }
      let labels = try map(at: pair.labels)
      var scores: [SegmentationScores] = []
      for path in pair.truths {
        let truth = try map(at: path)
        guard truth.size == labels.size else { throw .size(pair.labels, labels.size, path, truth.size) }
        scores.append(SegmentationScores(of: labels, against: truth, tolerance: tolerance))
      }
      return ScoredPair(pair: pair, size: labels.size, scores: MeanScores(labels, scores), failure: nil)
    } catch {
      return ScoredPair(pair: pair, size: nil, scores: nil, failure: error)
    }
  }

  private func map(at path: FilePath) throws(EvaluationFailure) -> LabelMap {
    let bytes: [UInt8]
    do { bytes = try door.read(path) } catch { throw .file(error) }
    do { return try codec.decodeLabels(bytes) } catch { throw .codec(path, error) }
  }
}

/// One label map with its scores, or why it has none.
public struct ScoredPair: Equatable, Sendable {
  /// What was compared.
  public let pair: LabelPair
  /// Of the label map.
  public let size: Size?
  /// Nil where it could not be scored.
  public let scores: MeanScores?
  /// Why it has no scores.
  public let failure: EvaluationFailure?
}

/// Means of scores, over the ground truths of an image or over images.
public struct MeanScores: Equatable, Sendable {
  /// Different labels, 0 included.
  public let segments: Double
  /// 4-connected parts of equal label, those of label 0 included.
  public let parts: Double
  /// Share of the labels' pixels that are boundary pixels.
  public let boundaryDensity: Double
  /// As `SegmentationScores` says.
  public let boundaryRecall: Double
  /// As `SegmentationScores` says.
  public let boundaryPrecision: Double
  /// As `SegmentationScores` says.
  public let undersegmentationError: Double
  /// As `SegmentationScores` says.
  public let achievableAccuracy: Double

  /// The harmonic mean of the two means, boundary recall and precision; 0 where both are.
  public var boundaryF: Double {
    2 * boundaryRecall * boundaryPrecision / max(1e-9, boundaryRecall + boundaryPrecision)
  }

  /// - Parameter scores: of `labels`, one for each ground truth, at least one.
  init(_ labels: LabelMap, _ scores: [SegmentationScores]) {
    segments = Double(labelCount(of: labels))
    var shifted = labels
    // Label 0 counts as any other here.
    for at in shifted.elements.indices { shifted.elements[at] = ~labels.elements[at] }
    parts = Double(connectedRegions(of: shifted).count)
    boundaryDensity = mean(scores, \.boundaryDensity)
    boundaryRecall = mean(scores, \.boundaryRecall)
    boundaryPrecision = mean(scores, \.boundaryPrecision)
    undersegmentationError = mean(scores, \.undersegmentationError)
    achievableAccuracy = mean(scores, \.achievableAccuracy)
  }

  /// The means over images; nil of none.
  public init?(of images: [MeanScores]) {
    guard !images.isEmpty else { return nil }
    segments = mean(images, \.segments)
    parts = mean(images, \.parts)
    boundaryDensity = mean(images, \.boundaryDensity)
    boundaryRecall = mean(images, \.boundaryRecall)
    boundaryPrecision = mean(images, \.boundaryPrecision)
    undersegmentationError = mean(images, \.undersegmentationError)
    achievableAccuracy = mean(images, \.achievableAccuracy)
  }
}

private func mean<Element>(_ elements: [Element], _ value: (Element) -> Double) -> Double {
  elements.reduce(0) { $0 + value($1) } / Double(elements.count)
}

/// Why a label map has no scores; the description is the sentence that people read.
public enum EvaluationFailure: Error, Equatable, Sendable, CustomStringConvertible {
  case noPartner(FilePath)
  case size(FilePath, Size, FilePath, Size)
  case codec(FilePath, CodecError)
  case file(FileError)
  case noObject(FilePath, leastArea: Int)
  case method(FilePath, String)

  /// One sentence: what is wrong, and what to do next.
  public var description: String {
    switch self {
    case .noPartner(let path): "\(path.shown): no ground truth has this name; add one or leave the map out"
    case .size(let path, let size, let truth, let other):
      "\(path.shown) has \(size.width) x \(size.height) pixels, its ground truth \(truth.shown) \(other.width) x "
        + "\(other.height); give maps of the same image"
    case .codec(let path, let error): "\(path.shown): \(error)"
    case .file(let error): error.whenReading
    case .noObject(let path, let area):
      "\(path.shown): its ground truth has no object of at least \(area) pixels; lower --min-area or leave it out"
    case .method(let path, let sentence): "\(path.shown): \(sentence)"
    }
  }
}
