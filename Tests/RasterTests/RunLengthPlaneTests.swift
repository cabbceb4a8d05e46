import Raster
import Testing

struct RunLengthPlaneTests {
  @Test(arguments: UInt64(0)..<40) func planesSurviveRunsAndBytes(seed: UInt64) throws {
    var rng = SplitMix64(seed: seed)
    let size = Size(width: .random(in: 1...70, using: &rng), height: .random(in: 1...30, using: &rng))
    let map = randomLabels(size, values: .random(in: 1...5000, using: &rng), using: &rng)
    let runs = RunLengthPlane(map)
    #expect(runs.plane == map)
    #expect(try RunLengthPlane<Int32>(encoded: runs.encoded) == runs)
    let paint = PaintMap(size: size, elements: map.elements.map(UInt16.init))
    #expect(try RunLengthPlane<UInt16>(encoded: RunLengthPlane(paint).encoded).plane == paint)
  }

  @Test(arguments: UInt64(0)..<40) func changesLeadFromOnePlaneToTheOtherAndBack(seed: UInt64) {
    var rng = SplitMix64(seed: seed)
    let size = Size(width: 37, height: 11)
    let (first, second) = (
      randomLabels(size, values: 4, using: &rng), randomLabels(size, values: 4, using: &rng)
    )
    let changes = RunLengthPlane(second).changes(from: first)
    var map = first
    map.apply(changes, .forwards)
    #expect(map == second)
    map.apply(changes, .backwards)
    #expect(map == first)
    #expect(RunLengthPlane(first).changes(from: first).isEmpty)
  }

  /// Whatever byte is damaged: an error or a plane of the size that the bytes say, never a trap.
  @Test func damagedBytesAreNoPlaneOfAnotherSize() throws {
    var rng = SplitMix64(seed: 7)
    let bytes = RunLengthPlane(randomLabels(Size(width: 9, height: 7), values: 9, using: &rng)).encoded
    for length in 0..<bytes.count {
      #expect(throws: RunLengthCodecError.self) { try RunLengthPlane<Int32>(encoded: Array(bytes[..<length])) }
    }
    for at in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[at] ^= 1 << UInt8(bit)
        guard let runs = try? RunLengthPlane<Int32>(encoded: damaged) else { continue }
        #expect(runs.plane.elements.count == runs.size.area)
      }
    }
  }

  @Test func boundsCoverRunsThatGoOnIntoTheNextRow() {
    let patch = Patch(paint: [RunChange(start: 8, length: 4, old: 0, new: 1)])
    #expect(patch.bounds(width: 10) == PixelRect(x: 0, y: 0, width: 10, height: 2))
    let inside = Patch(paint: [RunChange(start: 12, length: 3, old: 0, new: 1)])
    #expect(inside.bounds(width: 10) == PixelRect(x: 2, y: 1, width: 3, height: 1))
    #expect(Patch().bounds(width: 10).isEmpty)
  }
}

/// Overlapping runs of several layers, held against a plane that is written pixel by pixel.
@Test(arguments: 0..<20) func layersAreBits(seed: UInt64) {
  var generator = SplitMix64(seed: seed)
  let size = Size(width: Int.random(in: 1...40, using: &generator), height: Int.random(in: 1...9, using: &generator))
  let layers = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
    (0..<Int.random(in: 0...12, using: &generator)).map { _ in
      let start = Int.random(in: 0..<size.area, using: &generator)
      let length = Int.random(in: 0...min(30, size.area - start), using: &generator)
      return PixelRun(start: UInt32(start), length: UInt32(length))
    }
  }
  var plane = LabelMap(size: size, filledWith: 0)
  for (layer, runs) in layers.enumerated() {
    for run in runs { for at in run.range { plane.elements[at] |= 1 << Int32(layer) } }
  }
  #expect(RunLengthPlane(size: size, layers: layers) == RunLengthPlane(plane))
}
