/// What is known about the way to the terminal.
struct Link: Equatable {
  /// Bytes per millisecond; nil before anything was measured.
  var rate: Double?
  /// The terminal is on another machine.
  var isRemote = false

  /// Below 50 Mbit/s the bytes that a slower encoding saves are worth more than its time.
  var wantsCompactPictures: Bool { assumedRate < 6250 }

  /// Whether so many bytes would take more than 300 ms to another machine.
  func isSlow(for bytes: Double) -> Bool { isRemote && bytes > assumedRate * 300 }

  /// What can be sent without anybody having to wait for it.
  var bytesInAQuarterSecond: Double { assumedRate * 250 }

  /// 4 Mbit/s to another machine until the first picture tells better.
  private var assumedRate: Double { rate ?? (isRemote ? 500 : 1e6) }
}
