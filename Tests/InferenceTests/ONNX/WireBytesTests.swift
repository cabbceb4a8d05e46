import Raster
import Synchronization
import Testing

@testable import Inference

/// Models that are looked at without being read.
@Suite struct WireBytesTests {
  /// A model of one megabyte of weights between its names.
  private func model() -> [UInt8] {
    var writer = WireWriter()
    writer.field(1, 8)
    writer.field(7) { graph in
      for name in ["first", "second"] {
        graph.field(5) { weights in
          weights.field(1, 524_288)
          weights.field(2, 2)
          weights.field(8, name)
          weights.field(9, String(repeating: "w", count: 524_288))
        }
      }
      graph.field(12) { $0.field(1, "y") }
    }
    writer.field(8) { $0.field(2, 13) }
    return writer.bytes
  }

  @Test func weightsAreNotRead() throws {
    let bytes = model()
    let read = Mutex(0)
    let found = try ONNXReader.read(count: bytes.count) { range in
      read.withLock { $0 += range.count }
      return Array(bytes[range])
    }
    #expect(try found == ONNXReader.read(bytes))
    #expect(found.initializers.map(\.name) == ["first", "second"])
    #expect(read.withLock { $0 } <= 4 << 16, "of \(bytes.count)")
  }

  /// A disk that gives less than it promised makes a sentence, no crash.
  @Test(arguments: [0, 1, 7, 100, 524_400]) func bytesMayBeMissing(_ kept: Int) {
    let bytes = model()
    #expect(throws: ONNXError.self) {
      try ONNXReader.read(count: bytes.count) { range in
        Array(bytes[range].prefix(max(0, kept - range.lowerBound)))
      }
    }
  }

  @Test func everyPlaceIsTheSameFromMemoryAndFromBlocks() {
    var random = SplitMix64(seed: 3)
    let bytes = (0..<200_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    let (whole, blocks) = (WireBytes(bytes), WireBytes(count: bytes.count) { Array(bytes[$0]) })
    for _ in 0..<2000 {
      let start = Int.random(in: 0..<bytes.count - 8, using: &random)
      #expect(whole[start] == blocks[start] && whole[start..<start + 8] == blocks[start..<start + 8])
    }
  }
}
