import Foundation
import Inference
import OpenCVMethods
import Raster
import TestSupport

/// The models of ../shared/models in our engines, against onnxruntime on the same numbers.
func inferenceMeasurements(_ inputs: Inputs) throws -> [Measurement] {
  let bench = try InferenceBench()
  let peer = try bench.peer()
  return try bench.models(peer) + bench.embeddings(inputs) + bench.clickWaits(inputs) + bench.everything(inputs)
}

struct InferenceBench {
  static let folder = packageRoot + "/../shared/models"
  private static let seconds = 2.0
  private let engine: any InferenceEngine

  init() throws {
    guard FileManager.default.fileExists(atPath: Self.folder) else {
      throw MissingInput(description: "no ../shared/models")
    }
    let search = EngineSearch { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
    let places = search.places(explicit: TestEngine.place, environment: ProcessInfo.processInfo.environment)
    guard let engine = EngineReport(places).engine else { throw MissingInput(description: TestEngine.advice) }
    self.engine = engine
  }

  /// What onnxruntime takes, by the names of the script; nothing where it is not installed.
  func peer() throws -> [String: Double] {
    let python = packageRoot + "/bench/.venv/bin/python"
    guard FileManager.default.isExecutableFile(atPath: python) else { return [:] }
    let run = try CommandRun.run(
      [python, packageRoot + "/bench/inference_peers.py", Self.folder, "\(Self.seconds)"],
      environment: ["PATH": "/usr/bin:/bin"], seconds: 120)
    guard run.status == .code(0) else { return [:] }
    return run.outputText.split(separator: "\n").reduce(into: [:]) { times, line in
      let words = line.split(separator: " ")
      let values = words.dropFirst().compactMap { Double($0) }.sorted()
      if let name = words.first, !values.isEmpty { times[String(name)] = values[values.count / 2] }
    }
  }

  func models(_ peer: [String: Double]) throws -> [Measurement] {
    let models = try pair()
    let decoder = try models.openDecoder()
    let scene = try image("toy-sam/reference/scene.png")
    let embedding = try models.openEncoder().embed(scene)
    let prompt = Prompt(points: [.init(x: 262, y: 250)])
    let pixels = models.pair.encoder.tensor(scene)
    let (input, output) = (models.pair.encoder.input.name, models.pair.encoder.embedding.name)
    let session = try engine.open(.bytes(bytes("toy-sam/toy_sam.encoder.onnx")), InferenceOptions(outputs: [output]))
    let prepare = measurement("an image as the encoder takes it", "0.79 MP", nil) {
      _ = models.pair.encoder.tensor(scene)
    }
    let run = measurement("\(engine.name): encoder", "toy-sam", peer["encoder"]) {
      _ = try session.run([input: pixels], wanted: [output])
    }
    let answer = measurement("\(engine.name): click to masks", "toy-sam", peer["decoder"]) {
      _ = try decoder.answer(prompt, on: embedding)
    }
    let engines: [any InferenceEngine] = [engine, OpenCVEngine()]
    return [prepare, run, answer] + (try engines.map { try squeezeNet($0, peer["squeezenet"]) })
  }

  private func squeezeNet(_ engine: any InferenceEngine, _ peer: Double?) throws -> Measurement {
    let session = try engine.open(.bytes(bytes("squeezenet/squeezenet1.0.onnx")), InferenceOptions())
    let pixels: [Float] = (0..<3 * 224 * 224).map { Float($0 % 256) / 128 - 1 }
    let feeds = ["input": Tensor(shape: [1, 3, 224, 224], pixels)]
    return measurement("\(engine.name): classes of an image", "SqueezeNet 1.0", peer) {
      _ = try session.run(feeds, wanted: ["logits"])
    }
  }

  /// The whole method, as `tessera segment` runs it.
  func everything(_ inputs: Inputs) throws -> [Measurement] {
    let predictor = SharedPredictor(try pair())
    let photo = try inputs.image("street.jpg", Sizes.two)
    _ = try predictor.embed(photo)
    let time = try milliseconds { _ = try AutomaticMasks(predictor).masks(of: photo) }
    return [
      Measurement("\(engine.name): masks everywhere, 16 x 16 clicks", "toy-sam, \(Sizes.name(Sizes.two))", [time], "ms")
    ]
  }

  func measurement(_ name: String, _ input: String, _ peer: Double?, _ body: () throws -> Void) -> Measurement {
    var times: [Double] = []
    let end = ContinuousClock.now + .seconds(Self.seconds)
    _ = try? body()
    while times.count < 3 || ContinuousClock.now < end { times.append((try? milliseconds(body)) ?? .nan) }
    return Measurement(name, input, times, "ms", peer: peer.map { ("onnxruntime", $0) })
  }

  private func image(_ name: String) throws -> Image {
    try OpenCVCodec().decode(bytes(name), pixelLimit: 1 << 24)
  }

  private func bytes(_ name: String) throws -> [UInt8] { try readBytes(Self.folder + "/" + name) }

  func pair() throws -> PromptModels {
    let (encoder, decoder) = (try file("toy_sam.encoder.onnx"), try file("toy_sam.decoder.onnx"))
    guard case .encoder(let first) = encoder.kind, case .decoder(let second) = decoder.kind else {
      throw MissingInput(description: "toy-sam is of another kind")
    }
    return PromptModels(try ModelPair(first, second), encoder: encoder.file, decoder: decoder.file, engine: engine)
  }

  private func file(_ name: String) throws -> (kind: ModelKind, file: PromptModels.File) {
    let bytes = try bytes("toy-sam/" + name)
    return (
      try ModelKind(ONNXReader.read(bytes)), .init(name: name, source: .bytes(bytes), digest: Digest(of: bytes))
    )
  }
}
