extension RunLengthPlane<Int32> {
  /// Bit k of a pixel is set where one of the runs of layer k holds it; runs of one layer may overlap.
  ///
  /// - Precondition: at most 31 layers; all runs lie inside.
  /// - Complexity: O(runs · log runs); about linear where the runs of each layer are in order.
  public init(size: Size, layers: [[PixelRun]]) {
    var sweep = LayerSweep(layers: layers.count)
    for border in LayerSweep.borders(of: layers) { sweep.pass(border) }
    sweep.close(at: UInt32(size.area))
    self.init(size: size, values: sweep.values, ends: sweep.ends)
  }
}

/// Where runs of layers begin and end, passed from the first pixel to the last.
private struct LayerSweep {
  private(set) var values: [Int32] = []
  private(set) var ends: [UInt32] = []
  /// How many runs of each layer hold the pixel.
  private var depths: [Int]
  private var value: Int32 = 0
  private var start: UInt32 = 0

  init(layers count: Int) { depths = Array(repeating: 0, count: count) }

  /// Place, layer and whether the run ends there, in the order of the places.
  static func borders(of layers: [[PixelRun]]) -> [UInt64] {
    var borders: [UInt64] = []
    borders.reserveCapacity(2 * layers.reduce(0) { $0 + $1.count })
    for (layer, runs) in layers.enumerated() {
      for run in runs {
        borders.append(UInt64(run.start) << 8 | UInt64(layer) << 1)
        borders.append((UInt64(run.start) + UInt64(run.length)) << 8 | UInt64(layer) << 1 | 1)
      }
    }
    borders.sort()
    return borders
  }

  mutating func pass(_ border: UInt64) {
    close(at: UInt32(border >> 8))
    let layer = Int(border >> 1 & 127)
    depths[layer] += border & 1 == 0 ? 1 : -1
    let bit = Int32(1) << Int32(layer)
    value = depths[layer] > 0 ? value | bit : value & ~bit
  }

  /// What was true up to `place` is written down; runs that touch and are alike are one.
  mutating func close(at place: UInt32) {
    guard place > start else { return }
    start = place
    if values.last == value {
      ends[ends.count - 1] = place
    } else {
      values.append(value)
      ends.append(place)
    }
  }
}
