import Raster
import Segmentation
import Session

/// The hierarchy of the open image's segments: at hand, or on its way.
struct Granularity {
  /// With the spec that its cuts share.
  var hierarchy: (spec: MethodSpec, value: SegmentHierarchy)?
  /// What a worker makes; `steps` are taken once it is there, none where it is only made ahead.
  var making: (request: Int, spec: MethodSpec, steps: Int, progress: Double, since: Int)?
}

extension Editor {
  /// Above this many pixels a hierarchy takes too much memory to be made before anyone asks for it.
  private static let pixelsMadeAhead = 16_000_000

  /// So many levels coarser, finer where negative: at once where the hierarchy is there, else as soon as it is.
  mutating func changeGranularity(by steps: Int) -> [Effect] {
    guard let session = changeableSession() else { return [] }
    let range = Command.granularitySteps
    let steps = min(max(steps + (open?.granularity.making?.steps ?? 0), range.lowerBound), range.upperBound)
    do throws(SegmentationError) {
      let shared = try registry.uncut(try registry.spec(session.method, coarserBy: max(0, steps)))
      guard let there = open?.granularity.hierarchy, there.spec == shared else {
        return make(shared, session.image, steps: steps)
      }
      let taken = try registry.steps(steps, from: session.method, in: there.value)
      let cut = try registry.spec(session.method, coarserBy: taken)
      open?.walk = nil
      remember(.granularity(taken))
      label(.granularity(taken), .labels(try PreparedLabels(cutting: there.value, cut, registry)))
      state.chain = []
      return []
    } catch {
      state.say(.error, "\(error)")
      return []
    }
  }

  /// Has the hierarchy made that the first change of granularity will want, where that costs little.
  mutating func makeHierarchyAhead() -> [Effect] {
    guard let session = open?.session, !session.isReadOnly, session.image.size.area <= Self.pixelsMadeAhead,
      let cut = try? registry.spec(session.method, coarserBy: 1), let shared = try? registry.uncut(cut),
      shared.settings.contains(.init("base", "slic")), open?.granularity.hierarchy?.spec != shared
    else { return [] }
    return make(shared, session.image, steps: 0)
  }

  private mutating func make(_ spec: MethodSpec, _ image: Image, steps: Int) -> [Effect] {
    if open?.granularity.making?.spec == spec {
      open?.granularity.making?.steps = steps
      open?.granularity.making?.since = state.time
      return []
    }
    let effects = dropHierarchy()
    let request = nextRequest()
    open?.granularity.making = (request, spec, steps, 0, state.time)
    return effects + [.hierarchy(request: request, image, spec)]
  }

  /// Nobody waits for the hierarchy that is being made.
  mutating func dropHierarchy() -> [Effect] {
    guard let making = open?.granularity.making else { return [] }
    open?.granularity.making = nil
    return [.cancel(request: making.request)]
  }

  mutating func take(_ hierarchy: SegmentHierarchy, _ request: Int) -> [Effect] {
    guard let making = open?.granularity.making, making.request == request else { return [] }
    open?.granularity.making = nil
    open?.granularity.hierarchy = (making.spec, hierarchy)
    return making.steps == 0 ? [] : changeGranularity(by: making.steps)
  }
}
