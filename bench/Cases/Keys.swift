import Raster

/// Fill, undo, redo and unfill from the key to the first byte, and the bytes that follow.
func keyMeasurements(_ inputs: Inputs) throws -> [Measurement] {
  let two = try patchMeasurements(inputs, Sizes.two, scale: 1, patches: [0, 1, 2])
  let large = try patchMeasurements(inputs, Sizes.fortyEight, scale: 1, patches: [1])
  let fitted = try patchMeasurements(inputs, Sizes.fortyEight, scale: 7.5, patches: [1])
  return two.rows + large.rows + [difference(two.fills, large.fills)] + fitted.rows
}

/// How much longer the same fill takes in a larger image.
private func difference(_ two: [Double], _ large: [Double]) -> Measurement {
  let median = Measurement("", "", two, "ms").median
  return Measurement(
    "fill: 48 MP less the median of 2 MP", "200x160", large.map { $0 - median }, "ms", goal: .under(3))
}

private struct KeyRun {
  var fill: [LiveApp.Answer] = []
  var undo: [LiveApp.Answer] = []
  var redo: [LiveApp.Answer] = []
  var unfill: [LiveApp.Answer] = []
}

/// - Parameter scale: image pixels per canvas pixel; segments grow with it, so that they look the same.
private func patchMeasurements(
  _ inputs: Inputs, _ size: Size, scale: Double, patches: [Int]
) throws -> (rows: [Measurement], fills: [Double]) {
  let name = "keys-\(size.width)-\(Int(scale))"
  let image = try PreparedImage(
    inputs, try inputs.jpeg("fields.jpg", size), name, Maps.tiles(size, scale: scale))
  let app = try image.open(inputs)
  app.command("zoom \(1 / scale)")
  var rows: [Measurement] = []
  var fills: [Double] = []
  for patch in patches {
    let run = try keys(app, Maps.middles(patch, in: size, scale: scale))
    let shown = Maps.patches[patch]
    let input = "\(Sizes.name(size)) at \(short(100 / scale)) %, \(shown.width)x\(shown.height)"
    rows += measurements(run, input, patch, scale)
    if patch == 1 { fills = run.fill.map(\.first) }
  }
  if scale == 1, patches.count > 1 { rows += try statusMeasurements(app, Sizes.name(size)) }
  try app.quit()
  return (rows, fills)
}

private func keys(_ app: LiveApp, _ points: [PixelPoint]) throws -> KeyRun {
  var run = KeyRun()
  for point in points {
    app.command("cursor \(point.x) \(point.y)")
    for _ in 0..<8 {
      run.fill.append(try app.press("a"))
      run.undo.append(try app.press("z"))
      run.redo.append(try app.press("Z"))
      run.unfill.append(try app.press("x"))
    }
  }
  return run
}

private func measurements(_ run: KeyRun, _ input: String, _ patch: Int, _ scale: Double) -> [Measurement] {
  // The design asks for time up to 200 x 160 canvas pixels and segments of 50,000 pixels, for bytes at all three sizes.
  let time = patch < 2 && scale == 1 ? Goal.under(3, p99: 16) : nil
  let bytes = [6000.0, 22_000, 66_000][patch]
  return [
    Measurement("fill, key to first byte", input, run.fill.map(\.first), "ms", goal: time),
    Measurement("undo, key to first byte", input, run.undo.map(\.first), "ms", goal: time),
    Measurement("redo, key to first byte", input, run.redo.map(\.first), "ms", goal: time),
    Measurement("unfill, key to first byte", input, run.unfill.map(\.first), "ms", goal: time),
    Measurement("fill, processor time until settled", input, run.fill.map(\.processor), "ms"),
    Measurement("fill, bytes", input, run.fill.map { Double($0.bytes) }, "B", goal: .under(bytes)),
    Measurement("undo, bytes", input, run.undo.map { Double($0.bytes) }, "B", goal: .under(bytes)),
  ]
}

/// Keys that change text and no picture, and the cursor.
private func statusMeasurements(_ app: LiveApp, _ input: String) throws -> [Measurement] {
  var (mode, chosen, cursor): ([LiveApp.Answer], [LiveApp.Answer], [LiveApp.Answer]) = ([], [], [])
  for _ in 0..<10 {
    mode += [try app.press("u"), try app.press("u")]
    chosen += [try app.press(">"), try app.press("<")]
    cursor += [try app.press("\u{1B}[C"), try app.press("\u{1B}[D")]
  }
  // Each paints anew what the one before has painted.
  let digits = try ["1", "2", "1", "2"].map { try app.timeToPicture($0) }
  return [
    Measurement("another mode, bytes", input, mode.map { Double($0.bytes) }, "B", goal: .under(200)),
    Measurement("another class, bytes", input, chosen.map { Double($0.bytes) }, "B"),
    Measurement("cursor step, key to first byte", input, cursor.map(\.first), "ms", goal: .under(3, p99: 16)),
    Measurement("cursor step, bytes", input, cursor.map { Double($0.bytes) }, "B"),
    Measurement("digit that fills, key to its picture", input, digits, "ms"),
  ]
}
