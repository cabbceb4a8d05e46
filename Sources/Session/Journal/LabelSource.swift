import Raster
import Segmentation

/// Where the segments of one image come from: the store where they are pinned and kept, the method otherwise.
struct LabelSource {
  let image: Image
  /// The image's name, fit for a terminal.
  let name: String
  let registry: MethodRegistry
  let run: MethodRun
  let store: LabelStore?
  /// Takes what differs from its pin.
  let force: Bool

  /// - Parameter pinned: the digest that the segments must have.
  /// - Throws: `.differs` if the method gives others; `.segmentation`.
  func labels(_ spec: MethodSpec, pinned: Digest?) throws(SessionError) -> (labels: PreparedLabels, notice: String?) {
    var notice: String?
    if let pinned, let store {
      do throws(StoredPlaneError) {
        if let labels = try stored(spec, pinned, store) { return (labels, nil) }
      } catch {
        notice = "\(error); the segments were computed again"
      }
    }
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

  private func segmented(_ spec: MethodSpec) throws(SessionError) -> PreparedLabels {
    do { return try PreparedLabels(of: image, spec, registry, run) } catch { throw .segmentation(error) }
  }
}

/// The first digits of a digest, enough to tell two apart.
func short(_ digest: Digest) -> String { String(digest.description.prefix(12)) }
