import Glibc
import Inference
import Raster
import Segmentation
import TestSupport

/// From a click to the last byte of the frame with its mask, in the app: how much of it is not the predictor.
struct ClickWaits {
  private static let count = 12
  let image: Image
  let size: Size
  private let points: [PixelPoint]

  init(_ inputs: Inputs, _ size: Size) throws {
    image = try inputs.image("fields.jpg", size)
    self.size = size
    var generator = SplitMix64(seed: 11)
    // Within the view, which shows all of the image.
    points = (0..<Self.count).map { _ in
      PixelPoint(
        x: Int.random(in: size.width / 8..<size.width * 7 / 8, using: &generator),
        y: Int.random(in: size.height / 8..<size.height * 7 / 8, using: &generator))
    }
  }

  /// - Parameters:
  ///   - options: of the program, which name the models.
  ///   - model: what the side bar calls the predictor.
  ///   - predict: answers a click in this process.
  func measurements(
    _ inputs: Inputs, _ options: [String], model: String, goal: Goal?, predict: (PixelPoint) throws -> Void
  ) throws -> [Measurement] {
    try predict(points[0])
    let alone = try points.map { point in
      // As in the app: a hand rests between clicks, and an engine at rest is slower than one that runs in a loop.
      usleep(200_000)
      return try milliseconds { try predict(point) }
    }
    let whole = try waits(inputs, options, model)
    let predictor = Measurement("", "", alone, "ms").median
    return [
      Measurement("click to the last byte of its mask, \(model)", Sizes.name(size), whole, "ms"),
      Measurement(
        "… less the median of the predictor alone", Sizes.name(size), whole.map { $0 - predictor }, "ms", goal: goal),
    ]
  }

  /// Each click is taken back before the next, so that every answer is to one point.
  private func waits(_ inputs: Inputs, _ options: [String], _ model: String) throws -> [Double] {
    let output = try inputs.folder("click-waits-\(size.width)-\(options.count)")
    let path = try inputs.jpeg("fields.jpg", size)
    let app = try LiveApp(inputs, ["--output", output, "--method", "threshold", path] + options)
    try app.waitUntilReady()
    _ = try app.wait("s", forText: "model    \(model.prefix(8))")
    app.command("cursor \(points[0].x) \(points[0].y)")
    _ = try app.wait("+", forText: "mask     1/")
    try app.waitUntilIdle()
    var times: [Double] = []
    for point in points {
      _ = try app.wait("z", forText: "mask     none yet")
      app.command("cursor \(point.x) \(point.y)")
      times.append(try app.wait("+", forText: "mask     1/"))
    }
    try app.quit()
    return times
  }
}

extension InferenceBench {
  /// An embedding that is computed, found on the disk and checked, or found in memory.
  func embeddings(_ inputs: Inputs) throws -> [Measurement] {
    let (models, photo) = (try pair(), try inputs.image("street.jpg", Sizes.two))
    let encoder = try models.openEncoder()
    let embedding = try encoder.embed(photo)
    let path = inputs.scratch.path("bench.embedding")
    try writeBytes(embedding.encoded, to: path)
    var memory = [Digest(of: photo.bytes): embedding]
    memory[Digest(of: [1])] = nil
    let computed = measurement("an embedding, computed", "toy-sam, \(Sizes.name(Sizes.two))", nil) {
      _ = try encoder.embed(photo)
    }
    let megabytes = "\(short(Double(embedding.byteCount) / 1e6)) MB"
    let stored = measurement("… from a file, checked by its digest", megabytes, nil) {
      let bytes = try readBytes(path)
      guard ImageEmbedding(encoded: bytes, of: photo.size, models.pair) != nil, Digest(of: bytes) != Digest(of: [1])
      else { throw MissingInput(description: "the embedding was not kept") }
    }
    let known = measurement("… from memory, by the digest of the pixels", Sizes.name(Sizes.two), nil) {
      guard memory[Digest(of: photo.bytes)] != nil else { throw MissingInput(description: "no embedding") }
    }
    return [computed, stored, known]
  }

  /// The app with the toy model and an embedding that is there.
  func clickWaits(_ inputs: Inputs) throws -> [Measurement] {
    let waits = try ClickWaits(inputs, Sizes.two)
    let models = try pair()
    let (decoder, embedding) = (try models.openDecoder(), try models.openEncoder().embed(waits.image))
    let options = [
      "--sam-encoder", Self.folder + "/toy-sam/toy_sam.encoder.onnx",
      "--sam-decoder", Self.folder + "/toy-sam/toy_sam.decoder.onnx",
    ]
    return try waits.measurements(inputs, options, model: "toy_sam.decoder.onnx", goal: .under(10)) { point in
      _ = try decoder.answer(Prompt(points: [.init(x: Double(point.x), y: Double(point.y))]), on: embedding)
    }
  }
}

/// The app with the built-in predictor.
func builtInClickWaits(_ inputs: Inputs) throws -> [Measurement] {
  let waits = try ClickWaits(inputs, Sizes.two)
  let predictor = try BuiltInPredictor(waits.image)
  return try waits.measurements(inputs, [], model: "built-in", goal: .under(10)) { point in
    _ = try predictor.answer(PointPrompt(points: [.init(point, isForeground: true)]))
  }
}
