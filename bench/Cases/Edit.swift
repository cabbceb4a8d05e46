import Raster
import Segmentation
import Session
import SystemPackage

/// One action in memory: the state's change and its patch, without journal and picture.
func editMeasurements(_ inputs: Inputs) throws -> [Measurement] {
  let sizes = [Sizes.small, Sizes.two, Sizes.twelve, Sizes.fortyEight]
  return try zip(sizes, OlderTool.editing).flatMap { size, peer in try actions(inputs, size, peer) }
}

/// A session in memory over about 238 superpixels.
func sessionInMemory(_ inputs: Inputs, _ size: Size) throws -> Session {
  let map = try Maps.superpixels(inputs, size)
  let classes = ClassList(
    [.init(name: "one", color: RGB(204, 0, 0)), .init(name: "two", color: RGB(78, 154, 6))], current: 1)
  let image = Image(size: size, bytes: [UInt8](repeating: 0, count: size.area * 3))
  let labels = PreparedLabels(method: MethodSpec("superpixel"), labels: map.labels, count: map.count)
  return Session(PreparedSession(file: ImageFile(path: "drawn.png"), image: image, labels: labels, classes: classes))
}

/// Points drawn evenly, away from the border; the same ones in every run.
func points(_ count: Int, in size: Size, seed: UInt64 = 7) -> [PixelPoint] {
  var random = SplitMix64(seed: seed)
  return (0..<count).map { _ in
    PixelPoint(x: .random(in: 0..<size.width, using: &random), y: .random(in: 0..<size.height, using: &random))
  }
}

/// One point in each square of `side` pixels, in an order drawn by `seed`.
func scattered(_ side: Int, in size: Size, seed: UInt64) -> [PixelPoint] {
  var random = SplitMix64(seed: seed)
  let points = (0..<size.height / side).flatMap { row in
    (0..<size.width / side).map { PixelPoint(x: $0 * side + side / 2, y: row * side + side / 2) }
  }
  return points.shuffled(using: &random)
}

private struct Times {
  var fill: [Double] = []
  var refill: [Double] = []
  var unfill: [Double] = []
  var undo: [Double] = []
  var cut: [Double] = []
  var kept: [Double] = []
}

private func actions(_ inputs: Inputs, _ size: Size, _ peer: OlderTool.Editing) throws -> [Measurement] {
  let session = try sessionInMemory(inputs, size)
  let points = points(40, in: size).filter { session.state.area(ofSegmentAt: $0) != nil }
  let pixels = points.compactMap { session.state.area(ofSegmentAt: $0) }.sorted()[points.count / 2]
  var times = Times()
  for point in points { try time(session, point, &times) }
  let input = "\(Sizes.name(size)), segments of \(pixels) pixels"
  // The design's goal is for segments up to 50,000 pixels, which the 12 MP map just holds.
  let goal: (Double) -> Goal = { ratio in pixels <= 55_000 ? .under(1) : Goal(median: 2, ratio: ratio) }
  return [
    Measurement("fill", input, times.fill, "ms", goal: goal(150), peer: (OlderTool.name, peer.fill)),
    Measurement("refill", input, times.refill, "ms", goal: goal(150), peer: (OlderTool.name, peer.refill)),
    Measurement("unfill", input, times.unfill, "ms", goal: goal(150), peer: (OlderTool.name, peer.unfill)),
    Measurement("cut", input, times.cut, "ms", peer: (OlderTool.name, peer.cut)),
    Measurement("undo of a fill", input, times.undo, "ms", goal: Goal(median: 1), peer: ("icas", peer.undo)),
    Measurement(
      "bytes kept per action", input, times.kept.map { $0 / 1000 }, "KB", goal: pixels <= 55_000 ? .under(16) : nil,
      peer: ("icas", peer.megabytes * 1000)),
  ]
}

private func time(_ session: Session, _ point: PixelPoint, _ times: inout Times) throws {
  func perform(_ command: Command) throws -> Double {
    try milliseconds { _ = try session.perform(command) }
  }
  times.fill.append(try perform(.fill(point, .number(1))))
  let before = session.history.bytes
  times.refill.append(try perform(.fill(point, .number(2))))
  times.kept.append(Double(session.history.bytes - before))
  times.unfill.append(try perform(.unfill(point)))
  times.undo.append(try perform(.undo(1)))
  _ = try session.perform(.undo(2))
  let reach = session.state.size.width / 20
  times.cut.append(try perform(.cut(point, PixelPoint(x: point.x + reach, y: point.y + reach / 2))))
  _ = try session.perform(.undo(1))
}
