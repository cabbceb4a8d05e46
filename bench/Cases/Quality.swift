import OpenCVMethods
import Raster
import Segmentation
import TestSupport

/// Segments against the regions of drawn scenes, where the truth is known to the pixel.
func qualityTables(_ inputs: Inputs) throws -> [Table] {
  let scenes = SceneKind.all.map { kind in (kind, kind.scenes) }
  let board = try scenes.map { kind, scenes in try scoreTable(kind, scenes, inputs.choice) }
  let duel = inputs.choice.takes(method: "hierarchy") && inputs.choice.takes(method: "superpixel")
  return board + (duel ? [try duelTable(scenes.filter { $0.0.noise < 10 }.flatMap(\.1))] : [])
}

/// Scenes that are alike.
private struct SceneKind {
  let name: String
  let things: Int
  let noise: Double
  var size = Sizes.thumbnail
  var count: UInt64 = 6
  /// Things of the size of those that people outline in photographs: the design's goals are asked of these.
  var isLikePhotographs = false

  static let all = [
    SceneKind(name: "few large things", things: 40, noise: 4, isLikePhotographs: true),
    SceneKind(name: "many things", things: 400, noise: 4),
    SceneKind(name: "many things, much noise", things: 400, noise: 12),
    SceneKind(name: "many things, 1 MP", things: 400, noise: 6, size: Size(width: 1224, height: 816), count: 2),
  ]

  var scenes: [LeafScene] {
    (0..<count).map { seed in
      LeafScene(size, things: things, noise: noise, seed: 1000 * UInt64(things) + seed)
    }
  }
}

/// A method as it is scored.
private struct Contestant {
  let method: String
  var settings: KeyValuePairs<String, String> = [:]
  /// Least boundary recall and accuracy.
  var goal: (recall: Double, accuracy: Double)?

  static let all: [Contestant] = [
    Contestant(method: "slic", goal: (0.90, 0.962)),
    Contestant(method: "hierarchy", settings: ["segments": "600"], goal: (0.90, 0.962)),
    Contestant(method: "superpixel", settings: ["region_size": "23"]),
    Contestant(method: "superpixel", settings: ["algorithm": "slic", "region_size": "16", "ruler": "10"]),
    Contestant(method: "superpixel", settings: ["algorithm": "seeds", "region_size": "16"]),
    Contestant(method: "superpixel", settings: ["algorithm": "lsc", "region_size": "16"]),
    Contestant(method: "hierarchy", settings: ["segments": "135"], goal: (0, 0.93)),
    Contestant(method: "slic", settings: ["segments": "135"]),
    Contestant(method: "superpixel"),
    Contestant(method: "graph"), Contestant(method: "felzenszwalb"), Contestant(method: "quickshift"),
    Contestant(method: "watershed"), Contestant(method: "edge"), Contestant(method: "threshold"),
    Contestant(method: "kmeans"), Contestant(method: "slickmeans"), Contestant(method: "chanvese"),
  ]

  var name: String { ([method] + settings.map { "\($0.key)=\($0.value)" }).joined(separator: " ") }
  var spec: MethodSpec { MethodSpec(method, settings.map { .init($0.key, $0.value) }) }
}

/// Means over scenes; a segment is a connected region, as painters see it.
private struct MeanScores {
  private(set) var segments = 0.0
  private(set) var recall = 0.0
  private(set) var error = 0.0
  private(set) var accuracy = 0.0
  private(set) var density = 0.0

  init(_ scenes: [LeafScene], _ segment: (Image) throws -> LabelMap) throws {
    for scene in scenes {
      let (labels, count) = connectedRegions(of: try segment(scene.image))
      let scores = SegmentationScores(of: labels, against: scene.truth)
      segments += Double(count) / Double(scenes.count)
      recall += scores.boundaryRecall / Double(scenes.count)
      error += scores.undersegmentationError / Double(scenes.count)
      accuracy += scores.achievableAccuracy / Double(scenes.count)
      density += scores.boundaryDensity / Double(scenes.count)
    }
  }

  var cells: [String] { ["\(Int(segments.rounded()))"] + [recall, error, accuracy, density].map { fixed($0, 3) } }
}

private func scoreTable(_ kind: SceneKind, _ scenes: [LeafScene], _ choice: Choice) throws -> Table {
  let regions = scenes.map { Int($0.truth.elements.max() ?? 0) }.reduce(0, +) / scenes.count
  let goals = kind.isLikePhotographs ? " The goals are those for photographs (BSDS500)." : ""
  var table = Table(
    title: kind.name.prefix(1).uppercased() + kind.name.dropFirst(),
    note: """
      \(scenes.count) scenes of \(kind.size.width) x \(kind.size.height), \(regions) regions each, noise \(short(kind.noise)). BR: boundary recall at \
      2 px, UE: undersegmentation error, ASA: achievable accuracy.\(goals)
      """,
    header: ["method", "segments", "BR", "UE", "ASA", "density", "goal"])
  for contestant in Contestant.all where choice.takes(method: contestant.method) {
    announce("\(contestant.name) on \(kind.name)")
    let scores = try MeanScores(scenes) { try MethodRegistry.standard.segment($0, contestant.spec) }
    let asked = kind.isLikePhotographs ? contestant.goal : nil
    let isMet = asked.map { scores.recall >= $0.recall && scores.accuracy >= $0.accuracy }
    let goal = asked.map { "BR ≥ \($0.recall), ASA ≥ \($0.accuracy) \(mark(isMet))" }
    table.rows.append([contestant.name] + scores.cells + [goal ?? ""])
    if isMet == false { table.missed.append("\(contestant.name) on \(kind.name)") }
  }
  return table
}

/// At the numbers of segments that `superpixel` happens to make, what the others make of as many.
private func duelTable(_ scenes: [LeafScene]) throws -> Table {
  var table = Table(
    title: "At equal numbers of segments",
    note:
      "The \(scenes.count) scenes with little noise; `slic` and `hierarchy` make as many segments in each as `superpixel` did.",
    header: ["region_size", "segments", "superpixel BR / ASA", "slic BR / ASA", "hierarchy BR / ASA", "hierarchy best"])
  for side in [60, 40, 23] {
    announce("equal numbers, region_size=\(side)")
    let spec = MethodSpec("superpixel", [.init("region_size", "\(side)")])
    var counts: [Int] = []
    let superpixel = try MeanScores(scenes) { image in
      let labels = try MethodRegistry.standard.segment(image, spec)
      counts.append(Int(connectedRegions(of: labels).count))
      return labels
    }
    func others(_ method: String) throws -> MeanScores {
      var rest = counts[...]
      return try MeanScores(scenes) { image in
        try MethodRegistry.standard.segment(image, MethodSpec(method, [.init("segments", "\(rest.removeFirst())")]))
      }
    }
    let (slic, hierarchy) = (try others("slic"), try others("hierarchy"))
    let isBest = [superpixel, slic].allSatisfy { $0.recall <= hierarchy.recall && $0.accuracy <= hierarchy.accuracy }
    table.rows.append(
      ["\(side)", "\(Int(superpixel.segments.rounded()))"]
        + [superpixel, slic, hierarchy].map { "\(fixed($0.recall, 3)) / \(fixed($0.accuracy, 4))" } + [mark(isBest)])
    if !isBest { table.missed.append("hierarchy best at equal numbers, about \(Int(superpixel.segments)) segments") }
  }
  return table
}
