import OpenCVMethods
import Raster
import Segmentation
import TestSupport

/// One press in GrabCut mode, a box over the middle three fifths: the coarse answer, the whole one, and OpenCV's
/// `grabCut` with one iteration on the same file.
func grabCutTables(_ inputs: Inputs) throws -> [Table] {
  var table = Table(
    note: Trials.havePeers
      ? "Energy: what GrabCut makes small, of our division over that of OpenCV's; below 1 ours is the better one."
      : "OpenCV is not installed for Python: `make bench-peers` does it.",
    header: ["image", "coarse answer", "goal", "whole answer", "goal", "opencv grabcut", "opencv / ours", "energy"])
  for scene in try PhotoScene.all(inputs, [Sizes.web, Sizes.two, Sizes.twelve]) {
    announce("GrabCut, \(scene.name)")
    let (coarse, whole, answer) = try press(scene)
    let peer = try theirs(scene, inputs)
    let isQuick = (coarse: coarse <= 500, whole: scene.image.size.area != Sizes.twelve.area || whole <= 3000)
    table.rows.append([
      scene.name, "\(short(coarse)) ms", "≤ 500 ms \(mark(isQuick.coarse))", "\(short(whole)) ms",
      scene.image.size.area == Sizes.twelve.area ? "≤ 3000 ms \(mark(isQuick.whole))" : "",
      peer.map { "\(short($0.milliseconds)) ms" } ?? "–", peer.map { short($0.milliseconds / whole) + "x" } ?? "",
      try peer.map { short(try divisionEnergy(of: answer, in: scene.image) / $0.energy) } ?? "",
    ])
    if !isQuick.coarse { table.missed.append("the coarse answer of GrabCut, \(scene.name)") }
    if !isQuick.whole { table.missed.append("the whole answer of GrabCut, \(scene.name)") }
  }
  return [table]
}

extension PhotoScene {
  fileprivate var marks: GrabCutMarks {
    let (width, height) = (image.size.width, image.size.height)
    var marks = GrabCutMarks()
    marks.add(PixelRect(x: width / 5, y: height / 5, width: width * 3 / 5, height: height * 3 / 5))
    return marks
  }
}

/// Medians of three runs, and the sides that were found.
private func press(_ scene: PhotoScene) throws -> (coarse: Double, whole: Double, sides: Mask) {
  var (coarse, whole): ([Double], [Double]) = ([], [])
  var sides = scene.marks.seeds(of: scene.image.size)
  for _ in 0..<3 {
    let start = ContinuousClock().now
    var first: Double?
    let answer = try GrabCut().answer(scene.marks, on: scene.image) { _ in
      first = start.duration(to: ContinuousClock().now) / .milliseconds(1)
    }
    let end = start.duration(to: ContinuousClock().now) / .milliseconds(1)
    coarse.append(first ?? end)
    whole.append(end)
    sides = Mask(size: scene.image.size, elements: answer.bytes.elements.map { $0 & 1 })
  }
  return (coarse.sorted()[1], whole.sorted()[1], sides)
}

/// Nil where OpenCV is not installed for Python, or would take too long.
private func theirs(_ scene: PhotoScene, _ inputs: Inputs) throws -> (milliseconds: Double, energy: Double)? {
  let isTooSlow = scene.image.size.area == Sizes.twelve.area && inputs.choice.isSlowPeerSkipped
  guard Trials.havePeers, !isTooSlow else { return nil }
  let file = inputs.scratch.path("grabcut.labels")
  let peer = Peer(program: "opencv", method: "grabcut")
  guard let trial = try? Trials.run(peer, scene.file, seconds: "0", ["--labels", file]) else { return nil }
  let labels = try readBytes(file)
  let sides = stride(from: 0, to: labels.count, by: 4).map { labels[$0] & 1 }
  return (trial.median, try divisionEnergy(of: Mask(size: scene.image.size, elements: sides), in: scene.image))
}
