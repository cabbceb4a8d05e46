import Raster
import Segmentation

/// What a worker has answered to a command that asks about the annotations.
public struct PreparedAnswer: Equatable, Sendable {
  /// The command with everything written out that the answer depends on beside image and annotations.
  public let command: Command
  /// One value per pixel, whose meaning is the command's affair. Journals pin it.
  public let runs: RunLengthPlane<Int32>

  /// An answer that is at hand.
  /// - Parameter plane: of the image's size.
  public init(command: Command, plane: LabelMap) { self.init(command: command, runs: RunLengthPlane(plane)) }

  /// An answer that is at hand.
  /// - Parameter runs: of the image's size.
  public init(command: Command, runs: RunLengthPlane<Int32>) {
    self.command = command
    self.runs = runs
  }
}

/// Answers the commands that ask about annotations; runs on workers.
public protocol PromptAnswerer: Sendable {
  /// What `command` gives for the annotations of `image`.
  /// - Parameter preview: told what the answer will be about, where that is known earlier; of the image's size.
  func answer(
    _ command: Command, on image: Image, _ annotations: Annotations, _ run: MethodRun,
    preview: @escaping @Sendable (RunLengthPlane<Int32>) -> Void
  ) throws(SegmentationError) -> PreparedAnswer
}

extension PromptAnswerer {
  /// What `command` gives for the annotations of `image`.
  func answer(
    _ command: Command, on image: Image, _ annotations: Annotations, _ run: MethodRun
  ) throws(SegmentationError) -> PreparedAnswer {
    try answer(command, on: image, annotations, run) { _ in }
  }
}
