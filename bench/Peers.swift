import TestSupport

/// Figures of the older tool (icas 1.1 on opencv-contrib-python-headless 4.10).
///
/// Source: the design's measurements, section 3, "Interactive cost of icas": whole actions without display on a
/// superpixel map scaled to 238 segments, medians, on a machine with two cores of this kind. Ratios against them hold
/// for orders of magnitude. Where `make bench-peers` has measured the tool here, its figures take their place.
enum OlderTool {
  struct Editing {
    let megapixels: Double
    let fill: Double
    let refill: Double
    let unfill: Double
    let cut: Double
    let undo: Double
    /// Memory kept per action.
    let megabytes: Double
  }

  private static let written = [
    Editing(megapixels: 0.3, fill: 2.9, refill: 3.1, unfill: 3.0, cut: 8.8, undo: 0.01, megabytes: 5),
    Editing(megapixels: 2, fill: 68, refill: 53, unfill: 87, cut: 25, undo: 0.4, megabytes: 37),
    Editing(megapixels: 12, fill: 68, refill: 484, unfill: 505, cut: 324, undo: 1.0, megabytes: 184),
    Editing(megapixels: 48, fill: 294, refill: 2134, unfill: 2775, cut: 326, undo: 3.9, megabytes: 734),
  ]

  /// What `make bench-peers` measured on this machine, in milliseconds.
  private static let measured: [(name: String, megapixels: Double, milliseconds: Double)] = {
    let bytes = (try? readBytes(packageRoot + "/.build/bench-inputs/peers.txt")) ?? []
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count == 3, let megapixels = Double(words[1]), let time = Double(words[2]) else { return nil }
      return (String(words[0]), megapixels, time)
    }
  }()

  private static func here(_ name: String, _ megapixels: Double) -> Double? {
    measured.first { $0.name == name && $0.megapixels == megapixels }?.milliseconds
  }

  /// How the tool is named in the tables: with a mark where its figures were measured here.
  static let name = measured.isEmpty ? "icas" : "icas here"

  static let editing = written.map { old in
    Editing(
      megapixels: old.megapixels, fill: here("fill", old.megapixels) ?? old.fill,
      refill: here("refill", old.megapixels) ?? old.refill, unfill: here("unfill", old.megapixels) ?? old.unfill,
      cut: here("cut", old.megapixels) ?? old.cut, undo: old.undo, megabytes: old.megabytes)
  }

  /// Milliseconds until the import of segmentimg is done; a picture comes later.
  static let start = measured.first { $0.name == "import" }?.milliseconds ?? 500
}
