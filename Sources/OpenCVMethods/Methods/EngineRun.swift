import COpenCV
import Segmentation

extension MethodRun {
  /// Lends this run to an engine, which asks it now and then whether it is cancelled.
  func withEngineRun<Result>(_ body: (cvb_run) -> Result) -> Result {
    var run = self
    return withUnsafeMutablePointer(to: &run) { run in
      body(
        cvb_run(
          cancelled: { $0?.assumingMemoryBound(to: MethodRun.self).pointee.isCancelled() ?? false }, context: run,
          memory: UInt64(max(0, memory() ?? 0))))
    }
  }
}

extension SegmentationError {
  /// What an engine's failure means to the person who runs `method`.
  init(_ failure: cvb_error, method: String) {
    switch failure.status {
    case CVB_CANCELLED: self = .cancelled
    case CVB_NO_MEMORY:
      self = .engine(
        method: method, message: "memory ran out; use a smaller image, close other programs, or take method slic")
    default: self = .engine(method: method, message: failure.text)
    }
  }
}
