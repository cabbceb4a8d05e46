import Editor
import Foundation
import Raster
import Segmentation
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import Inference
@testable import Session
@testable import tessera

/// Another model is chosen while the app runs.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ModelSwapTests {
  private let folder: TemporaryFolder
  private let engine = RuleEngine()
  private let (one, two): (ModelChoice, ModelChoice)
  private let told = PredictorServiceTests.Told()
  private let size = Size(width: 64, height: 64)

  init() throws {
    folder = try TemporaryFolder()
    one = try RuleEngine.files(in: folder.path("models"), name: "one")
    two = try RuleEngine.files(in: folder.path("models"), name: "two")
    // Of the same kind, but with a digest of its own.
    try writeBytes(
      ONNXModel.encoded(
        [ONNXNode(name: "n", operation: "Identity", inputs: ["image"], outputs: ["y"])],
        inputs: [TensorSpec("image", .float32, [1, 3, 1024, 1024].map(Inference.Dimension.fixed))],
        outputs: [TensorSpec("image_embeddings", .float32, [1, 256, 64, 64].map(Inference.Dimension.fixed))]),
      to: two.encoder.string)
  }

  private func library(_ engine: RuleEngine?) -> ModelLibrary {
    ModelLibrary([ModelPlace(folder: FilePath(folder.path("models")))], engine: { engine })
  }

  private func service(_ library: ModelLibrary) -> PredictorService {
    PredictorService(library) { [told] in told.take($0) }
  }

  private var image: Image {
    Image(size: size, bytes: (0..<size.area).flatMap { [UInt8](repeating: $0 % 64 < 32 ? 0 : 200, count: 3) })
  }

  private func answerer(_ service: PredictorService, _ image: Image) throws -> SamModel? {
    let labels = PreparedLabels(method: MethodSpec("none"), labels: LabelMap(size: size, filledWith: 1), count: 1)
    var labeling = Labeling(labels: labels, paint: .empty(size), classes: ClassList())
    _ = labeling.apply(try labeling.plan(Command.parse("sam-point foreground 5 5")))
    let answer = try service.answer(
      Command.parse("sam-predict"), on: image, labeling.state.annotations, MethodRun()
    ) { _ in }
    guard case .sam(.predict(let prediction)) = answer.command else { return nil }
    return prediction.model
  }

  @Test func theFirstByNameAnswersUntilAnotherIsChosen() throws {
    let service = service(library(engine))
    let image = image
    service.open(image)
    #expect(try answerer(service, image)?.name == "one.decoder.onnx")
    service.choose("two.decoder.onnx")
    let answer = try #require(try answerer(service, image))
    guard case .files("two.decoder.onnx", let encoder, let decoder) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(try encoder == Digest(of: readBytes(two.encoder.string)), "journals pin the new model")
    #expect(try decoder == Digest(of: readBytes(two.decoder.string)))
    #expect(engine.encodings == 2, "the open image is encoded again")
    service.choose("built-in")
    #expect(try answerer(service, image) == .builtIn)
    try wait(for: "the status") { told.last == PredictorStatus() }
    service.choose("one.decoder.onnx")
    #expect(try answerer(service, image)?.name == "one.decoder.onnx")
    #expect(engine.encodings == 2, "its embedding is still there")
    #expect(told.notices.isEmpty)
  }

  /// Whoever waits for the old model is answered by the new one.
  @Test func anAnswerOnItsWayIsOfTheNewModel() throws {
    engine.set(open: false)
    let service = service(library(engine))
    let image = image
    service.open(image)
    let found = Mutex<SamModel?>(nil)
    let thread = Thread { [self] in
      let model = try? answerer(service, image)
      found.withLock { $0 = model }
    }
    thread.start()
    try wait(for: "the encoder at work") { told.last == PredictorStatus("one.decoder.onnx", isPreparing: true) }
    service.choose("two.decoder.onnx")
    #expect(told.last == PredictorStatus("two.decoder.onnx", isPreparing: true))
    engine.set(open: true)
    try wait(for: "the answer") { found.withLock { $0 != nil } }
    #expect(found.withLock { $0?.name } == "two.decoder.onnx")
  }

  @Test func whatDoesNotLoadLeavesTheOldOne() throws {
    let service = service(library(engine))
    let image = image
    service.open(image)
    #expect(try answerer(service, image)?.name == "one.decoder.onnx")
    service.choose("too.decoder.onnx")
    #expect(try answerer(service, image)?.name == "one.decoder.onnx")
    try writeBytes([1, 2, 3], to: two.decoder.string)
    service.choose("two.decoder.onnx")
    #expect(try answerer(service, image)?.name == "one.decoder.onnx")
    try wait(for: "both sentences") { told.notices.count == 2 }
    #expect(told.notices[0] == "no model 'too.decoder.onnx'; did you mean 'two.decoder.onnx'?")
    #expect(told.last?.name == "one.decoder.onnx")
    #expect(engine.encodings == 1)
  }

  @Test func theNewestWishCounts() throws {
    let service = service(library(engine))
    let image = image
    for name in ["two.decoder.onnx", "built-in", "two.decoder.onnx", "one.decoder.onnx", "two.decoder.onnx"] {
      service.choose(name)
    }
    #expect(try answerer(service, image)?.name == "two.decoder.onnx")
  }

  // MARK: What is offered

  @Test func rowsSayWhatFilesAre() throws {
    try FileManager.default.removeItem(atPath: two.encoder.string)
    try FileManager.default.removeItem(atPath: one.encoder.string)
    _ = try RuleEngine.files(in: folder.path("models"), name: "three")
    try writeBytes([1, 2, 3], to: folder.path("models/broken.onnx"))
    try FileManager.default.removeItem(atPath: two.decoder.string)
    let rows = service(library(engine)).entries()
    // One encoder serves both decoders.
    #expect(rows.map(\.name) == ["one.decoder.onnx", "three.decoder.onnx", "broken.onnx", "built-in"])
    #expect(rows.map(\.kind) == ["SAM", "SAM", "", "no model"])
    #expect(rows.map { $0.problem == nil } == [true, true, false, true])
    #expect(rows[2].problem?.contains("not an ONNX model") == true)
    let without = service(library(nil)).entries()
    #expect(without[0].problem?.contains("no inference engine was found") == true)
    #expect(without[3].problem == nil, "the built-in one needs no engine")
    try FileManager.default.removeItem(atPath: folder.path("models/three.encoder.onnx"))
    #expect(service(library(engine)).entries()[0].problem?.contains("no encoder that belongs to it") == true)
  }

  @Test func equalNamesAreToldApartByTheirFolders() throws {
    let other = try RuleEngine.files(in: folder.path("other"), name: "one")
    let places = [
      ModelPlace(encoder: two.encoder, decoder: two.decoder), ModelPlace(folder: FilePath(folder.path("models"))),
      ModelPlace(folder: FilePath(folder.path("other")), isOwn: true),
    ]
    let library = ModelLibrary(places, engine: { engine })
    #expect(
      library.offers().map(\.name) == ["two.decoder.onnx", one.decoder.shown, other.decoder.shown],
      "what is named stands first, and once")
    #expect(try library.standard() == two)
    #expect(try library.choice(named: other.decoder.shown) == other)
  }

  // MARK: Read once

  /// Clicks and method `sam` share one pair, and journals pin it.
  @Test func theMethodAsksTheSamePair() throws {
    let library = library(engine)
    let registry = MethodRegistry.with(library)
    #expect(library.fingerprint == nil, "nothing is read at the start")
    #expect(try registry.resolved(MethodSpec("sam")).settings.last?.value == "current")
    let service = service(library)
    let image = image
    #expect(try answerer(service, image)?.name == "one.decoder.onnx")
    let model = try #require(try library.model())
    #expect(try library.read(one) === model)
    let pinned = try registry.pinned(MethodSpec("sam", [.init("model", "current")]))
    #expect(pinned.settings.last == .init("model", model.fingerprint))
    _ = try registry.segment(image, MethodSpec("sam", [.init("points_per_side", "2")]))
    #expect(engine.openings == 2, "each file is compiled once")
  }

  @Test func theMethodPinsWithoutClicks() throws {
    let registry = MethodRegistry.with(library(engine))
    let labels = try PreparedLabels(of: image, MethodSpec("sam", [.init("points_per_side", "1")]), registry)
    let expected = String(
      try Digest(of: "\(Digest(of: readBytes(one.encoder.string))) \(Digest(of: readBytes(one.decoder.string)))".utf8)
        .description.prefix(16))
    #expect(labels.method.settings.last == .init("model", expected))
  }
}
