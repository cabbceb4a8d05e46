import OpenCVMethods
import Raster
import Segmentation
import Session

/// Answers every command that asks about image or annotations, each by its method.
struct PromptMethods: PromptAnswerer {
  let predictor: PredictorService
  /// What `template` looks for.
  var templates: [TemplateSet] = []

  func answer(
    _ command: Command, on image: Image, _ annotations: Annotations, _ run: MethodRun,
    preview: @escaping @Sendable (RunLengthPlane<Int32>) -> Void
  ) throws(SegmentationError) -> PreparedAnswer {
    switch command {
    case .grabCut(.run(let iterations, let exact)):
      let marks = annotations.grabCut
      let answer =
        exact
        ? try exactGrabCut(iterations, marks, on: image, run)
        : try GrabCut(iterations: iterations).answer(marks, on: image, run, coarse: preview)
      return PreparedAnswer(command: command, runs: answer)
    case .sam(.predict):
      return try predictor.answer(command, on: image, annotations, run, preview: preview)
    case .template(let order):
      let found = try order.search.matches(
        of: templates, in: image, limit: order.search.threshold, by: CorrelationMatcher(), run)
      let taken = order.search.taken(of: found).map { found[$0] }
      return PreparedAnswer(order.search, painting: taken, size: image.size)
    default: throw .engine(method: command.name, message: "nothing here answers it")
    }
  }

  private func exactGrabCut(
    _ iterations: Int, _ marks: GrabCutMarks, on image: Image, _ run: MethodRun
  ) throws(SegmentationError) -> RunLengthPlane<Int32> {
    var generator = ExactGrabCut.generator
    let seeds = try GrabCut.seeds(marks, of: image.size)
    return RunLengthPlane(
      try ExactGrabCut(iterations: iterations).answer(seeds, on: image, run, generator: &generator))
  }
}
