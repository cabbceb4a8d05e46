import Raster

/// A picture with a known division: regions with ragged borders, each with its colour, shading, texture and noise.
package struct Scene {
  package let image: Image
  package let truth: LabelMap

  /// - Parameter noise: largest deviation of a channel, in levels.
  package init(_ size: Size, regions: Int, noise: Int, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let sites = (0..<regions).map { _ in Site(size, &generator) }
    let waves = (0..<6).map { _ in Wave(&generator) }
    var (labels, bytes) = ([Int32](), [UInt8]())
    for y in 0..<size.height {
      for x in 0..<size.width {
        let shiftX = waves[0..<3].reduce(0) { $0 + $1.value(x, y) }
        let shiftY = waves[3..<6].reduce(0) { $0 + $1.value(x, y) }
        let nearest = sites.indices.min {
          sites[$0].far(x + shiftX, y + shiftY) < sites[$1].far(x + shiftX, y + shiftY)
        }
        let site = sites[nearest ?? 0]
        labels.append(Int32((nearest ?? 0) + 1))
        for channel in 0..<3 {
          let level = site.level(channel, x, y) + Int.random(in: -noise...noise, using: &generator)
          bytes.append(UInt8(max(0, min(255, level))))
        }
      }
    }
    image = Image(size: size, bytes: bytes)
    truth = connectedRegions(of: LabelMap(size: size, elements: labels)).labels
  }
}

private struct Site {
  private let x: Int
  private let y: Int
  private let color: [Int]
  private let shade: Int
  private let texture: Int

  init(_ size: Size, _ generator: inout SplitMix64) {
    x = .random(in: 0..<size.width, using: &generator)
    y = .random(in: 0..<size.height, using: &generator)
    color = (0..<3).map { _ in .random(in: 30...225, using: &generator) }
    shade = .random(in: -20...20, using: &generator)
    texture = .random(in: 0...10, using: &generator)
  }

  func far(_ x: Int, _ y: Int) -> Int { (x - self.x) * (x - self.x) + (y - self.y) * (y - self.y) }

  func level(_ channel: Int, _ x: Int, _ y: Int) -> Int {
    color[channel] + shade * (x - self.x) / 64 + ((x / 3 ^ y / 3) & 1) * texture
  }
}

/// A triangle wave over the picture, in whole numbers.
private struct Wave {
  private let height: Int
  private let length: Int
  private let slope: Int

  init(_ generator: inout SplitMix64) {
    height = .random(in: 2...8, using: &generator)
    length = .random(in: 15...60, using: &generator)
    slope = .random(in: -3...3, using: &generator)
  }

  func value(_ x: Int, _ y: Int) -> Int {
    let place = (x * 4 + y * slope + 100 * length) % (2 * length)
    return abs(place - length) * height / length
  }
}
