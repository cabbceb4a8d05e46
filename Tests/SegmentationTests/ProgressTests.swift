import Raster
import Segmentation
import Synchronization
import Testing

private let methods: [any SegmentationMethod] = [ChanVese(), Felzenszwalb(), KMeans(), Quickshift(), Watershed()]

@Test(arguments: methods.indices)
func progressEndsAtTheWhole(method: Int) throws {
  let log = ProgressLog()
  _ = try methods[method].segment(noiseImage(width: 64, height: 64, seed: 1), [:], log.run)
  #expect(log.shares.count >= 3)
  #expect(log.shares.allSatisfy { 0...1 ~= $0 })
  #expect(log.shares.max() == 1)
}

/// Cancelled at any of its questions, a method throws; asked for once more, it gives the whole result.
@Test(arguments: methods.indices)
func aRunThatIsCancelledMidwayThrows(method: Int) throws {
  let image = noiseImage(width: 64, height: 64, seed: 2)
  let whole = try methods[method].segment(image)
  for allowed in [1, 3] {
    let asked = Atomic(0)
    let run = MethodRun(isCancelled: { asked.add(1, ordering: .relaxed).newValue > allowed })
    #expect(throws: SegmentationError.cancelled) { try methods[method].segment(image, [:], run) }
  }
  #expect(try methods[method].segment(image) == whole)
}
