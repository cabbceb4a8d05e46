import Inference
import Raster
import Session
import Synchronization

/// The models that can be chosen, and the one that is used: it is read once, when somebody needs it, for clicks and for
/// method `sam` alike.
final class ModelLibrary: Sendable {
  private enum Used: Sendable {
    /// Nobody needed it yet: the first of the places it will be.
    case undecided
    case none
    case model(LoadedModel)
  }

  /// The first decides what is used to begin with; all are offered.
  let places: [ModelPlace]
  private let findEngine: @Sendable () -> (any InferenceEngine)?
  private let used = Mutex(Used.undecided)
  /// Only one at a time reads; the second finds what the first has read.
  private let reading = Mutex(())

  /// Looks at nothing yet.
  /// - Parameter engine: asked on a worker.
  init(
    _ places: [ModelPlace],
    engine: @escaping @Sendable () -> (any InferenceEngine)? = { InstalledEngine.report.engine }
  ) { (self.places, findEngine) = (places, engine) }

  /// A library of one pair, or of none.
  convenience init(_ choice: ModelChoice?, engine: @escaping @Sendable () -> (any InferenceEngine)?) {
    self.init(choice.map { [ModelPlace(encoder: $0.encoder, decoder: $0.decoder)] } ?? [], engine: engine)
  }

  /// The pair that is used unless another is chosen; nil where there is none. Reads names and shapes only.
  func standard() throws(ModelFileError) -> ModelChoice? { try places.first?.first() }

  /// The model that is used, read now unless it was; nil where none is. Takes up to seconds.
  func model() throws(ModelFileError) -> LoadedModel? {
    switch used.withLock({ $0 }) {
    case .none: return nil
    case .model(let model): return model
    case .undecided:
      guard let choice = try standard() else { return nil }
      return try read(choice)
    }
  }

  /// A pair, read now unless it is the one that is used. Takes up to seconds.
  func read(_ choice: ModelChoice) throws(ModelFileError) -> LoadedModel {
    try reading.withLock { (_) throws(ModelFileError) in
      if let known, known.choice == choice { return known }
      // What is said of a file that does not fit should not wait for an engine.
      _ = try choice.pair(ModelFile(choice.encoder), ModelFile(choice.decoder))
      guard let engine = findEngine() else { throw .noEngine }
      let model = try LoadedModel(choice, engine)
      used.withLock { if case .undecided = $0 { $0 = .model(model) } }
      return model
    }
  }

  /// From now on this model is used, or none.
  func use(_ model: LoadedModel?) { used.withLock { $0 = model.map { .model($0) } ?? .none } }

  /// The model that is used, if it was read.
  private var known: LoadedModel? {
    guard case .model(let model) = used.withLock({ $0 }) else { return nil }
    return model
  }

  // MARK: What there is

  /// All that can be chosen, each under a name of its own, the built-in predictor not among them. Reads names and shapes
  /// only.
  func offers() -> [(name: String, offer: ModelOffer)] {
    var offers: [ModelOffer] = []
    for offer in places.flatMap(\.offers) where !offers.contains(where: { $0.isSame(as: offer) }) {
      offers.append(offer)
    }
    return offers.map { offer in
      let isAlone = offers.count { $0.name == offer.name } == 1
      return (isAlone ? offer.name : offer.decoder.path.shown, offer)
    }
  }

  /// The pair of that name; nil for the built-in predictor.
  func choice(named name: String) throws(ModelFileError) -> ModelChoice? {
    if name == SamModel.builtIn.name { return nil }
    let offers = offers()
    guard let found = offers.first(where: { $0.name == name })?.offer else {
      throw .unknownName(name, nearest: nearestName(to: name, in: offers.map(\.name) + [SamModel.builtIn.name]))
    }
    guard let choice = found.choice else { throw .unusable(found.problem ?? "\(name): no pair of encoder and decoder") }
    return choice
  }

  /// Why nothing can run; nil where there is an engine. The first look takes up to 100 ms.
  var engineProblem: String? { findEngine() == nil ? ModelFileError.noEngine.description : nil }
}

extension ModelLibrary: PredictorSource {
  var fingerprint: String? { known?.fingerprint }

  func predictor() throws(PredictorSourceError) -> (predictor: any MaskPredictor, fingerprint: String) {
    let model: LoadedModel?
    do { model = try self.model() } catch { throw PredictorSourceError(error.description) }
    guard let model else { throw PredictorSourceError("needs models; \(ModelOptions.advice)") }
    return (model.predictor, model.fingerprint)
  }
}
