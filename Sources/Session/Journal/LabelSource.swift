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

  /// - Parameter pinned: the digest that the segments must have.
  /// - Throws: `.differs` if the method gives others; `.segmentation`.
  func labels(_ spec: MethodSpec, pinned: Digest?) throws(SessionError) -> (labels: PreparedLabels, notice: String?) {
    if let labels = ahead(), isOf(spec, labels), pinned == nil || pinned == StoredPlane(labels.runs).digest {
      return (labels, nil)
    }
    var notice: String?
    if let pinned, let store {
      do throws(StoredPlaneError) {
        if let labels = try stored(spec, pinned, store) { return (labels, nil) }
      } catch {
        notice = "\(error); the segments were computed again"
      }
    }
    if let labels = cached(spec), pinned == nil || pinned == StoredPlane(labels.runs).digest { return (labels, notice) }
    let labels = try segmented(spec)
    guard let pinned else { return (labels, notice) }
    let digest = StoredPlane(labels.runs).digest
    if digest != pinned {
      guard force else {
        let what = "the label map of \(spec.name)" + (notice.map { " (\($0))" } ?? "")
        throw .differs(image: name, what: what, pinned: short(pinned), found: short(digest))
      }
      notice = "the segments differ from those the session was recorded with"
    }
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

  private func stored(
    _ spec: MethodSpec, _ digest: Digest, _ store: LabelStore
  ) throws(StoredPlaneError) -> PreparedLabels? {
    guard let runs = try store.labels(digest), runs.size == image.size else { return nil }
    let count = runs.values.max() ?? 0
    guard Int(count) <= runs.size.area else { return nil }
    return PreparedLabels(method: spec, runs: runs, count: count)
  }

  private func isOf(_ spec: MethodSpec, _ labels: PreparedLabels) -> Bool {
    labels.method == spec || labels.method == (try? registry.resolved(spec))
  }

  private func cached(_ spec: MethodSpec) -> PreparedLabels? {
    guard let cache, let resolved = try? registry.resolved(spec) else { return nil }
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
