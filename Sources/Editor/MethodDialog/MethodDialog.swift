import Segmentation

/// The method dialog while it is open: which method is chosen, and the values that are tried.
struct MethodDialog: Equatable, Sendable {
  enum Part: Equatable, Sendable { case methods, parameters }

  var part = Part.methods
  /// One per method of the registry, so that values are kept while one looks at other methods.
  var drafts: [MethodDraft]
  /// The place of the chosen method in `drafts`.
  private(set) var chosen: Int
  /// The value that is being written; nil while none is.
  var edit: LineEditor?
  /// What the segments on the screen were made by, completed; nil where there are none.
  let current: MethodSpec?
  var preview = MethodPreview()

  /// - Parameters:
  ///   - spec: the method to begin with.
  ///   - current: what the segments on the screen were made by.
  init(_ methods: [MethodDescription], spec: MethodSpec, current: MethodSpec?) {
    let isNamed = { (method: MethodDescription) in method.name == spec.name || method.aliases.contains(spec.name) }
    drafts = methods.map { MethodDraft($0, isNamed($0) ? spec : nil) }
    chosen = methods.firstIndex(where: isNamed) ?? 0
    self.current = current
  }

  var draft: MethodDraft { drafts[chosen] }

  /// Rows of the list that is shown.
  var count: Int { part == .methods ? drafts.count : draft.values.count }
  /// The place of the chosen row among them.
  var row: Int { part == .methods ? chosen : draft.chosen }

  /// Chooses a row of the list that is shown; the ends hold.
  mutating func choose(_ place: Int) {
    switch part {
    case .methods: chosen = min(max(place, 0), drafts.count - 1)
    case .parameters: change { $0.choose(place) }
    }
  }

  mutating func change<Failure: Error>(_ body: (inout MethodDraft) throws(Failure) -> Void) throws(Failure) {
    try body(&drafts[chosen])
  }
}
