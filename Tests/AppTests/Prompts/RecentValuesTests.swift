import Raster
import Testing

@testable import tessera

@Suite struct RecentValuesTests {
  @Test func theLongestUnusedGoesFirst() {
    var values = RecentValues<Int, String>(byteLimit: 10)
    values.put("one", of: 1, bytes: 4)
    values.put("two", of: 2, bytes: 4)
    #expect(values.use(1) == "one")
    values.put("three", of: 3, bytes: 4)
    #expect(values.use(2) == nil && values.use(1) == "one" && values.use(3) == "three")
    values.put("more", of: 1, bytes: 6)
    #expect(values.use(1) == "more" && values.byteCount == 10)
  }

  @Test func oneThatIsTooLargeIsKeptAlone() {
    var values = RecentValues<Int, Int>(byteLimit: 10)
    values.put(1, of: 1, bytes: 3)
    values.put(2, of: 2, bytes: 99)
    #expect(values.use(1) == nil && values.use(2) == 2)
    values.put(3, of: 3, bytes: 1)
    #expect(values.use(2) == nil && values.byteCount == 1)
  }

  /// However many come: no more bytes than allowed, or one value.
  @Test(arguments: UInt64(0)..<20) func theBoundHolds(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var values = RecentValues<Int, Int>(byteLimit: 100)
    for value in 0..<500 {
      let bytes = Int.random(in: 1...60, using: &random)
      values.put(value, of: Int.random(in: 0..<40, using: &random), bytes: bytes)
      if Bool.random(using: &random) { _ = values.use(Int.random(in: 0..<40, using: &random)) }
      #expect(values.byteCount <= 100)
    }
  }
}
