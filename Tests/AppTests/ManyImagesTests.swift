import Raster
import Segmentation
import Session
import SystemPackage
import TestSupport
import Testing

@testable import Inference
@testable import tessera

/// What stays in memory while a person goes through many images and clicks in each.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ManyImagesTests {
  private static let count = 200
  private static let side = 64
  /// Of an embedding, which has 256 channels at every 16th pixel.
  private static let embeddingBytes = 4 * side * side

  private func clicked(at point: PixelPoint) throws -> Annotations {
    let labels = PreparedLabels(
      method: MethodSpec("none"), labels: LabelMap(size: PreparingScene.size, filledWith: 1), count: 1)
    let session = Session(
      PreparedSession(
        file: ImageFile(path: "/none.png"), image: PreparingScene.image(0), labels: labels, classes: ClassList()))
    _ = try session.perform(.sam(.point(point, isForeground: true)))
    return session.state.annotations
  }

  /// Never more than the bounds, which are reached soon, and nothing that grows with the number of images.
  @Test func embeddingsAndPreparedImagesStayBounded() throws {
    let scene = try PreparingScene(count: Self.count)
    let one = try scene.prepared(scene.files[0], bytes: PreparingScene.byteCount + 40 * 30 * 8).byteCount
    let engine = RuleEngine()
    let choice = try RuleEngine.files(in: scene.folder.path("models"), side: Self.side)
    let predictor = PredictorService(
      ModelLibrary(choice, engine: { engine }), byteLimit: 5 * Self.embeddingBytes)
    let images = PreparedImages(opener: scene.opener, byteLimit: 4 * one) { predictor.prepare($0) }
    let marks = try clicked(at: PixelPoint(x: 20, y: 15))
    var (mostEmbeddings, mostImages, mostAhead) = (0, 0, 0)
    for place in 0..<Self.count {
      let file = scene.files[place]
      images.show(file)
      images.wish([1, 2, 3, -1].map { scene.files[(place + $0 + Self.count) % Self.count] }, scene.spec)
      let image = try images.image(file, MethodRun())
      _ = images.labels(of: file, image, scene.spec, MethodRun())
      predictor.open(image.decoded.image)
      let answer = try predictor.answer(.sam(.predict(SamPrediction())), on: image.decoded.image, marks, MethodRun()) {
        _ in
      }
      #expect(answer.runs.size == PreparingScene.size)
      mostEmbeddings = max(mostEmbeddings, predictor.embeddingBytes)
      mostImages = max(mostImages, images.byteCount)
      predictor.state.withLock { state in
        mostAhead = max(mostAhead, state.ahead.count)
        #expect(state.failures.isEmpty && state.waiting.count <= 1)
      }
    }
    #expect(engine.encodings >= Self.count, "each image was encoded")
    #expect(mostEmbeddings == 5 * Self.embeddingBytes)
    #expect(mostImages > 0 && mostImages <= 4 * one)
    #expect(mostAhead <= PredictorService.mostAhead)
    images.finish()
    predictor.finish()
  }
}
