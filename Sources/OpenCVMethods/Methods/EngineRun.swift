import COpenCV
import Segmentation

/// Asks the `MethodRun` that `context` points to; engines call it now and then.
func isCancelled(_ context: UnsafeMutableRawPointer?) -> Bool {
  context?.assumingMemoryBound(to: MethodRun.self).pointee.isCancelled() ?? false
}

extension SegmentationError {
  /// What an engine's failure means to the person who runs `method`.
  init(_ failure: cvb_error, method: String) {
    self = failure.status == CVB_CANCELLED ? .cancelled : .engine(method: method, message: failure.text)
  }
}
