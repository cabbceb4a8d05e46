import Raster
import Segmentation
import SystemPackage

/// Clicks objects as a person would who sees the ground truth, and says how well the masks follow.
///
/// The first click lies in the middle of the object, each further one in the middle of the largest error.
public struct ClickEvaluator: Sendable {
  private let reader: EvaluationReader
  private let clicks: Int
  private let leastArea: Int

  /// - Parameters:
  ///   - clicks: how many at most, at least 1.
  ///   - leastArea: objects of fewer pixels are left out.
  ///   - pixelLimit: the most pixels that an image may have.
  public init(door: any FileDoor, codec: any LabelMapCodec, clicks: Int, leastArea: Int, pixelLimit: Int) {
    reader = EvaluationReader(door: door, codec: codec, pixelLimit: pixelLimit)
    (self.clicks, self.leastArea) = (max(1, clicks), leastArea)
  }

  /// Clicks in every image; one that fails does not stop the others.
  /// - Parameter jobs: images in memory at once; the scores do not depend on it.
  /// - Parameter isCancelled: once true, no click is made and images that are not done are left out.
  public func run(
    _ pairs: [ClickPair], by method: any ClickMethod, jobs: Int = 1,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    watch: @escaping @Sendable (WorkProgress) -> Void = { _ in }
  ) -> [ClickedImage] {
    let board = WorkBoard<ClickedImage>(count: pairs.count, threads: jobs, tell: { _ in }, watch: watch)
    return board.run { number, tell in
      guard !isCancelled() else { return nil }
      let image = clicked(pairs[number], method, MethodRun(isCancelled: isCancelled), tell)
      return isCancelled() ? nil : (image, false)
    }
  }

  private func clicked(
    _ pair: ClickPair, _ method: any ClickMethod, _ run: MethodRun, _ tell: @escaping (Double) -> Void
  ) -> ClickedImage {
    do throws(EvaluationFailure) {
      return ClickedImage(pair: pair, objects: try objects(of: pair, method, run, tell), failure: nil)
    } catch {
      return ClickedImage(pair: pair, objects: [], failure: error)
    }
  }

  private func objects(
    of pair: ClickPair, _ method: any ClickMethod, _ run: MethodRun, _ tell: (Double) -> Void
  ) throws(EvaluationFailure) -> [ObjectClicks] {
    guard !pair.truths.isEmpty else { throw .noPartner(pair.image.path) }
    let image = try reader.image(at: pair.image.path)
    let truths = try truths(of: pair, size: image.size)
    guard !truths.isEmpty else { throw .noObject(pair.image.path, leastArea: leastArea) }
    do throws(ClickMethodError) {
      let answerer = try method.prepare(image, run)
      var objects: [ObjectClicks] = []
      for truth in truths {
        objects.append(
          try ObjectClicks(
            on: truth.mask, answerer, clicks: clicks, beginsWithBox: method.beginsWithBox, run, label: truth.label,
            of: truth.path))
        tell(Double(objects.count) / Double(truths.count))
      }
      return objects
    } catch {
      throw .method(pair.image.path, error.description)
    }
  }

  /// One object of a label map; the maps are shared, a mask is only made where it is needed.
  private struct Truth {
    let path: FilePath
    let map: LabelMap
    let label: Int32
    let pixels: Int

    var mask: Mask { Mask(size: map.size, elements: map.elements.map { $0 == label ? 255 : 0 }) }
  }

  private func truths(of pair: ClickPair, size: Size) throws(EvaluationFailure) -> [Truth] {
    var truths: [Truth] = []
    for path in pair.truths {
      let map = try reader.truth(at: path, of: pair.image.path, size: size)
      for (label, pixels) in areas(of: map) where pixels >= leastArea {
        truths.append(Truth(path: path, map: map, label: label, pixels: pixels))
      }
    }
    return truths
  }

  /// The labels but 0 in rising order, and how many pixels each has.
  private func areas(of map: LabelMap) -> [(label: Int32, pixels: Int)] {
    var areas: [Int32: Int] = [:]
    for (run, label) in RunLengthPlane(map).filledRuns { areas[label, default: 0] += Int(run.length) }
    return areas.sorted { $0.key < $1.key }.map { (label: $0.key, pixels: $0.value) }
  }
}

/// An image with its objects, or why there are none.
public struct ClickedImage: Equatable, Sendable {
  /// What was clicked in.
  public let pair: ClickPair
  /// In the order of the files and their labels.
  public let objects: [ObjectClicks]
  /// Why there are no objects.
  public let failure: EvaluationFailure?
}
