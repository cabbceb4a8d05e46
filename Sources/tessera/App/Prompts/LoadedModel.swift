import Inference
import Raster
import Segmentation
import Session
import Synchronization
import SystemPackage

/// A pair of models that an engine has compiled. Any thread may use it; runs of each file follow one another.
final class LoadedModel: Sendable {
  /// What journals write.
  let model: SamModel
  let pair: ModelPair
  /// Of the encoder's file.
  let encoderDigest: Digest
  private let encoder: Mutex<ImageEncoder>
  private let decoder: Mutex<PromptDecoder>

  /// Reads, checks and compiles both files; takes up to seconds.
  init(_ choice: ModelChoice, _ engine: any InferenceEngine) throws(PromptModelError) {
    let (encoder, decoder) = (try Self.read(choice.encoder), try Self.read(choice.decoder))
    guard case .encoder(let encoderSignature) = encoder.kind else { throw .noEncoder(choice.encoder) }
    guard case .decoder(let decoderSignature) = decoder.kind else { throw .noDecoder(choice.decoder) }
    do { pair = try ModelPair(encoderSignature, decoderSignature) } catch { throw .kind(choice.decoder, error) }
    encoderDigest = encoder.digest
    model = .files(name: choice.name, encoder: encoder.digest, decoder: decoder.digest)
    self.encoder = Mutex(ImageEncoder(try Self.open(encoder, engine), pair))
    self.decoder = Mutex(PromptDecoder(try Self.open(decoder, engine), decoderSignature))
  }

  /// Prepares an image; takes 0.3 to 8 s.
  func embed(_ image: Image) throws(InferenceError) -> ImageEmbedding {
    try encoder.withLock { (encoder) throws(InferenceError) in try encoder.embed(image) }
  }

  /// Masks, the best first.
  func answer(_ prompt: PointPrompt, on embedding: ImageEmbedding) throws(InferenceError) -> [ScoredMask] {
    let asked = Prompt(prompt, pair)
    let answer = try decoder.withLock { (decoder) throws(InferenceError) in try decoder.answer(asked, on: embedding) }
    return ([answer.best] + answer.alternatives).map { place in
      let candidate = answer.candidates[place]
      return ScoredMask(mask: candidate.mask(), score: candidate.score)
    }
  }

  // MARK: Files

  private struct File {
    let path: FilePath
    let bytes: [UInt8]
    let digest: Digest
    let kind: ModelKind
    let hasWeightsBeside: Bool
  }

  private static func read(_ path: FilePath) throws(PromptModelError) -> File {
    let (bytes, model): ([UInt8], ONNXModel)
    do { (bytes, model) = try ModelFile.load(path) } catch { throw .file(error) }
    let kind: ModelKind
    do { kind = try ModelKind(model) } catch { throw .kind(path, error) }
    return File(
      path: path, bytes: bytes, digest: Digest(of: bytes), kind: kind, hasWeightsBeside: !model.externalFiles.isEmpty)
  }

  private static func open(
    _ file: File, _ engine: any InferenceEngine
  ) throws(PromptModelError) -> sending any InferenceSession {
    let source: ModelSource =
      file.hasWeightsBeside ? .file(bytes: file.bytes, path: file.path.string) : .bytes(file.bytes)
    do { return try engine.open(source, InferenceOptions()) } catch { throw .inference(file.path, error) }
  }
}

extension Prompt {
  /// A prompt as models take it.
  init(_ prompt: PointPrompt, _ pair: ModelPair) {
    let points = prompt.points.map {
      Point(x: Double($0.position.x), y: Double($0.position.y), isForeground: $0.isForeground)
    }
    let box = prompt.box.map { box in
      Area(x: Double(box.x), y: Double(box.y), width: Double(box.width - 1), height: Double(box.height - 1))
    }
    self.init(points: points, box: box, previous: prompt.previous.flatMap { pair.logits(refining: $0) })
  }
}
