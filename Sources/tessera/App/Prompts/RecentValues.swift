/// The values that were used last, as many as fit into a number of bytes; the newest always.
struct RecentValues<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Entry {
    let key: Key
    let value: Value
    let bytes: Int
  }

  /// Of all values together.
  let byteLimit: Int
  /// The longest unused first.
  private var entries: [Entry] = []

  init(byteLimit: Int) { self.byteLimit = byteLimit }

  /// Bytes of all values.
  var byteCount: Int { entries.reduce(0) { $0 + $1.bytes } }

  /// The value of `key`, which counts as used now.
  mutating func use(_ key: Key) -> Value? {
    guard let place = entries.firstIndex(where: { $0.key == key }) else { return nil }
    let entry = entries.remove(at: place)
    entries.append(entry)
    return entry.value
  }

  /// Keeps a value in place of the one with its key, and gives up those that it leaves no room for.
  mutating func put(_ value: Value, of key: Key, bytes: Int) {
    entries.removeAll { $0.key == key }
    entries.append(Entry(key: key, value: value, bytes: bytes))
    while byteCount > byteLimit, entries.count > 1 { entries.removeFirst() }
  }
}
