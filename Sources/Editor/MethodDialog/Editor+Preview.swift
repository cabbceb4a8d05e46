import Raster
import Segmentation
import Session

extension Editor {
  /// When the next preview is to be asked for; nil where there is nothing to do or no image yet.
  var previewTime: Int? {
    guard case .due(let time)? = state.dialog?.preview.work, open?.composer != nil else { return nil }
    return time
  }

  /// The level of the pyramid that previews are made of: each level is half as wide and high as the one before.
  var previewLevel: Int { open?.composer?.pyramid.level(ofAtMost: MethodPreview.pixels) ?? 0 }

  /// Gives up the preview that is being made and has another one made, at once or when nothing changes for a moment.
  mutating func askForPreview(now: Bool) -> [Effect] {
    let effects = cancelPreview()
    guard let dialog = state.dialog else { return effects }
    state.dialog?.preview.failure = nil
    guard let wanted = try? registry.resolved(dialog.draft.spec), wanted != dialog.current else {
      state.dialog?.preview.segments = nil
      return effects
    }
    state.dialog?.preview.work = .due(state.time + (now ? 0 : MethodPreview.delay))
    return effects + startPreview()
  }

  /// Asks for the preview whose time has come.
  mutating func startPreview() -> [Effect] {
    guard let dialog = state.dialog, let time = previewTime, time <= state.time,
      let copy = open?.composer?.pyramid.levels[previewLevel]
    else { return [] }
    do {
      let spec = try registry.resolved(dialog.draft.spec(shrunkBy: 1 << previewLevel))
      let request = nextRequest()
      state.dialog?.preview.work = .running(request: request, since: state.time, progress: 0)
      return [.segment(request: request, copy, spec)]
    } catch {
      fail(preview: error.description)
      return []
    }
  }

  mutating func cancelPreview() -> [Effect] {
    guard let work = state.dialog?.preview.work else { return [] }
    state.dialog?.preview.work = .none
    guard case .running(let request, _, _) = work else { return [] }
    return [.cancel(request: request)]
  }

  // MARK: What the worker answers

  func isPreview(_ request: Int) -> Bool {
    guard case .running(request, _, _)? = state.dialog?.preview.work else { return false }
    return true
  }

  mutating func show(preview labels: PreparedLabels) -> [Effect] {
    state.dialog?.preview.work = .none
    state.dialog?.preview.segments = SegmentsPreview(labels: labels.labels, count: Int(labels.count))
    return []
  }

  mutating func fail(preview reason: String) {
    state.dialog?.preview.work = .none
    state.dialog?.preview.segments = nil
    state.dialog?.preview.failure = reason
  }

  mutating func note(preview progress: Double) {
    guard case .running(let request, let since, _)? = state.dialog?.preview.work else { return }
    state.dialog?.preview.work = .running(request: request, since: since, progress: progress)
  }
}
