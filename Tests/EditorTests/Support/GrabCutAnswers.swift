import Raster
import Segmentation
import Session

/// Answers `grabcut-run` as the app does.
struct GrabCutAnswers: PromptAnswerer {
  func answer(
    _ command: Command, on image: Image, _ annotations: Annotations, _ run: MethodRun,
    preview: @escaping @Sendable (RunLengthPlane<Int32>) -> Void
  ) throws(SegmentationError) -> PreparedAnswer {
    guard case .grabCut(.run(let iterations, _)) = command else {
      throw .engine(method: command.name, message: "not answered here")
    }
    let answer = try GrabCut(iterations: iterations).answer(annotations.grabCut, on: image, run, coarse: preview)
    return PreparedAnswer(command: command, runs: answer)
  }
}
