import Raster
import Segmentation
import Session
import TestSupport

/// The built-in predictor: how long people wait, and how many clicks drawn objects take.
func clickTables(_ inputs: Inputs) throws -> [Table] {
  let times = try [Sizes.two, Sizes.twelve].flatMap { try waits(inputs, $0) }
  let clicks = try builtInClickWaits(inputs)
  return [Table(title: "Waiting", times + clicks), try clickTable([BuiltInClicks(), GrabCutClicks()])]
}

private func waits(_ inputs: Inputs, _ size: Size) throws -> [Measurement] {
  let image = try inputs.image("fields.jpg", size)
  var predictor = try BuiltInPredictor(image)
  let preparing = try milliseconds(runs: 5) { predictor = try BuiltInPredictor(image) }
  var generator = SplitMix64(seed: 1)
  func click() -> PointPrompt.Point {
    let (x, y) = (Int.random(in: 0..<size.width, using: &generator), Int.random(in: 0..<size.height, using: &generator))
    return PointPrompt.Point(PixelPoint(x: x, y: y), isForeground: Bool.random(using: &generator))
  }
  var answering: [Double] = []
  for count in [1, 1, 1, 2, 2, 3, 4, 5, 8, 12, 16, 20] {
    var prompt = PointPrompt(points: (0..<count).map { _ in click() })
    prompt.points[0].isForeground = true
    answering.append(try milliseconds { _ = try predictor.answer(prompt) })
  }
  let goals: (Goal?, Goal?) = size == Sizes.two ? (.under(300), .under(100)) : (nil, nil)
  return [
    Measurement("preparing an image", Sizes.name(size), preparing, "ms", goal: goals.0),
    Measurement("answering 1 to 20 clicks, three masks", Sizes.name(size), answering, "ms", goal: goals.1),
  ]
}

/// Scenes that are alike.
private struct ClickScenes {
  let name: String
  let things: Int
  let noise: Double
  private static let count: UInt64 = 3
  private static let objectsPerScene = 8

  static let all = [
    ClickScenes(name: "few large things", things: 40, noise: 4),
    ClickScenes(name: "many things", things: 400, noise: 4),
    ClickScenes(name: "much noise", things: 100, noise: 16),
  ]

  var scenes: [LeafScene] {
    (0..<Self.count).map { LeafScene(Sizes.thumbnail, things: things, noise: noise, seed: 7000 + $0) }
  }

  /// Masks of some objects of at least 500 pixels, none of more than half of the scene.
  static func objects(of scene: LeafScene) -> [Mask] {
    var pixels: [Int32: Int] = [:]
    for label in scene.truth.elements { pixels[label, default: 0] += 1 }
    let labels = pixels.filter { $0.value >= 500 && $0.value <= scene.truth.size.area / 2 }.keys.sorted()
    let step = max(1, labels.count / objectsPerScene)
    return stride(from: 0, to: labels.count, by: step).prefix(objectsPerScene).map { place in
      Mask(size: scene.truth.size, elements: scene.truth.elements.map { $0 == labels[place] ? 255 : 0 })
    }
  }
}

private func clickTable(_ methods: [any ClickMethod]) throws -> Table {
  var table = Table(
    title: "Clicks",
    note: """
      Drawn scenes of 481 x 321; a simulated annotator clicks the middle of the largest error, up to 20 times. Clicks to \
      85 and 90 % intersection over union on average; an object that failed counts with all. GrabCut begins with a box, which counts as a click.
      """,
    header: ["method", "scenes", "objects", "to 85 %", "failed", "to 90 %", "failed", "IoU@1", "IoU@3", "IoU@5"])
  for method in methods {
    for kind in ClickScenes.all {
      announce("\(method.name) on \(kind.name)")
      let objects = try kind.scenes.flatMap { scene in
        let answerer = try method.prepare(scene.image, MethodRun())
        return try ClickScenes.objects(of: scene).map {
          try ObjectClicks(on: $0, answerer, clicks: 20, beginsWithBox: method.beginsWithBox)
        }
      }
      guard let summary = ClickSummary(of: objects, clicks: 20) else { continue }
      table.rows.append(
        [method.name, kind.name, "\(summary.objects)"]
          + summary.reaches.flatMap { [fixed($0.clicks, 2), "\(fixed($0.failed * 100, 0)) %"] }
          + [0, 2, 4].map { fixed(summary.overlaps[$0], 3) })
    }
  }
  return table
}
