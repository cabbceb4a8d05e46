import Raster

/// The colours of background and foreground.
struct ColorModels {
  let background: ColorMixture
  let foreground: ColorMixture

  /// Learns both from an image that is divided already.
  ///
  /// Colours are clustered first, as there are no Gaussians yet that could divide them.
  /// - Parameter sides: 1 for foreground, 0 for background; both occur.
  init(of image: Image, _ sides: Mask, _ run: MethodRun) throws(SegmentationError) {
    background = try Self.clustered(ColorSample(of: image, sides, side: 0), run)
    foreground = try Self.clustered(ColorSample(of: image, sides, side: 1), run)
  }

  private init(background: ColorMixture, foreground: ColorMixture) {
    self.background = background
    self.foreground = foreground
  }

  /// Both learned anew from another division; a side without pixels stays as it is.
  func learned(from image: Image, _ sides: Mask) -> ColorModels {
    ColorModels(
      background: Self.learned(background, ColorSample(of: image, sides, side: 0)),
      foreground: Self.learned(foreground, ColorSample(of: image, sides, side: 1)))
  }

  private static func clustered(_ sample: ColorSample, _ run: MethodRun) throws(SegmentationError) -> ColorMixture {
    let points = PointCloud(count: sample.colors.count)
    for (at, color) in sample.colors.enumerated() {
      for axis in 0..<PointCloud.dimensions { points.coordinate(axis)[at] = axis < 3 ? Float(color[axis]) : 0 }
    }
    let clustering = Clustering(clusters: ColorMixture.components, attempts: 1, seed: 0)
    let groups = try clustering.run(points, run.silent).labels
    var sums = [ColorMoments](repeating: ColorMoments(), count: ColorMixture.components)
    for (color, group) in zip(sample.colors, groups) { sums[Int(group) - 1].add(color) }
    return ColorMixture(sums)
  }

  private static func learned(_ mixture: ColorMixture, _ sample: ColorSample) -> ColorMixture {
    guard !sample.colors.isEmpty else { return mixture }
    var sums = [ColorMoments](repeating: ColorMoments(), count: ColorMixture.components)
    for color in sample.colors { sums[mixture.component(of: color)].add(color) }
    return ColorMixture(sums)
  }
}

/// Colours of one side of a division, evenly from all over the image.
struct ColorSample {
  /// Most colours; more say nothing new of five Gaussians.
  private static let most = 1 << 16

  private(set) var colors: [SIMD3<Double>] = []

  /// - Complexity: two passes over `sides`.
  init(of image: Image, _ sides: Mask, side: UInt8) {
    let count = sides.elements.count { $0 == side }
    let step = (count + Self.most - 1) / Self.most
    colors.reserveCapacity(min(count, Self.most))
    var next = 0
    image.bytes.withUnsafeBufferPointer { bytes in
      for (at, element) in sides.elements.enumerated() where element == side {
        if next == 0 { colors.append(color(bytes, at)) }
        next = next + 1 == step ? 0 : next + 1
      }
    }
  }
}

/// The colour of a pixel by its row-major index.
@inline(__always)
func color(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> SIMD3<Double> {
  SIMD3(Double(bytes[at * 3]), Double(bytes[at * 3 + 1]), Double(bytes[at * 3 + 2]))
}
