import Raster
import Segmentation
import Synchronization

/// What the tests of every method share.
enum EveryMethod {
  /// All names of the standard registry.
  static let names = MethodRegistry.standard.methods.map(\.description.name)

  /// Segments by a method with its defaults.
  static func segment(_ image: Image, _ name: String, _ run: MethodRun) throws(SegmentationError) -> LabelMap {
    try MethodRegistry.standard.segment(image, MethodSpec(name), run)
  }

  /// Independent bytes.
  static func noise(_ width: Int, _ height: Int, seed: UInt64) -> Image {
    var generator = SplitMix64(seed: seed)
    let size = Size(width: width, height: height)
    return Image(size: size, bytes: (0..<size.area * 3).map { _ in UInt8(generator.next() >> 56) })
  }

  /// Flat tiles with a little noise.
  static func tiles(_ width: Int, _ height: Int, seed: UInt64 = 1) -> Image {
    var generator = SplitMix64(seed: seed)
    let bytes = (0..<width * height).flatMap { at -> [UInt8] in
      let (column, row) = (at % width / 17, at / width / 13)
      return [column * 67, row * 91, (column + row) * 43].map { UInt8($0 % 240) + UInt8(generator.next() >> 60) }
    }
    return Image(size: Size(width: width, height: height), bytes: bytes)
  }

  /// `level` of every pixel in all channels.
  static func gray(_ width: Int, _ height: Int, _ level: (Int, Int) -> UInt8) -> Image {
    let levels = (0..<width * height).map { level($0 % width, $0 / width) }
    return Image(size: Size(width: width, height: height), bytes: levels.flatMap { [$0, $0, $0] })
  }
}

/// A run that notes what it is told and asked, and may be cancelled.
final class WatchedRun: Sendable {
  private let told = Mutex([Double]())
  private let asked = Atomic(0)
  private let cancelled = Atomic(false)
  private let questions: Int
  private let share: Double

  /// - Parameters:
  ///   - questions: as many are answered with no.
  ///   - share: the progress at which it is cancelled.
  init(cancelledAfter questions: Int = .max, cancelledAt share: Double = .infinity) {
    self.questions = questions
    self.share = share
  }

  var shares: [Double] { told.withLock { $0 } }
  /// Whether somebody was told that the run is cancelled, or it was cancelled from the progress.
  var wasCancelled: Bool { asked.load(ordering: .relaxed) > questions || cancelled.load(ordering: .relaxed) }

  var run: MethodRun { run(threads: 2) }

  func run(threads: Int) -> MethodRun {
    MethodRun(
      progress: { [self] share in
        told.withLock { $0.append(share) }
        if share >= self.share && share < 1 { cancelled.store(true, ordering: .relaxed) }
      },
      isCancelled: { [self] in
        asked.add(1, ordering: .relaxed).newValue > questions || cancelled.load(ordering: .relaxed)
      }, threads: threads)
  }
}
