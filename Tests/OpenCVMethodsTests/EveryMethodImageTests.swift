import OpenCVMethods
import Raster
import Segmentation
import Testing

private let images: [(name: String, image: Image)] = [
  ("1 x 1", EveryMethod.noise(1, 1, seed: 1)), ("1 x 90", EveryMethod.noise(1, 90, seed: 2)),
  ("90 x 1", EveryMethod.noise(90, 1, seed: 3)), ("2 x 2", EveryMethod.noise(2, 2, seed: 4)),
  ("uniform", EveryMethod.gray(97, 83) { _, _ in 200 }), ("black", EveryMethod.gray(50, 61) { _, _ in 0 }),
  ("two colours", EveryMethod.gray(97, 83) { x, y in x * 2 + y < 130 ? 20 : 230 }),
  ("checkered", EveryMethod.gray(64, 64) { x, y in (x + y) % 2 == 0 ? 0 : 255 }),
  ("noise", EveryMethod.noise(90, 75, seed: 5)), ("tiles", EveryMethod.tiles(300, 210)),
  (
    "as wide as files may be",
    Image(size: Size(width: 1 << 20, height: 1), bytes: (0..<3 << 20).map { UInt8(truncatingIfNeeded: $0 / 977) })
  ),
  ("long", EveryMethod.tiles(3, 100_000)), ("wide", EveryMethod.tiles(100_000, 3)),
]

/// Labels from 1, 0 where the method knows edges, the same on one thread as on many, and when repeated.
@Test(arguments: EveryMethod.names, images.indices)
func everyMethodLabelsEveryImage(method: String, index: Int) throws {
  let image = images[index].image
  let alone = try EveryMethod.segment(image, method, WatchedRun().run(threads: 1))
  let watched = WatchedRun()
  let together = try EveryMethod.segment(image, method, watched.run(threads: 5))
  let areEqual = alone == together
  #expect(areEqual, "\(images[index].name): depends on the threads")
  #expect(alone.size == image.size)
  let least = try #require(alone.elements.min())
  #expect(least == 1 || (method == "edge" && least == 0), "\(images[index].name)")
  let shares = watched.shares
  #expect(shares.last == 1)
  #expect(shares.allSatisfy { 0...1 ~= $0 })
  #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 < $1 })
}

/// Cancelled at any of its questions, a method throws; asked no further than that, it gives the whole result.
@Test(arguments: EveryMethod.names, [1, 4])
func aRunThatIsCancelledAtAQuestionThrows(method: String, threads: Int) throws {
  let image = EveryMethod.tiles(120, 100)
  let whole = try EveryMethod.segment(image, method, MethodRun())
  for questions in [0, 1, 2, 3, 5, 8, 13, 40, 150] {
    let watched = WatchedRun(cancelledAfter: questions)
    let result = Result { () throws(SegmentationError) in
      try EveryMethod.segment(image, method, watched.run(threads: threads))
    }
    let isRight = result == (watched.wasCancelled ? .failure(.cancelled) : .success(whole))
    #expect(isRight, "after \(questions) questions")
    if questions < 2 { #expect(watched.wasCancelled) }
  }
}

@Test(arguments: EveryMethod.names, [0, 0.3, 0.7, 0.95])
func aRunThatIsCancelledFromItsProgressThrows(method: String, share: Double) throws {
  let image = EveryMethod.tiles(120, 100)
  let watched = WatchedRun(cancelledAt: share)
  let result = Result { () throws(SegmentationError) in try EveryMethod.segment(image, method, watched.run) }
  if watched.wasCancelled {
    #expect(result == .failure(.cancelled))
  } else {
    #expect((try? result.get())?.size == image.size)
  }
}

@Test(arguments: EveryMethod.names)
func anImageWithoutPixelsHasNoLabels(method: String) throws {
  for size in [Size(width: 0, height: 0), Size(width: 0, height: 5), Size(width: 5, height: 0)] {
    #expect(try EveryMethod.segment(Image(size: size, bytes: []), method, MethodRun()).elements.isEmpty)
  }
}
