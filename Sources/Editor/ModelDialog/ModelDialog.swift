/// The model dialog while it is open.
struct ModelDialog: Equatable, Sendable {
  /// Nil until a worker has looked at the files.
  private(set) var entries: [ModelEntry]?
  /// The place of the chosen row in `entries`.
  private(set) var row = 0

  var count: Int { entries?.count ?? 0 }
  var entry: ModelEntry? { entries.flatMap { $0.indices.contains(row) ? $0[row] : nil } }

  /// - Parameter current: the name of who answers now: that row is chosen to begin with.
  mutating func show(_ entries: [ModelEntry], current: String) {
    let chosen = entry?.name ?? current
    self.entries = entries
    row = entries.firstIndex { $0.name == chosen } ?? 0
  }

  /// The ends hold.
  mutating func choose(_ place: Int) { row = min(max(place, 0), max(0, count - 1)) }
}
