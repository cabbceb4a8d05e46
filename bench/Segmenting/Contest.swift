import Raster

/// One of our methods, a peer's that does the same, and what the design asks of the two.
struct Contest {
  let method: String
  var peer: Peer?
  /// The peer's time over ours may not be less, at 2 megapixels and more.
  var ratio: Double?
  /// Our memory over the peer's may not be more, at 2 megapixels and more.
  var memory: Double?
  /// Milliseconds at 2 megapixels.
  var limit: Double?

  static let all: [Contest] = [
    Contest(method: "superpixel", peer: mslic, ratio: 1),
    Contest(method: "slic", peer: mslic, ratio: 15, limit: 120),
    Contest(method: "slic", peer: Peer(program: "opencv", method: "slic")),
    Contest(method: "slic", peer: Peer(program: "scikit-image", method: "slic")),
    Contest(method: "graph", peer: graph, ratio: 1),
    Contest(method: "felzenszwalb", peer: graph, ratio: 4),
    Contest(method: "felzenszwalb", peer: Peer(program: "icas", method: "felzenszwalb"), ratio: 10, memory: 0.2),
    Contest(method: "quickshift", peer: Peer(program: "icas", method: "quickshift"), ratio: 8),
    Contest(method: "chanvese", peer: Peer(program: "icas", method: "chanvase", isSlow: true), ratio: 10),
    Contest(method: "kmeans", peer: Peer(program: "icas", method: "kmeans", isSlow: true), ratio: 8),
    Contest(method: "slickmeans", peer: Peer(program: "icas", method: "slickmeans", isSlow: true), ratio: 10),
    Contest(method: "edge", peer: Peer(program: "icas", method: "edge"), ratio: 2),
    Contest(method: "watershed", peer: Peer(program: "scikit-image", method: "watershed")),
    Contest(method: "threshold", peer: Peer(program: "scikit-image", method: "threshold")),
    Contest(method: "hierarchy"),
  ]

  private static let mslic = Peer(program: "icas", method: "superpixel")
  private static let graph = Peer(program: "icas", method: "graph")

  /// What is asked at that size, and whether it is met; nil where nothing is or the peer was not measured.
  func verdict(_ ours: Trial, _ theirs: Trial?, _ size: Size) -> (goal: String, isMet: Bool)? {
    guard size.area >= Sizes.two.area else { return nil }
    var (goals, isMet): ([String], Bool) = ([], true)
    if let ratio, let theirs {
      goals.append("≥ \(short(ratio))x")
      isMet = isMet && theirs.median >= ratio * ours.median
    }
    if let memory, let theirs {
      goals.append("≤ \(short(memory)) MB/MB")
      isMet = isMet && ours.peak <= memory * theirs.peak
    }
    if let limit, size == Sizes.two {
      goals.append("≤ \(short(limit)) ms")
      isMet = isMet && ours.median <= limit
    }
    return goals.isEmpty ? nil : (goals.joined(separator: ", "), isMet)
  }
}
