import Raster

/// Zoom and pan from the key to the first byte of the new picture.
func viewMeasurements(_ inputs: Inputs) throws -> [Measurement] {
  try [Sizes.two, Sizes.fortyEight].flatMap { size in try view(inputs, size) }
}

private func view(_ inputs: Inputs, _ size: Size) throws -> [Measurement] {
  let image = try PreparedImage(
    inputs, try inputs.jpeg("fields.jpg", size), "view-\(size.width)", Maps.superpixels(inputs, size))
  let app = try image.open(inputs)
  var (zoom, pan): ([LiveApp.Answer], [LiveApp.Answer]) = ([], [])
  for _ in 0..<3 { zoom += try ["+", "+", "+", "-", "-", "="].map { try app.press($0) } }
  for _ in 0..<2 { _ = try app.press("+") }
  let keys = ["\u{1B}[1;5C", "\u{1B}[1;5B", "\u{1B}[1;5D", "\u{1B}[1;5A"]
  for _ in 0..<4 { pan += try keys.map { try app.press($0) } }
  try app.quit()
  let input = "\(Sizes.name(size)), canvas 1280x800"
  return [
    Measurement("zoom, key to first byte", input, zoom.map(\.first), "ms", goal: .under(25)),
    Measurement("zoom, processor time until settled", input, zoom.map(\.processor), "ms"),
    Measurement("zoom, bytes", input, zoom.map { Double($0.bytes) / 1000 }, "KB"),
    Measurement("pan, key to first byte", input, pan.map(\.first), "ms", goal: .under(25)),
    Measurement("pan, processor time until settled", input, pan.map(\.processor), "ms"),
    Measurement("pan, bytes", input, pan.map { Double($0.bytes) / 1000 }, "KB"),
  ]
}
