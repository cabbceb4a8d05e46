import Raster
import Segmentation

/// Labels an image in a session that lives in memory, as a person would who sees the ground truth.
///
/// Fills go to unpainted segments alone, with the class that most of their pixels have; segments that mostly belong to
/// none are passed over.
struct Annotator {
  let session: Session
  private let truth: LabelMap
  private let pixels: Int
  private let segments: Int
  private var now = AnnotationStep()
  private var steps: [AnnotationStep] = []
  /// Letters of a hint where so many segments are named.
  private let hintLetters: (Int) -> Int

  /// - Parameters:
  ///   - truth: 0 = belongs to no class, k = class k; of the image's size.
  ///   - hintLetters: how many letters name one of so many segments.
  init(_ image: Image, _ labels: PreparedLabels, truth: LabelMap, hintLetters: @escaping (Int) -> Int) {
    let most = truth.elements.max() ?? 0
    let classes = (0..<Int(most)).map { PaintClass(name: "class \($0 + 1)", color: Self.color($0 + 1)) }
    session = Session(
      PreparedSession(
        file: ImageFile(path: "annotated"), image: image, labels: labels,
        classes: ClassList(classes, current: classes.isEmpty ? 0 : 1)))
    self.truth = truth
    self.hintLetters = hintLetters
    pixels = truth.elements.count { $0 != 0 }
    segments = Int(labels.count)
  }

  private static func color(_ number: Int) -> RGB {
    RGB(UInt8(number & 255), UInt8(number >> 8 & 255), 255)
  }

  /// What labeling by `strategy` took. To be called once.
  /// - Throws: what a session refuses, which is a mistake of the simulation.
  mutating func label(
    by strategy: AnnotationStrategy, _ registry: MethodRegistry, _ run: MethodRun
  ) throws(SessionError) -> AnnotationEffort {
    switch strategy {
    case .fills: try fillAll { $0.pointings += 1 }
    case .walk: try walk()
    case .hints: try fillByHints()
    case .smartFill: try fillAlike(run)
    case .granularity: try fillCoarsely(registry, run)
    }
    return AnnotationEffort(pixels: pixels, segments: segments, steps: steps)
  }

  // MARK: Strategies

  private mutating func fillAll(_ reach: (inout AnnotationStep) -> Void) throws(SessionError) {
    for segment in wanted() where segment.number != 0 {
      reach(&now)
      now.keys += 1
      try fill([segment])
    }
  }

  private mutating func walk() throws(SessionError) {
    now.keys += 1
    for segment in wanted() {
      // Its class, or Tab to pass it over.
      now.keys += 1
      if segment.number != 0 { try fill([segment]) }
    }
  }

  private mutating func fillByHints() throws(SessionError) {
    let segments = wanted()
    let letters = hintLetters(segments.count)
    now.keys += 1
    for number in 1...max(1, segments.map(\.number).max() ?? 1) {
      let mine = segments.filter { $0.number == number }
      if mine.isEmpty { continue }
      now.keys += 1
      for segment in mine {
        now.keys += letters
        try fill([segment])
      }
    }
  }

  private mutating func fillAlike(_ run: MethodRun) throws(SessionError) {
    let likeness: SegmentLikeness
    do {
      likeness = try SegmentLikeness(
        of: session.state.labels, lastLabel: session.state.lastLabel, image: session.image, run)
    } catch { throw .segmentation(error) }
    let segments = wanted()
    let numbers = Dictionary(uniqueKeysWithValues: segments.map { ($0.label, $0) })
    var tolerance = SmartFill.usualTolerance
    // The mode, and Tab; fills walk on.
    now.keys += 2
    for first in segments where first.number != 0 && session.state.paint[first.point] == 0 {
      let paint = session.state.paint
      let reach = likeness.reach(from: first.label, everywhere: false) { paint[$0] == 0 }
      let choice = bestTolerance(reach, from: tolerance) { numbers[$0]?.number == first.number }
      tolerance = choice.tolerance
      now.keys += choice.presses + 1
      try fill(reach.steps.filter { $0.tolerance <= tolerance }.compactMap { numbers[$0.label] })
    }
  }

  /// The tolerance that takes in the most segments per key, of those at which nothing wrong is shown.
  private func bestTolerance(_ reach: SegmentReach, from now: Int, isRight: (Int32) -> Bool) -> (
    tolerance: Int, presses: Int
  ) {
    let levels = reach.steps.map(\.tolerance).reduce(into: [Int]()) { if $0.last != $1 { $0.append($1) } }
    let start = levels.lastIndex { $0 <= now } ?? 0
    let limit = reach.steps.first { !isRight($0.label) }?.tolerance ?? .max
    var best = (tolerance: levels.first ?? 0, presses: start, gain: 0.0)
    for (place, level) in levels.enumerated() where level < limit {
      let presses = abs(place - start)
      let gain = Double(reach.steps.count { $0.tolerance <= level }) / Double(presses + 1)
      if gain > best.gain { best = (level, presses, gain) }
    }
    return (best.tolerance, best.presses)
  }

  /// What share of a coarse segment must belong to one class.
  private static let purity = 0.98
  private static let levels = [8, 6, 4, 2]

  private mutating func fillCoarsely(_ registry: MethodRegistry, _ run: MethodRun) throws(SessionError) {
    var level = 0
    do throws(SegmentationError) {
      let first = try registry.spec(session.method, coarserBy: 0)
      let hierarchy = try registry.hierarchy(of: session.image, try registry.uncut(first), run)
      for wanted in Self.levels + [0] {
        let steps = try registry.steps(wanted - level, from: session.method, in: hierarchy)
        let cut = try registry.spec(session.method, coarserBy: steps)
        level += steps
        now.keys += abs(steps)
        try perform(.granularity(steps), .labels(try PreparedLabels(cutting: hierarchy, cut, registry)))
        try fillPure(atLeast: level == 0 ? 0 : Self.purity)
        if run.isCancelled() { throw .cancelled }
      }
    } catch { throw .segmentation(error) }
  }

  private mutating func fillPure(atLeast purity: Double) throws(SegmentationError) {
    for segment in wanted() where segment.number != 0 && segment.purity >= purity {
      now.pointings += 1
      now.keys += 1
      do { try fill([segment]) } catch { preconditionFailure("\(error)") }
    }
  }

  private func perform(_ command: Command, _ work: Work) throws(SegmentationError) {
    do { _ = try session.perform(command, work) } catch { preconditionFailure("\(error)") }
  }

  // MARK: Segments

  /// A segment that is still to be painted, and with what.
  private struct Wanted {
    let label: Int32
    let point: PixelPoint
    /// Of most of its pixels; 0 where most belong to none.
    let number: Int
    /// The share of its pixels that have that class.
    let purity: Double
    /// Pixels that belong to that class, and to another.
    let right: Int
    let wrong: Int
  }

  /// The largest first.
  private func wanted() -> [Wanted] {
    let state = session.state
    let open = unpaintedSegments(of: state.labels, lastLabel: state.lastLabel, state.paint, session.image)
    var counts: [Int32: [Int: Int]] = [:]
    for (label, number) in zip(state.labels.elements, truth.elements) where label != 0 {
      counts[label, default: [:]][Int(number), default: 0] += 1
    }
    return open.sorted { ($1.area, $0.label) < ($0.area, $1.label) }.map { segment in
      let shares = counts[segment.label] ?? [:]
      let best = shares.max { ($0.value, $1.key) < ($1.value, $0.key) } ?? (key: 0, value: 0)
      let all = shares.values.reduce(0, +)
      return Wanted(
        label: segment.label, point: segment.point, number: best.key, purity: Double(best.value) / Double(max(1, all)),
        right: best.value, wrong: all - best.value - (shares[0] ?? 0))
    }
  }

  private mutating func fill(_ segments: [Wanted]) throws(SessionError) {
    guard let first = segments.first else { return }
    let command: Command =
      segments.count == 1
      ? .fill(first.point, .number(first.number)) : .fillSegments(.number(first.number), segments.map(\.point))
    _ = try session.perform(command)
    for segment in segments {
      now.right += segment.right
      now.wrong += segment.wrong
    }
    steps.append(now)
  }
}
