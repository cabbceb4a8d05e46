import OpenCVMethods
import Raster
import Segmentation
import TestSupport
import Testing

/// A rectangle, five iterations, strokes, five more: OpenCV 4.10 with one thread; 4.6 gives the same bytes.
@Test(.enabled(if: Reference.exists, "\(Reference.absence)"), arguments: ["100007", "226043"])
func exactGrabCutEqualsTheReference(name: String) throws {
  let image = try Reference.image("images/\(name)")
  var marks = GrabCutMarks()
  marks.add(try Reference.grabCutRectangle(name))
  let seeds = try GrabCut.seeds(marks, of: image.size)
  // The second run goes on with the random numbers of the first.
  var generator = ExactGrabCut.generator
  let method = ExactGrabCut(iterations: 5)
  let first = try method.answer(seeds, on: image, generator: &generator)
  #expect(first == (try Reference.grabCut(name, "rect")))
  let final = try method.answer(try Reference.grabCut(name, "strokes"), on: image, generator: &generator)
  #expect(final == (try Reference.grabCut(name, "final")))
}

/// The same marks by our own way agree with OpenCV's result about as well as that with itself one iteration later.
@Test(.enabled(if: Reference.exists, "\(Reference.absence)"), arguments: ["100007", "226043"])
func coarseToFineAgreesWithTheReference(name: String) throws {
  let image = try Reference.image("images/\(name)")
  var marks = GrabCutMarks()
  marks.add(try Reference.grabCutRectangle(name))
  let answer = try GrabCut(iterations: 5).answer(marks, on: image).plane
  let reference = try Reference.grabCut(name, "rect")
  let same = zip(answer.elements, reference.elements).count { $0 & 1 == Int32($1 & 1) }
  #expect(Double(same) > 0.95 * Double(image.size.area), "\(same) of \(image.size.area)")
}

@Test func exactGrabCutStopsWhenCancelled() {
  let size = Size(width: 60, height: 40)
  var random = SplitMix64(seed: 2)
  let image = Image(size: size, bytes: (0..<size.area * 3).map { _ in UInt8(random.next() >> 56) })
  var seeds = Mask(size: size, filledWith: 3)
  seeds[PixelPoint(x: 0, y: 0)] = 0
  #expect(throws: SegmentationError.cancelled) {
    var generator = ExactGrabCut.generator
    return try ExactGrabCut().answer(seeds, on: image, MethodRun(isCancelled: { true }), generator: &generator)
  }
}

@Test func openCVsRefusalIsAnError() {
  let size = Size(width: 8, height: 8)
  let image = Image(size: size, bytes: [UInt8](repeating: 7, count: size.area * 3))
  #expect(throws: SegmentationError.self) {
    var generator = ExactGrabCut.generator
    return try ExactGrabCut().answer(Mask(size: size, filledWith: 3), on: image, generator: &generator)
  }
}
