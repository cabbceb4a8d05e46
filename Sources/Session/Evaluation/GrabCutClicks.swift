import Raster
import Segmentation

/// GrabCut as a method: a box, then a dab of the brush per click, each answered by one run.
public struct GrabCutClicks: ClickMethod {
  /// As written on the command line.
  public let name = "grabcut"
  /// It learns the background from what is outside.
  public let beginsWithBox = true

  /// The method; it holds nothing.
  public init() {}

  /// Nothing is prepared.
  public func prepare(_ image: Image, _ run: MethodRun) throws(ClickMethodError) -> any ClickAnswerer {
    GrabCutAnswerer(image: image, run: run.silent)
  }
}

private final class GrabCutAnswerer: ClickAnswerer {
  private let image: Image
  private let run: MethodRun
  private var marks = GrabCutMarks()

  private static let radius = 3
  private static let firstIterations = 5

  init(image: Image, run: MethodRun) { (self.image, self.run) = (image, run) }

  func mask(for prompt: PointPrompt) throws(ClickMethodError) -> Mask {
    if prompt.points.isEmpty { begin(prompt.box ?? image.size.bounds) }
    if let click = prompt.points.last {
      marks.add(
        GrabCutStroke(click.isForeground ? .foreground : .background, radius: Self.radius, [click.position]))
    }
    do throws(SegmentationError) {
      let iterations = prompt.points.isEmpty ? Self.firstIterations : 1
      marks.take(try GrabCut(iterations: iterations).answer(marks, on: image, run))
    } catch .cancelled {
      throw .cancelled
    } catch {
      // A box without an outside teaches no background: everything in it stays foreground until a click says more.
      guard marks.answer == nil else { throw .failed("\(error)") }
      return Mask(size: image.size, filledWith: 255)
    }
    guard let answer = marks.answer else { return Mask(size: image.size, filledWith: 0) }
    return Mask(size: image.size, elements: answer.plane.elements.map { $0 & 1 == 1 ? 255 : 0 })
  }

  private func begin(_ box: PixelRect) {
    marks = GrabCutMarks()
    marks.add(box)
  }
}
