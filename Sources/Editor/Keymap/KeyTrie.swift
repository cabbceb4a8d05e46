/// The rows of one layer, found chord by chord.
struct KeyTrie: Equatable, Sendable {
  private struct Node: Equatable {
    /// The row that ends here, as its place in `rows`.
    var row: Int?
    /// Places in `nodes`.
    var next: [Chord: Int] = [:]
  }

  private var nodes = [Node()]
  /// In the order in which they came; nil where one was removed.
  private var rows: [Binding?] = []

  var bindings: [Binding] { rows.compactMap { $0 } }

  /// The first row that is wanted; asked at every frame, it copies none.
  func first(where isWanted: (Binding) -> Bool) -> Binding? {
    for case let binding? in rows where isWanted(binding) { return binding }
    return nil
  }

  func match(_ chords: [Chord]) -> Keymap.Match {
    guard let at = node(chords) else { return .unbound }
    if let row = nodes[at].row, let binding = rows[row] { return .bound(binding) }
    let longer = bindings.filter { $0.chords.count > chords.count && $0.chords.starts(with: chords) }
    return longer.isEmpty ? .unbound : .prefix(longer)
  }

  /// Nil where it was added or replaced its like; else the keys of a row that begins like it or that it begins like.
  mutating func insert(_ binding: Binding) -> String? {
    if let rival = first(where: { $0.chords != binding.chords && Self.overlap($0.chords, binding.chords) }) {
      return rival.keys
    }
    let at = makeNode(binding.chords)
    if let row = nodes[at].row {
      rows[row] = binding
    } else {
      nodes[at].row = rows.count
      rows.append(binding)
    }
    return nil
  }

  mutating func remove(_ chords: [Chord]) -> Bool {
    guard let at = node(chords), let row = nodes[at].row else { return false }
    rows[row] = nil
    nodes[at].row = nil
    return true
  }

  private static func overlap(_ one: [Chord], _ other: [Chord]) -> Bool {
    one.starts(with: other) || other.starts(with: one)
  }

  private func node(_ chords: [Chord]) -> Int? {
    var at = 0
    for chord in chords {
      guard let next = nodes[at].next[chord] else { return nil }
      at = next
    }
    return at
  }

  private mutating func makeNode(_ chords: [Chord]) -> Int {
    var at = 0
    for chord in chords {
      if let next = nodes[at].next[chord] {
        at = next
      } else {
        nodes.append(Node())
        nodes[at].next[chord] = nodes.count - 1
        at = nodes.count - 1
      }
    }
    return at
  }
}
