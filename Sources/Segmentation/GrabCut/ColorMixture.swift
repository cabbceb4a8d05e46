import Glibc

/// Colours as five Gaussians, by which GrabCut tells how well a colour fits.
struct ColorMixture {
  /// Most Gaussians; there are fewer where fewer colours occur.
  static let components = 5

  private let gaussians: [Gaussian]

  /// The Gaussians of groups of colours; groups without colours are left out.
  init(_ groups: [ColorMoments]) {
    let total = groups.reduce(0.0) { $0 + $1.count }
    gaussians = groups.filter { $0.count > 0 }.map { Gaussian($0, share: $0.count / total) }
  }

  /// The Gaussian that gives `color` the highest density, from 0.
  func component(of color: SIMD3<Double>) -> Int {
    var (best, least) = (0, Double.infinity)
    for (place, gaussian) in gaussians.enumerated() {
      let cost = gaussian.cost(of: color)
      if cost < least { (best, least) = (place, cost) }
    }
    return best
  }

  /// The negative logarithm of the density of `color`, up to a constant; held within ±1000.
  func cost(of color: SIMD3<Double>) -> Double {
    var density = 0.0
    for gaussian in gaussians { density += gaussian.share * exp(-gaussian.cost(of: color)) }
    return density > 0 ? min(1000, -log(density)) : 1000
  }
}

/// One Gaussian over RGB.
private struct Gaussian {
  /// Of all colours.
  let share: Double
  private let mean: SIMD3<Double>
  /// The inverse of the covariance, by columns.
  private let inverse: (SIMD3<Double>, SIMD3<Double>, SIMD3<Double>)
  /// Half the logarithm of the covariance's determinant.
  private let spread: Double

  init(_ sum: ColorMoments, share: Double) {
    self.share = share
    mean = sum.mean
    var (x, y, z) = sum.covariance
    if determinant(x, y, z) <= .ulpOfOne {
      // Equal colours, or colours in a plane: the noise that any picture has.
      x.x += 0.01
      y.y += 0.01
      z.z += 0.01
    }
    let size = determinant(x, y, z)
    inverse = (cross(y, z) / size, cross(z, x) / size, cross(x, y) / size)
    spread = log(size) / 2
  }

  /// The negative logarithm of the density, up to a constant.
  @inline(__always)
  func cost(of color: SIMD3<Double>) -> Double {
    let apart = color - mean
    let turned = inverse.0 * apart.x + inverse.1 * apart.y + inverse.2 * apart.z
    return spread + (apart * turned).sum() / 2
  }
}

/// Colours added up for their mean and covariance.
struct ColorMoments {
  private(set) var count = 0.0
  private var sum = SIMD3<Double>()
  private var squares = SIMD3<Double>()
  /// Red·green, red·blue, green·blue.
  private var products = SIMD3<Double>()

  @inline(__always)
  mutating func add(_ color: SIMD3<Double>) {
    count += 1
    sum += color
    squares += color * color
    products += SIMD3(color.x * color.y, color.x * color.z, color.y * color.z)
  }

  var mean: SIMD3<Double> { sum / count }

  /// By columns.
  var covariance: (SIMD3<Double>, SIMD3<Double>, SIMD3<Double>) {
    let mean = mean
    let (own, mixed) = (
      squares / count - mean * mean,
      products / count - SIMD3(mean.x * mean.y, mean.x * mean.z, mean.y * mean.z)
    )
    return (SIMD3(own.x, mixed.x, mixed.y), SIMD3(mixed.x, own.y, mixed.z), SIMD3(mixed.y, mixed.z, own.z))
  }
}

private func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
  SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
}

private func determinant(_ x: SIMD3<Double>, _ y: SIMD3<Double>, _ z: SIMD3<Double>) -> Double {
  (x * cross(y, z)).sum()
}
