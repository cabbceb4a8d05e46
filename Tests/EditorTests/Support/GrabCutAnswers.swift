import Raster
import Segmentation
import Session

/// Answers `grabcut-run` as the app does, and everything else by another.
struct GrabCutAnswers: PromptAnswerer {
  /// Answers everything else.
  let others: any PromptAnswerer

  func answer(
    _ command: Command, on image: Image, _ annotations: Annotations, _ run: MethodRun,
    preview: @escaping @Sendable (RunLengthPlane<Int32>) -> Void
  ) throws(SegmentationError) -> PreparedAnswer {
    guard case .grabCut(.run(let iterations, _)) = command else {
      return try others.answer(command, on: image, annotations, run, preview: preview)
    }
    let answer = try GrabCut(iterations: iterations).answer(annotations.grabCut, on: image, run, coarse: preview)
    return PreparedAnswer(command: command, runs: answer)
  }
}
