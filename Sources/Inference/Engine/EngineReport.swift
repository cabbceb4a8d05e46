/// What the search for an engine came to; every place that was tried is remembered.
public struct EngineReport: Sendable {
  /// One place and what came of it.
  public struct Attempt: Equatable, Sendable {
    /// What was tried.
    public let place: EngineSearch.Place
    /// nil where it worked.
    public let failure: String?
  }

  /// In the order in which they were tried; the last one worked if there is an engine.
  public private(set) var attempts: [Attempt] = []
  /// The first that could be loaded.
  public private(set) var engine: (any InferenceEngine)?

  /// Tries the places in order until one works.
  /// - Parameter load: loads a library; tests bring their own.
  public init(
    _ places: [EngineSearch.Place],
    load: (String) throws(EngineLoadError) -> any InferenceEngine = {
      (path: String) throws(EngineLoadError) in try OpenVINOEngine(library: path)
    }
  ) {
    for place in places where engine == nil {
      attempts.append(Attempt(place: place, failure: attempt(place, load)))
    }
  }

  private mutating func attempt(
    _ place: EngineSearch.Place, _ load: (String) throws(EngineLoadError) -> any InferenceEngine
  ) -> String? {
    guard let library = place.library else { return "holds no \(EngineSearch.baseName)" }
    do {
      engine = try load(library)
      return nil
    } catch {
      return error.reason
    }
  }
}
