import Raster
import Segmentation

/// A way to answer clicks.
public protocol ClickMethod: Sendable {
  /// As written on the command line.
  var name: String { get }
  /// A box around the object comes before all clicks, and counts as one.
  var beginsWithBox: Bool { get }
  /// Makes an image ready for prompts.
  func prepare(_ image: Image, _ run: MethodRun) throws(ClickMethodError) -> any ClickAnswerer
}

extension ClickMethod {
  /// Clicks are enough.
  public var beginsWithBox: Bool { false }
}

/// An image that is ready for prompts. One thread uses it.
public protocol ClickAnswerer {
  /// The mask that a prompt is answered with. The prompts of an object come one after the other, each with one click
  /// more; the first of an object has one click, or a box alone.
  func mask(for prompt: PointPrompt) throws(ClickMethodError) -> Mask
}

/// Why a method has no answer.
public enum ClickMethodError: Error, Equatable, Sendable, CustomStringConvertible {
  case cancelled
  /// One sentence: what is wrong, and what to do next.
  case failed(String)

  /// One sentence: what is wrong, and what to do next.
  public var description: String {
    switch self {
    case .cancelled: "cancelled"
    case .failed(let sentence): sentence
    }
  }
}

/// `BuiltInPredictor` as a method.
public struct BuiltInClicks: ClickMethod {
  /// As written on the command line.
  public let name = "built-in"

  /// The method; it holds nothing.
  public init() {}

  /// Prepares the image.
  public func prepare(_ image: Image, _ run: MethodRun) throws(ClickMethodError) -> any ClickAnswerer {
    do throws(SegmentationError) {
      return BuiltInAnswerer(predictor: try BuiltInPredictor(image, run), run: run.silent)
    } catch { throw error == .cancelled ? .cancelled : .failed("\(error)") }
  }
}

private struct BuiltInAnswerer: ClickAnswerer {
  let predictor: BuiltInPredictor
  let run: MethodRun

  func mask(for prompt: PointPrompt) throws(ClickMethodError) -> Mask {
    do throws(SegmentationError) {
      return try predictor.answer(prompt, run).first?.mask ?? Mask(size: predictor.size, filledWith: 0)
    } catch { throw error == .cancelled ? .cancelled : .failed("\(error)") }
  }
}
