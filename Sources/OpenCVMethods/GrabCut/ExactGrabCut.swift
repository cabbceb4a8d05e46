import COpenCV
import Raster
import Segmentation

/// GrabCut as OpenCV has it, at the image's full size.
///
/// - Input: any image, seeds of which some are foreground and some background, be they only probable.
/// - Output: the number of a `GrabCutKind` per pixel, what `cv::grabCut` with `GC_INIT_WITH_MASK` gives; what was sure
///   stays.
/// - Throws: `.cancelled`, within 20 ms; `.engine` where OpenCV refuses. It runs in a process of its own, since it
///   cannot be interrupted.
/// - Complexity: depends on the content: seconds to minutes per megapixel and iteration.
/// - Source: C. Rother, V. Kolmogorov, A. Blake, "GrabCut: interactive foreground extraction using iterated graph cuts",
///   ACM Trans. Graphics 23(3), 2004.
public struct ExactGrabCut: Sendable {
  /// Where OpenCV's generator of random numbers begins, which divides colours into groups: as after `setRNGSeed(0)`.
  public static let generator: UInt64 = 0xFFFF_FFFF

  /// How often colours are learned and the image is divided.
  public let iterations: Int

  /// A run of that many iterations, 1…1000.
  public init(iterations: Int = 1) { self.iterations = iterations }

  /// Divides `image` as `seeds` say.
  /// - Parameter generator: the state of OpenCV's random numbers, before and after.
  public func answer(
    _ seeds: Mask, on image: Image, _ run: MethodRun = MethodRun(), generator: inout UInt64
  ) throws(SegmentationError) -> Mask {
    try run.checkCancelled()
    var answer = seeds
    var failure = cvb_error()
    let isDone = run.withEngineRun { run in
      answer.elements.withUnsafeMutableBufferPointer { kinds in
        guard let kinds = kinds.baseAddress else { return false }
        return cvb_grabcut(
          image.bytes, Int32(image.size.width), Int32(image.size.height), Int32(iterations), &generator, kinds, run,
          &failure)
      }
    }
    guard isDone else { throw SegmentationError(failure, method: "grabcut") }
    run.progress(1)
    return answer
  }
}
