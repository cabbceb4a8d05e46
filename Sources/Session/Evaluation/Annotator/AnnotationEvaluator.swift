import Raster
import Segmentation
import SystemPackage

/// Labels images as a person would who sees the ground truth, and counts keys and pointings.
public struct AnnotationEvaluator: Sendable {
  private let reader: EvaluationReader
  private let registry: MethodRegistry
  private let method: MethodSpec
  private let hintLetters: @Sendable (Int) -> Int

  /// - Parameters:
  ///   - method: what makes the segments.
  ///   - pixelLimit: the most pixels that an image may have.
  ///   - hintLetters: how many letters name one of so many segments.
  public init(
    door: any FileDoor, codec: any LabelMapCodec, registry: MethodRegistry, method: MethodSpec, pixelLimit: Int,
    hintLetters: @escaping @Sendable (Int) -> Int
  ) {
    reader = EvaluationReader(door: door, codec: codec, pixelLimit: pixelLimit)
    (self.registry, self.method, self.hintLetters) = (registry, method, hintLetters)
  }

  /// Labels every image once by every strategy and ground truth; one that fails does not stop the others.
  /// - Parameter jobs: images in memory at once; what is counted does not depend on it.
  /// - Parameter isCancelled: once true, images that are not done are left out.
  public func run(
    _ pairs: [ClickPair], by strategies: [AnnotationStrategy], jobs: Int = 1,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    watch: @escaping @Sendable (WorkProgress) -> Void = { _ in }
  ) -> [AnnotatedImage] {
    let board = WorkBoard<AnnotatedImage>(count: pairs.count, threads: jobs, tell: { _ in }, watch: watch)
    return board.run { number, tell in
      guard !isCancelled() else { return nil }
      let image = annotated(pairs[number], strategies, MethodRun(isCancelled: isCancelled), tell)
      return isCancelled() ? nil : (image, false)
    }
  }

  private func annotated(
    _ pair: ClickPair, _ strategies: [AnnotationStrategy], _ run: MethodRun, _ tell: (Double) -> Void
  ) -> AnnotatedImage {
    do throws(EvaluationFailure) {
      return AnnotatedImage(pair: pair, tasks: try tasks(pair, strategies, run, tell), failure: nil)
    } catch {
      return AnnotatedImage(pair: pair, tasks: [], failure: error)
    }
  }

  private func tasks(
    _ pair: ClickPair, _ strategies: [AnnotationStrategy], _ run: MethodRun, _ tell: (Double) -> Void
  ) throws(EvaluationFailure) -> [AnnotatedImage.Task] {
    guard !pair.truths.isEmpty else { throw .noPartner(pair.image.path) }
    let image = try reader.image(at: pair.image.path)
    var tasks: [AnnotatedImage.Task] = []
    do {
      let labels = try PreparedLabels(of: image, method, registry, run)
      for path in pair.truths {
        let truth = classes(of: try reader.truth(at: path, of: pair.image.path, size: image.size))
        for strategy in strategies {
          var annotator = Annotator(image, labels, truth: truth, hintLetters: hintLetters)
          let effort = try annotator.label(by: strategy, registry, run)
          tasks.append(AnnotatedImage.Task(truth: path, strategy: strategy, effort: effort))
          tell(Double(tasks.count) / Double(pair.truths.count * strategies.count))
        }
      }
    } catch let failure as EvaluationFailure {
      throw failure
    } catch {
      throw .method(pair.image.path, "\(error)")
    }
    return tasks
  }

  /// Each label but 0 is a class: 1…n in rising order.
  private func classes(of map: LabelMap) -> LabelMap {
    let labels = Set(map.elements).subtracting([0]).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, Int32($0 + 1)) })
    return LabelMap(size: map.size, elements: map.elements.map { numbers[$0] ?? 0 })
  }
}

/// An image with what labeling it took, or why nothing is known.
public struct AnnotatedImage: Equatable, Sendable {
  /// One ground truth labeled by one strategy.
  public struct Task: Equatable, Sendable {
    /// The file that says what belongs where.
    public let truth: FilePath
    /// How it was labeled.
    public let strategy: AnnotationStrategy
    /// What that took.
    public let effort: AnnotationEffort
  }

  /// What was labeled.
  public let pair: ClickPair
  /// In the order of the ground truths, then of the strategies.
  public let tasks: [Task]
  /// Why there are none.
  public let failure: EvaluationFailure?
}

/// Means over images.
public struct AnnotationSummary: Equatable, Sendable {
  /// How well one limit was reached.
  public struct Reach: Equatable, Sendable {
    /// The share of pixels that have their class, 0…1.
    public let accuracy: Double
    /// The mean of keys and pointings; tasks that never got there count with all that were made.
    public let actions: Double
    /// The share of tasks that never got there.
    public let failed: Double
  }

  /// How many tasks.
  public let tasks: Int
  /// The mean at the beginning.
  public let segments: Double
  /// The mean of keys pressed.
  public let keys: Double
  /// The mean of times that the pointer was put on a place.
  public let pointings: Double
  /// At the end.
  public let accuracy: Double
  /// At 90 and 95 %.
  public let reaches: [Reach]

  /// The means over `efforts`; nil of none.
  public init?(of efforts: [AnnotationEffort]) {
    guard !efforts.isEmpty else { return nil }
    func mean(_ value: (AnnotationEffort) -> Double) -> Double {
      efforts.reduce(0) { $0 + value($1) } / Double(efforts.count)
    }
    tasks = efforts.count
    segments = mean { Double($0.segments) }
    keys = mean { Double($0.steps.last?.keys ?? 0) }
    pointings = mean { Double($0.steps.last?.pointings ?? 0) }
    accuracy = mean(\.accuracy)
    reaches = [0.9, 0.95].map { goal in
      Reach(
        accuracy: goal, actions: mean { Double(($0.step(to: goal) ?? $0.steps.last)?.actions ?? 0) },
        failed: mean { $0.step(to: goal) == nil ? 1 : 0 })
    }
  }
}
