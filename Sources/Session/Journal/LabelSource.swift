import Raster
import Segmentation

/// Where the segments of one image come from: made ahead, from the store where they are pinned and kept, from the cache,
/// or from the method.
struct LabelSource {
  let image: Image
  /// The image's name, fit for a terminal.
  let name: String
  let registry: MethodRegistry
  let run: MethodRun
  let store: LabelStore?
  /// Takes what differs from its pin.
  let force: Bool
  /// Segments that were made ahead; asked when segments are needed, and may wait for those that are being made.
  var ahead: @Sendable () -> PreparedLabels? = { nil }
  var cache: ImageCache?
  /// Answers commands that ask about annotations where their answers are not stored.
  var answerer: (any PromptAnswerer)?

  /// - Parameter pinned: the digest that the segments must have.
  /// - Throws: `.differs` if the method gives others; `.segmentation`.
  func labels(_ spec: MethodSpec, pinned: Digest?) throws(SessionError) -> (labels: PreparedLabels, notice: String?) {
    if let labels = ahead(), isOf(spec, labels), pinned == nil || pinned == StoredPlane(labels.runs).digest {
      return (labels, nil)
    }
    let (runs, damage) = stored(pinned, "segments were")
    if let runs, let labels = PreparedLabels(of: spec, checking: runs) { return (labels, nil) }
    if let labels = cached(spec), pinned == nil || pinned == StoredPlane(labels.runs).digest { return (labels, damage) }
    let labels = try segmented(spec)
    let notice = try difference(
      of: labels.runs, from: pinned, damage, "the label map of \(spec.name)", "the segments are not those")
    return (labels, notice)
  }

  /// The segments `steps` levels coarser than those of `spec`.
  func labels(
    _ spec: MethodSpec, coarserBy steps: Int, pinned: Digest?
  ) throws(SessionError) -> (labels: PreparedLabels, notice: String?) {
    let coarser: MethodSpec
    do throws(SegmentationError) {
      guard pinned != nil else { return (try cut(spec, coarserBy: steps), nil) }
      coarser = try registry.spec(spec, coarserBy: steps)
    } catch {
      throw .segmentation(error)
    }
    return try labels(coarser, pinned: pinned)
  }

  private func cut(_ spec: MethodSpec, coarserBy steps: Int) throws(SegmentationError) -> PreparedLabels {
    let shared = try registry.uncut(try registry.spec(spec, coarserBy: max(0, steps)))
    let hierarchy = try registry.hierarchy(of: image, shared, run)
    let taken = try registry.steps(steps, from: spec, in: hierarchy)
    return try PreparedLabels(cutting: hierarchy, try registry.spec(spec, coarserBy: taken), registry)
  }

  /// What `command` takes from a worker in the state of `labeling`; nothing for most.
  func work(
    for command: Command, on labeling: Labeling, pinned: Digest?
  ) throws(SessionError) -> (work: Work, notice: String?) {
    switch command {
    case .method(let spec):
      let (labels, notice) = try labels(spec, pinned: pinned)
      return (.labels(labels), notice)
    case .granularity(let steps):
      let (labels, notice) = try labels(labeling.method, coarserBy: steps, pinned: pinned)
      return (.labels(labels), notice)
    default:
      guard command.wantsAnswer else { return (.none, nil) }
      let (answer, notice) = try answer(command, labeling.state.annotations, pinned: pinned)
      return (.answer(answer), notice)
    }
  }

  private func answer(
    _ command: Command, _ annotations: Annotations, pinned: Digest?
  ) throws(SessionError) -> (answer: PreparedAnswer, notice: String?) {
    let (runs, damage) = stored(pinned, "answer was")
    if let runs { return (PreparedAnswer(command: command, runs: runs), nil) }
    guard let answerer else { throw .notALabelingCommand(command.name) }
    let answer: PreparedAnswer
    do { answer = try answerer.answer(command, on: image, annotations, run) } catch { throw .segmentation(error) }
    let notice = try difference(
      of: answer.runs, from: pinned, damage, "the answer to \(command.name)",
      "the answer to \(command.name) is not that")
    return (answer, notice)
  }

  // MARK: Pins

  /// The plane that is pinned, where it is stored and fits the image.
  /// - Parameter what: was computed again, where what is stored is damaged.
  private func stored(_ pinned: Digest?, _ what: String) -> (runs: RunLengthPlane<Int32>?, damage: String?) {
    guard let pinned, let store else { return (nil, nil) }
    do throws(StoredPlaneError) {
      let runs = try store.labels(pinned)
      return (runs?.size == image.size ? runs : nil, nil)
    } catch {
      return (nil, "\(error); the \(what) computed again")
    }
  }

  /// Compares what was computed with its pin.
  /// - Returns: what the person should know.
  /// - Throws: `.differs` unless everything is taken.
  private func difference(
    of runs: RunLengthPlane<Int32>, from pinned: Digest?, _ damage: String?, _ what: String, _ differs: String
  ) throws(SessionError) -> String? {
    guard let pinned else { return damage }
    let digest = StoredPlane(runs).digest
    guard digest != pinned else { return damage }
    guard force else {
      let what = what + (damage.map { " (\($0))" } ?? "")
      throw .differs(image: name, what: what, pinned: short(pinned), found: short(digest))
    }
    return "\(differs) the session was recorded with"
  }

  private func isOf(_ spec: MethodSpec, _ labels: PreparedLabels) -> Bool {
    labels.method == spec || labels.method == (try? registry.resolved(spec))
  }

  private func cached(_ spec: MethodSpec) -> PreparedLabels? {
    guard let cache, let resolved = try? registry.pinned(spec) else { return nil }
    return cache.labels(resolved, image.size)
  }

  private func segmented(_ spec: MethodSpec) throws(SessionError) -> PreparedLabels {
    let start = ContinuousClock().now
    let labels: PreparedLabels
    do { labels = try PreparedLabels(of: image, spec, registry, run) } catch { throw .segmentation(error) }
    cache?.offer(labels, took: start.duration(to: ContinuousClock().now))
    return labels
  }
}

/// The first digits of a digest, enough to tell two apart.
func short(_ digest: Digest) -> String { String(digest.description.prefix(12)) }
