import OpenCVMethods
import Raster
import Segmentation
import TestSupport

/// Scores of a template from the middle of an image everywhere in it, and what a further match costs, against OpenCV's
/// `matchTemplate` with a mask on the same file.
func templateTables(_ inputs: Inputs) throws -> [Table] {
  var table = Table(
    note: Trials.havePeers
      ? "Difference: the largest of all scores up to 1, ours from OpenCV's."
      : "OpenCV is not installed for Python: `make bench-peers` does it.",
    header: ["image", "scores", "whole search", "a further match", "opencv", "ours / opencv", "goal", "difference"])
  for scene in try PhotoScene.all(inputs, [Sizes.two, Sizes.twelve]) {
    announce("templates, \(scene.name)")
    let set = try template(of: scene.image)
    let scores = try CorrelationMatcher().scores(of: set, in: scene.image, MethodRun())
    let times = try milliseconds(runs: 3) {
      _ = try CorrelationMatcher().scores(of: set, in: scene.image, MethodRun())
    }
    let search = try milliseconds {
      _ = try TemplateSearch().matches(of: [set], in: scene.image, limit: 0.5, by: CorrelationMatcher(), MethodRun())
    }
    let ours = times.sorted()[1]
    let peer = try theirs(scene, inputs)
    let isQuick = peer.map { ours <= $0.milliseconds / 2 } ?? true
    table.rows.append([
      scene.name, "\(short(ours)) ms", "\(short(search)) ms", "\(short(exact(set, scene.image))) ms",
      peer.map { "\(short($0.milliseconds)) ms" } ?? "–", peer.map { short(ours / $0.milliseconds) } ?? "",
      "≤ 1/2 \(mark(isQuick))", peer.map { "\(difference(scores, $0.scores))" } ?? "",
    ])
    if !isQuick { table.missed.append("templates, \(scene.name)") }
  }
  return [table]
}

/// The same as in segment_peers.py.
private func template(of image: Image) throws -> TemplateSet {
  let size = Size(width: 200, height: 138)
  let (left, top) = ((image.size.width - size.width) / 2, (image.size.height - size.height) / 2)
  var bytes: [UInt8] = []
  var mask = Mask(size: size, filledWith: 0)
  for y in 0..<size.height {
    let start = ((top + y) * image.size.width + left) * 3
    bytes += image.bytes[start..<start + size.width * 3]
    for x in 0..<size.width {
      let (dx, dy) = ((Double(x) - 99.5) / 95, (Double(y) - 68.5) / 64)
      if dx * dx + dy * dy <= 1 { mask[PixelPoint(x: x, y: y)] = 255 }
    }
  }
  let segment = Image(size: size, bytes: [UInt8](repeating: 200, count: size.area * 3))
  return try TemplateSet(
    name: "patch", template: Image(size: size, bytes: bytes), attention: mask, segment: segment, mask: mask)
}

/// What one place costs, which does not grow with the image.
private func exact(_ set: TemplateSet, _ image: Image) -> Double {
  let exact = ExactScore(set, in: image)
  var sum = 0.0
  let time = milliseconds { for x in 0..<50 { sum += exact.score(at: PixelPoint(x: x, y: 0)) } }
  return sum.isFinite ? time / 50 : .nan
}

/// Milliseconds and scores in millionths; nil where OpenCV is not installed for Python.
private func theirs(_ scene: PhotoScene, _ inputs: Inputs) throws -> (milliseconds: Double, scores: [Int32])? {
  guard Trials.havePeers else { return nil }
  let file = inputs.scratch.path("template.scores")
  let peer = Peer(program: "opencv", method: "template")
  guard let trial = try? Trials.run(peer, scene.file, seconds: "6", ["--labels", file]) else { return nil }
  let bytes = try readBytes(file)
  let scores = stride(from: 0, to: bytes.count, by: 4).map { at in
    bytes[at..<at + 4].reversed().reduce(Int32(0)) { $0 << 8 | Int32($1) }
  }
  return (trial.median, scores)
}

private func difference(_ ours: Plane<Float>, _ theirs: [Int32]) -> Double {
  guard ours.elements.count == theirs.count else { return .infinity }
  let both = zip(ours.elements, theirs).filter { $0.0 <= 1 }
  return both.map { (abs(Double($0) * 1e6 - Double($1)) / 1e6 * 1e7).rounded() / 1e7 }.max() ?? 0
}
