import Raster
import Segmentation
import Synchronization

/// Three flat areas with noise of five bits; scripts that make goldens draw the same.
func noisyScene(width: Int, height: Int, seed: UInt64) -> Image {
  var generator = SplitMix64(seed: seed)
  var bytes: [UInt8] = []
  for y in 0..<height {
    for x in 0..<width {
      let base: [UInt8] = x * 2 < width ? [60, 110, 160] : y * 2 < height ? [200, 40, 90] : [120, 210, 30]
      bytes += base.map { $0 + UInt8(generator.next() >> 59) }
    }
  }
  return Image(size: Size(width: width, height: height), bytes: bytes)
}

/// Independent bytes.
func noiseImage(width: Int, height: Int, seed: UInt64, levels: Int = 256) -> Image {
  var generator = SplitMix64(seed: seed)
  let size = Size(width: width, height: height)
  return Image(size: size, bytes: (0..<size.area * 3).map { _ in UInt8(Int(generator.next() >> 56) % levels) })
}

/// One colour everywhere.
func uniformImage(width: Int, height: Int) -> Image {
  Image(size: Size(width: width, height: height), bytes: [UInt8](repeating: 90, count: width * height * 3))
}

/// A gray ramp with steps.
func grayImage(width: Int, height: Int) -> Image {
  let levels = (0..<width * height).map { UInt8(truncatingIfNeeded: $0 * 7 / 3) }
  return Image(size: Size(width: width, height: height), bytes: levels.flatMap { [$0, $0, $0] })
}

/// Sizes at which kernels go wrong first.
let awkwardSizes = [(1, 1), (1, 2), (2, 1), (1, 40), (40, 1), (2, 2), (3, 3), (17, 5)]

extension SegmentationMethod {
  /// Segments with the settings as written and the defaults for the rest.
  func segment(_ image: Image, _ settings: KeyValuePairs<String, String> = [:], _ run: MethodRun = MethodRun()) throws
    -> LabelMap
  {
    let spec = MethodSpec(description.name, settings.map { .init($0.key, $0.value) })
    return try MethodRegistry([self]).segment(image, spec, run)
  }
}

extension LabelMap {
  /// Labels as rows of comma-separated numbers.
  init(rows: String) {
    let rows = rows.split(separator: "\n").map { $0.split(separator: ",").compactMap { Int32($0) } }
    self.init(size: Size(width: rows[0].count, height: rows.count), elements: rows.flatMap { $0 })
  }
}

/// What a run tells, in order.
final class ProgressLog: Sendable {
  private let told = Mutex([Double]())

  var run: MethodRun { MethodRun(progress: { share in self.told.withLock { $0.append(share) } }) }
  var shares: [Double] { told.withLock { $0 } }
}

/// 64-bit FNV-1a over the labels: one number that changes with any of them.
func fingerprint(_ map: LabelMap) -> UInt64 {
  map.elements.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64(UInt32(bitPattern: $1))) &* 0x100_0000_01B3 }
}

/// Whether every label is one 4-connected region and they are numbered from 1 in raster order.
func isNumberedByRegion(_ map: LabelMap) -> Bool { connectedRegions(of: map).labels == map }
