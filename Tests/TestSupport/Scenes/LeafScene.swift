import Foundation
import Raster

/// A picture made as the world makes photographs: things that hide each other, few large and many small ones, each with
/// colour, shading and texture of its own; then uneven light, the blur of a lens and the noise of a sensor.
///
/// - Source: the dead leaves model of G. Matheron, 1968, whose statistics are those of photographs: A. Lee, D. Mumford,
///   J. Huang, "Occlusion models for natural images", IJCV 41, 2001.
package struct LeafScene {
  package let image: Image
  /// The visible parts of the things, 4-connected; those of fewer than 12 pixels belong to what surrounds them.
  package let truth: LabelMap

  /// - Parameters:
  ///   - things: how many are drawn, one over the other; each leaf is large enough that most hide others.
  ///   - noise: deviation of the sensor's noise in levels.
  package init(_ size: Size, things: Int, noise: Double, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let palette = (0..<12).map { _ in (0..<3).map { _ in Double.random(in: 25...230, using: &generator) } }
    var canvas = LeafCanvas(size: size)
    canvas.cover(LeafTexture(palette, &generator))
    for _ in 0..<things {
      canvas.draw(LeafShape(size, things: things, &generator), LeafTexture(palette, &generator))
    }
    canvas.light(&generator)
    canvas.blur()
    image = canvas.developed(noise: noise, &generator)
    truth = withoutSpecks(canvas.owners, below: 12)
  }
}

/// A blob, a bar or a leaf: a radius that varies with the angle, stretched and turned.
private struct LeafShape {
  let x: Double
  let y: Double
  let radius: Double
  private let stretch: Double
  private let turn: (cosine: Double, sine: Double)
  private let waves: [(count: Double, height: Double, phase: Double)]

  /// The density of radii falls with their cube: then details are the same at every scale.
  init(_ size: Size, things: Int, _ generator: inout SplitMix64) {
    x = .random(in: 0...Double(size.width), using: &generator)
    y = .random(in: 0...Double(size.height), using: &generator)
    let side = Double(min(size.width, size.height))
    let (least, most) = (0.45 * (Double(size.area) / Double(things)).squareRoot(), 0.35 * side)
    let draw = Double.random(in: 0..<1, using: &generator)
    let (low, high) = (1 / (most * most), 1 / (least * least))
    radius = 1 / (low + draw * (high - low)).squareRoot()
    stretch = pow(.random(in: 1...3, using: &generator), Bool.random(using: &generator) ? 1 : 2)
    let angle = Double.random(in: 0..<Double.pi, using: &generator)
    turn = (cos(angle), sin(angle))
    waves = (2...5).map { count in
      (Double(count), .random(in: 0...0.3, using: &generator) / Double(count), .random(in: 0..<6.3, using: &generator))
    }
  }

  /// How far a bounding square reaches from the middle.
  var reach: Double { radius * stretch.squareRoot() * 1.4 }

  func holds(_ px: Double, _ py: Double) -> Bool {
    let (dx, dy) = (px - x, py - y)
    let along = (dx * turn.cosine + dy * turn.sine) / stretch.squareRoot()
    let across = (dy * turn.cosine - dx * turn.sine) * stretch.squareRoot()
    let angle = atan2(across, along)
    let edge = radius * waves.reduce(1) { $0 + $1.height * cos($1.count * angle + $1.phase) }
    return along * along + across * across <= edge * edge
  }
}

/// How a thing looks: a colour near one of the palette's, a ramp of shade, and grain in one direction.
private struct LeafTexture {
  private let color: [Double]
  private let ramp: (x: Double, y: Double)
  private let grain: (height: Double, length: Double, width: Double)
  private let turn: (cosine: Double, sine: Double)
  private let key: UInt64

  init(_ palette: [[Double]], _ generator: inout SplitMix64) {
    let base = palette[Int.random(in: 0..<palette.count, using: &generator)]
    let shade = Double.random(in: -25...25, using: &generator)
    color = base.map { $0 + shade + .random(in: -10...10, using: &generator) }
    ramp = (.random(in: -0.25...0.25, using: &generator), .random(in: -0.25...0.25, using: &generator))
    let length = Double.random(in: 1.5...12, using: &generator)
    grain = (
      pow(.random(in: 0...1, using: &generator), 2) * 40, length, length / .random(in: 1...4, using: &generator)
    )
    let angle = Double.random(in: 0..<Double.pi, using: &generator)
    turn = (cos(angle), sin(angle))
    key = generator.next()
  }

  /// The colour at a place that is `dx`, `dy` from the middle of the thing.
  func color(_ x: Double, _ y: Double, _ dx: Double, _ dy: Double) -> SIMD3<Float> {
    let u = (x * turn.cosine + y * turn.sine) / grain.length
    let v = (y * turn.cosine - x * turn.sine) / grain.width
    let level = Swift.max(-40, Swift.min(40, dx * ramp.x + dy * ramp.y)) + grain.height * (smoothNoise(u, v, key) - 0.5)
    return SIMD3(Float(color[0] + level), Float(color[1] + level), Float(color[2] + level))
  }
}

/// Noise 0…1 that varies over about one unit.
private func smoothNoise(_ u: Double, _ v: Double, _ key: UInt64) -> Double {
  let (column, row) = (u.rounded(.down), v.rounded(.down))
  func corner(_ dx: Int, _ dy: Int) -> Double {
    let place = UInt64(bitPattern: Int64(column) &+ Int64(dx)) &* 0x9E37_79B9_7F4A_7C15
    var generator = SplitMix64(seed: place ^ UInt64(bitPattern: (Int64(row) &+ Int64(dy)) &* 0x2545_F491) ^ key)
    return Double(generator.next() >> 11) / Double(1 << 53)
  }
  func eased(_ t: Double) -> Double { t * t * (3 - 2 * t) }
  let (s, t) = (eased(u - column), eased(v - row))
  let (top, bottom) = (
    corner(0, 0) * (1 - s) + corner(1, 0) * s, corner(0, 1) * (1 - s) + corner(1, 1) * s
  )
  return top * (1 - t) + bottom * t
}

/// Colours in levels and which thing each pixel shows.
private struct LeafCanvas {
  private var colors: [SIMD3<Float>]
  private(set) var owners: LabelMap
  private var things: Int32 = 1
  private var size: Size { owners.size }

  init(size: Size) {
    colors = [SIMD3<Float>](repeating: .zero, count: size.area)
    owners = LabelMap(size: size, filledWith: 1)
  }

  mutating func cover(_ texture: LeafTexture) {
    let (x, y) = (Double(size.width) / 2, Double(size.height) / 2)
    for at in colors.indices {
      let (px, py) = (Double(at % size.width), Double(at / size.width))
      colors[at] = texture.color(px, py, (px - x) / 4, (py - y) / 4)
    }
  }

  mutating func draw(_ shape: LeafShape, _ texture: LeafTexture) {
    things += 1
    let (rows, columns) = (range(shape.y, shape.reach, size.height), range(shape.x, shape.reach, size.width))
    for y in rows {
      for x in columns where shape.holds(Double(x), Double(y)) {
        colors[y * size.width + x] = texture.color(Double(x), Double(y), Double(x) - shape.x, Double(y) - shape.y)
        owners.elements[y * size.width + x] = things
      }
    }
  }

  private func range(_ middle: Double, _ reach: Double, _ end: Int) -> Range<Int> {
    let first = min(end, max(0, Int(middle - reach)))
    return first..<max(first, min(end, Int(middle + reach) + 1))
  }

  /// Brighter here and darker there, by up to a fifth.
  mutating func light(_ generator: inout SplitMix64) {
    let (key, scale) = (generator.next(), Double(size.width) / 3)
    for at in colors.indices {
      let level = smoothNoise(Double(at % size.width) / scale, Double(at / size.width) / scale, key)
      colors[at] *= Float(0.8 + 0.4 * level)
    }
  }

  /// Binomial of five by five: a deviation of one pixel.
  mutating func blur() {
    for step in [1, size.width] {
      let from = colors
      for at in colors.indices {
        let (place, length) = step == 1 ? (at % size.width, size.width) : (at / size.width, size.height)
        func tap(_ offset: Int) -> SIMD3<Float> { from[at + (min(max(place + offset, 0), length - 1) - place) * step] }
        colors[at] = (tap(-2) + tap(2) + 4 * (tap(-1) + tap(1)) + 6 * tap(0)) / 16
      }
    }
  }

  func developed(noise: Double, _ generator: inout SplitMix64) -> Image {
    var bytes: [UInt8] = []
    for color in colors {
      for channel in 0..<3 {
        // Four uniform draws are nearly normal; their deviation is 1/√3.
        let draws = (0..<4).reduce(0.0) { sum, _ in sum + .random(in: -0.5...0.5, using: &generator) }
        let level = Double(color[channel]) + draws * noise * 3.0.squareRoot()
        bytes.append(UInt8(max(0, min(255, level.rounded()))))
      }
    }
    return Image(size: size, bytes: bytes)
  }
}

/// The connected regions of `map` after those of fewer than `pixels` pixels took the label before them.
private func withoutSpecks(_ map: LabelMap, below pixels: Int) -> LabelMap {
  var regions = connectedRegions(of: map)
  var counts = [Int](repeating: 0, count: Int(regions.count) + 1)
  for label in regions.labels.elements { counts[Int(label)] += 1 }
  var heirs = (0...regions.count).map { $0 }
  for at in regions.labels.elements.indices {
    let label = Int(regions.labels.elements[at])
    guard counts[label] < pixels, heirs[label] == label else { continue }
    let before = at % map.width > 0 ? at - 1 : at - map.width
    if before >= 0 { heirs[label] = heirs[Int(regions.labels.elements[before])] }
  }
  for at in regions.labels.elements.indices {
    regions.labels.elements[at] = heirs[Int(regions.labels.elements[at])]
  }
  return connectedRegions(of: regions.labels).labels
}
