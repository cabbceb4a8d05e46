/// Figures of the older tool (icas 1.1 on opencv-contrib-python-headless 4.10), which is not run here.
///
/// Source: the design's measurements, section 3, "Interactive cost of icas": whole actions without display on a
/// superpixel map scaled to 238 segments, medians, on a machine with two cores of this kind. Ratios against them hold
/// for orders of magnitude; `make bench-peers` measures the tool itself where it can be installed.
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

  static let editing = [
    Editing(megapixels: 0.3, fill: 2.9, refill: 3.1, unfill: 3.0, cut: 8.8, undo: 0.01, megabytes: 5),
    Editing(megapixels: 2, fill: 68, refill: 53, unfill: 87, cut: 25, undo: 0.4, megabytes: 37),
    Editing(megapixels: 12, fill: 68, refill: 484, unfill: 505, cut: 324, undo: 1.0, megabytes: 184),
    Editing(megapixels: 48, fill: 294, refill: 2134, unfill: 2775, cut: 326, undo: 3.9, megabytes: 734),
  ]

  /// Seconds at 2 megapixels, section 1; by the names that our methods have.
  static let methodSeconds: [(name: String, seconds: Double)] = [
    ("superpixel", 1.74), ("graph", 1.50), ("felzenszwalb", 5.4), ("quickshift", 5.6), ("chanvese", 8.7),
    ("kmeans", 30.2), ("slickmeans", 7.8), ("edge", 2.8),
  ]

  /// Milliseconds until the import of segmentimg is done; a picture comes later.
  static let start = 500.0
}
