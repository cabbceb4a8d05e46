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

/// Who answers, what is made ready when, and what is kept.
@Suite(.serialized, .timeLimit(.minutes(2))) struct PredictorServiceTests {
  private static let size = Size(width: 64, height: 64)
  let folder: TemporaryFolder
  let engine = RuleEngine()
  let choice: ModelChoice
  let told = Told()

  init() throws {
    folder = try TemporaryFolder()
    choice = try RuleEngine.files(in: folder.path("models"))
    try FileManager.default.createDirectory(
      atPath: folder.path("masks/.tessera"), withIntermediateDirectories: true)
    try writeBytes([], to: folder.path("masks/.tessera/a.tessera"))
  }

  final class Told: Sendable {
    let statuses = Mutex<[PredictorStatus]>([])
    func take(_ status: PredictorStatus) { statuses.withLock { $0.append(status) } }
    var notices: [String] { statuses.withLock { $0.compactMap(\.notice) } }
    var last: PredictorStatus? { statuses.withLock { $0.last } }
  }

  private var cacheFolder: CacheFolder {
    CacheFolder(
      door: SystemFiles(), output: OutputFolder(root: FilePath(folder.path("masks"))), kind: "embeddings",
      byteLimit: 64 << 20)
  }

  private func service(
    _ choice: ModelChoice?, engine: RuleEngine?, cached: Bool = false, byteLimit: Int = 64 << 20
  ) -> PredictorService {
    PredictorService(
      ModelLibrary(choice, engine: { engine }), cache: cached ? EmbeddingCache(folder: cacheFolder) : nil,
      byteLimit: byteLimit
    ) { [told] in told.take($0) }
  }

  /// Dark at the left, bright at the right.
  private func image(_ seed: UInt8 = 0) -> Image {
    let size = Self.size
    return Image(size: size, bytes: (0..<size.area).flatMap { [UInt8](repeating: $0 % 64 < 32 ? seed : 200, count: 3) })
  }

  private var left: Mask {
    Mask(size: Self.size, elements: (0..<Self.size.area).map { $0 % 64 < 32 ? 255 : 0 })
  }

  private func marks(_ lines: String...) throws -> Annotations {
    let labels = PreparedLabels(method: MethodSpec("none"), labels: LabelMap(size: Self.size, filledWith: 1), count: 1)
    var labeling = Labeling(labels: labels, paint: .empty(Self.size), classes: ClassList())
    for line in lines { _ = labeling.apply(try labeling.plan(Command.parse(line))) }
    return labeling.state.annotations
  }

  private func answer(
    _ service: PredictorService, _ image: Image, _ marks: Annotations, _ line: String = "sam-predict",
    _ run: MethodRun = MethodRun()
  ) throws -> (model: SamModel, scores: [String], first: Mask) {
    let answer = try service.answer(Command.parse(line), on: image, marks, run) { _ in }
    guard case .sam(.predict(let prediction)) = answer.command, let model = prediction.model else {
      throw TimeOut(description: "no prediction: \(answer.command)")
    }
    var mask = Mask(size: image.size, filledWith: 0)
    for (run, bits) in answer.runs.filledRuns where bits & 1 == 1 { for at in run.range { mask.elements[at] = 255 } }
    return (model, prediction.scores.map(\.description), mask)
  }

  @Test func withoutAModelTheBuiltInAnswers() throws {
    let service = service(nil, engine: nil)
    let answer = try answer(service, image(), marks("sam-point foreground 5 5"))
    #expect(answer.model == .builtIn)
    #expect(answer.first == left)
    #expect(told.notices.isEmpty, "nobody asked for a model")
  }

  /// But for what the models' smaller grid and image cannot tell: a column at the border.
  private func isLeft(_ mask: Mask) -> Bool { zip(mask.elements, left.elements).count { $0 != $1 } <= Self.size.height }

  /// The file that a service has written by now.
  private func storedFile() throws -> String {
    let kept = folder.path("masks/.tessera/cache/embeddings")
    func names() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: kept)) ?? [] }
    try wait(for: "a stored embedding") { names().contains { $0.hasSuffix(".embedding") } }
    return kept + "/" + (try #require(names().first { $0.hasSuffix(".embedding") }))
  }

  @Test func theModelAnswersAndSaysSo() throws {
    let service = service(choice, engine: engine)
    let image = image()
    let answer = try answer(service, image, marks("sam-point foreground 5 5"))
    #expect(answer.model.name == "rule.decoder.onnx")
    #expect(isLeft(answer.first))
    // One click: the best of the last three, then the others.
    #expect(answer.scores == ["0.750", "0.500", "0.250"])
    for line in ["sam-point foreground 50 5", "sam-point foreground 6 6"] {
      _ = try self.answer(service, image, marks(line))
    }
    #expect(engine.encodings == 1, "an image is encoded once")
    try wait(for: "the status") { told.last == PredictorStatus("rule.decoder.onnx") }
    #expect(told.statuses.withLock { $0.contains(PredictorStatus("rule.decoder.onnx", isPreparing: true)) })
  }

  @Test func theBuiltInAnswersWhereItIsAskedFor() throws {
    let service = service(choice, engine: engine)
    let answer = try answer(service, image(), marks("sam-point foreground 5 5"), "sam-predict model=built-in")
    #expect(answer.model == .builtIn && engine.encodings == 0)
    let digest = Digest(of: [1])
    #expect(throws: SegmentationError.self) {
      try self.answer(
        service, image(), marks("sam-point foreground 5 5"),
        "sam-predict model=other encoder=\(digest) decoder=\(digest)")
    }
  }

  @Test func withoutAnEngineTheBuiltInAnswersAndSaysWhy() throws {
    let service = service(choice, engine: nil)
    for _ in 0..<2 {
      #expect(try answer(service, image(), marks("sam-point foreground 5 5")).model == .builtIn)
    }
    #expect(told.notices.count == 1)
    #expect(told.notices.first?.contains("pip install openvino") == true)
    #expect(told.last?.name == "built-in")
  }

  @Test func filesThatAreNoPairAreSaid() throws {
    let swapped = ModelChoice(encoder: choice.decoder, decoder: choice.encoder)
    #expect(try answer(service(swapped, engine: engine), image(), marks("sam-point foreground 5 5")).model == .builtIn)
    #expect(told.notices.first?.contains("no encoder") == true)
    try writeBytes([1, 2, 3], to: choice.decoder.string)
    _ = try answer(service(choice, engine: engine), image(), marks("sam-point foreground 5 5"))
    #expect(told.notices.last?.contains("not an ONNX model") == true)
  }

  @Test func whoeverIsCancelledDoesNotWait() throws {
    engine.set(open: false)
    let service = service(choice, engine: engine)
    let image = image()
    service.open(image)
    #expect(throws: SegmentationError.cancelled) {
      try answer(
        service, image, marks("sam-point foreground 5 5"), "sam-predict", MethodRun(isCancelled: { true }))
    }
    engine.set(open: true)
    #expect(isLeft(try answer(service, image, marks("sam-point foreground 5 5")).first))
    #expect(engine.encodings == 1)
  }

  @Test func nothingPointsAtAnObject() throws {
    #expect(throws: SegmentationError.self) { try answer(service(nil, engine: nil), image(), marks()) }
    #expect(throws: SegmentationError.self) {
      try answer(service(choice, engine: engine), image(), marks("sam-point background 5 5"))
    }
  }

  // MARK: What is kept

  @Test func neighboursAreEncodedAheadAndNotAgain() throws {
    let service = service(choice, engine: engine)
    service.open(image(1))
    service.prepare(image(2))
    try wait(for: "both") { engine.encodings == 2 }
    _ = try answer(service, image(2), marks("sam-point foreground 5 5"))
    _ = try answer(service, image(1), marks("sam-point foreground 5 5"))
    #expect(engine.encodings == 2)
  }

  @Test func memoryIsBounded() throws {
    // Room for two embeddings of 4 MiB.
    let service = service(choice, engine: engine, byteLimit: 9 << 20)
    for seed in 0..<6 {
      _ = try answer(service, image(UInt8(seed)), marks("sam-point foreground 5 5"))
      #expect(service.embeddingBytes <= 9 << 20)
    }
    #expect(service.embeddingBytes == 8 << 20)
    _ = try answer(service, image(5), marks("sam-point foreground 5 5"))
    #expect(engine.encodings == 6)
    _ = try answer(service, image(0), marks("sam-point foreground 5 5"))
    #expect(engine.encodings == 7, "the oldest had to go")
  }

  @Test func theNextRunFindsTheEmbedding() throws {
    let first = service(choice, engine: engine, cached: true)
    let expected = try answer(first, image(), marks("sam-point foreground 5 5"))
    _ = try storedFile()
    first.finish()
    let second = service(choice, engine: engine, cached: true)
    let answer = try answer(second, image(), marks("sam-point foreground 5 5"))
    #expect(answer.first == expected.first && answer.scores == expected.scores)
    #expect(engine.encodings == 1)
    // Another encoder's embeddings are others.
    let other = try RuleEngine.files(in: folder.path("other"), name: "x")
    try writeBytes(
      ONNXModel.encoded(
        [ONNXNode(name: "n", operation: "Identity", inputs: ["image"], outputs: ["y"])],
        inputs: [TensorSpec("image", .float32, [1, 3, 1024, 1024].map(Inference.Dimension.fixed))],
        outputs: [TensorSpec("image_embeddings", .float32, [1, 256, 64, 64].map(Inference.Dimension.fixed))]),
      to: other.encoder.string)
    _ = try self.answer(service(other, engine: engine, cached: true), image(), marks("sam-point foreground 5 5"))
    #expect(engine.encodings == 2)
  }

  /// Looking leaves no files; the first click has a journal, and keeps what was made before.
  @Test func embeddingsLieBesideJournalsOnly() throws {
    let journal = folder.path("masks/.tessera/a.tessera")
    try FileManager.default.removeItem(atPath: journal)
    let service = service(choice, engine: engine, cached: true)
    let image = image()
    service.open(image)
    try wait(for: "the embedding") { service.embeddingBytes > 0 && told.last?.isPreparing == false }
    #expect(!FileManager.default.fileExists(atPath: folder.path("masks/.tessera/cache")))
    try writeBytes([], to: journal)
    _ = try answer(service, image, marks("sam-point foreground 5 5"))
    _ = try storedFile()
    #expect(engine.encodings == 1)
  }

  @Test func aDamagedEmbeddingIsMadeAgainAndSaid() throws {
    let first = service(choice, engine: engine, cached: true)
    let expected = try answer(first, image(), marks("sam-point foreground 5 5"))
    let path = try storedFile()
    first.finish()
    let whole = try readBytes(path)
    var flipped = whole
    flipped[whole.count / 2] ^= 1
    for (count, damaged) in [flipped, Array(whole.dropLast(1)), [], Array(whole.prefix(100))].enumerated() {
      try writeBytes(damaged, to: path)
      let again = service(choice, engine: engine, cached: true)
      #expect(try answer(again, image(), marks("sam-point foreground 5 5")).first == expected.first)
      #expect(engine.encodings == count + 2)
      #expect(told.notices.count == count + 1)
      try wait(for: "the mended file") { (try? readBytes(path)) == whole }
      again.finish()
    }
  }

  @Test func aFolderIsDividedIntoPairs() throws {
    let models = folder.path("pairs")
    let (big, small) = (try RuleEngine.files(in: models, name: "big"), try RuleEngine.files(in: models, name: "small"))
    try writeBytes([1], to: models + "/broken.onnx")
    #expect(ModelChoice.pairs(in: FilePath(models)) == [big, small])
    #expect(ModelChoice.pairs(in: FilePath(folder.path("nowhere"))) == [])
  }
}
