/// What is known about the way to the terminal.
struct Link: Equatable {
  /// Bytes per millisecond; nil before anything was measured.
  var rate: Double?
  /// The terminal is on another machine.
  var isRemote = false

  /// Below 50 Mbit/s the bytes that a slower encoding saves are worth more than its time.
  var wantsCompactPictures: Bool { (assumedRate ?? .infinity) < 6250 }

  /// Whether a picture of so many pixels would take more than 300 ms.
  func isSlow(for pixels: Int) -> Bool {
    isRemote && Double(pixels) * Self.bytesPerPixel > (assumedRate ?? .infinity) * 300
  }

  /// Pixels that take a quarter of a second, at least one.
  var pixelsInAQuarterSecond: Int {
    Int(clamping: Int64(min(1e12, max(1, (assumedRate ?? 1e9) * 250 / Self.bytesPerPixel))))
  }

  /// 10 Mbit/s until the first picture tells better.
  private var assumedRate: Double? { rate ?? (isRemote ? 1250 : nil) }

  /// Measured on photos.
  private static let bytesPerPixel = 0.6
}
