import Inference
import Raster
import Segmentation
import Session
import Synchronization
import SystemPackage

/// Segment Anything as a method that answers clicks.
final class SamClicks: ClickMethod {
  let name = "sam"
  private let models: Mutex<SamModels>

  /// Opens both models in the engine of this machine.
  init(encoder: FilePath, decoder: FilePath) throws(ClickMethodError) {
    models = Mutex(try SamModels(encoder: encoder, decoder: decoder))
  }

  func prepare(_ image: Image, _ run: MethodRun) throws(ClickMethodError) -> any ClickAnswerer {
    let embedding = try using { models throws(InferenceError) in try models.encoder.embed(image) }
    return SamAnswerer(method: self, embedding: embedding)
  }

  /// One thread at a time.
  fileprivate func using<Value: Sendable>(_ body: (SamModels) throws(InferenceError) -> Value)
    throws(ClickMethodError) -> Value
  {
    let result = models.withLock { models in Result { () throws(InferenceError) in try body(models) } }
    do { return try result.get() } catch { throw .failed(printable("\(error)")) }
  }
}

/// Both models, opened. A lock sees to it that one thread at a time uses them.
private struct SamModels: @unchecked Sendable {
  let encoder: ImageEncoder
  let decoder: PromptDecoder

  init(encoder: FilePath, decoder: FilePath) throws(ClickMethodError) {
    guard let engine = InstalledEngine.report.engine else {
      throw .failed("no inference engine on this machine; \(InstalledEngine.advice)")
    }
    guard case .encoder(let first) = try Self.kind(of: encoder) else {
      throw .failed("\(encoder.shown): a decoder; name the encoder with --sam-encoder")
    }
    guard case .decoder(let second) = try Self.kind(of: decoder) else {
      throw .failed("\(decoder.shown): an encoder; name the decoder with --sam-decoder")
    }
    let pair: ModelPair
    do { pair = try ModelPair(first, second) } catch { throw .failed(printable("\(error)")) }
    self.encoder = ImageEncoder(try Self.open(encoder, engine), pair)
    self.decoder = PromptDecoder(try Self.open(decoder, engine), pair.decoder)
  }

  private static func kind(of path: FilePath) throws(ClickMethodError) -> ModelKind {
    let model: ONNXModel
    do { model = try ModelFile(path).result.get() } catch { throw .failed("\(error)") }
    do { return try ModelKind(model) } catch { throw .failed("\(path.shown): \(printable("\(error)"))") }
  }

  private static func open(_ path: FilePath, _ engine: any InferenceEngine) throws(ClickMethodError)
    -> any InferenceSession
  {
    let bytes: [UInt8]
    do { bytes = try SystemFiles().read(path) } catch { throw .failed("\(error)") }
    do {
      return try engine.open(.file(bytes: bytes, path: path.string), InferenceOptions())
    } catch { throw .failed("\(path.shown): \(printable("\(error)"))") }
  }
}

/// Each answer refines the one before, as the models were trained.
private final class SamAnswerer: ClickAnswerer {
  private let method: SamClicks
  private let embedding: ImageEmbedding
  private var previous: MaskLogits?

  init(method: SamClicks, embedding: ImageEmbedding) { (self.method, self.embedding) = (method, embedding) }

  func mask(for prompt: PointPrompt) throws(ClickMethodError) -> Mask {
    let points = prompt.points.map { point in
      Prompt.Point(x: Double(point.position.x), y: Double(point.position.y), isForeground: point.isForeground)
    }
    let refined = points.count > 1 ? previous : nil
    let best = try method.using { models throws(InferenceError) in
      let answer = try models.decoder.answer(Prompt(points: points, previous: refined), on: embedding)
      return answer.candidates[answer.best]
    }
    previous = best.logits
    return best.mask()
  }
}
