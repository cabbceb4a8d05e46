import Session

/// What images a list shows: words that must all fit, divided by blanks.
///
/// `jet` is a part of the name, capitals or not; `state:todo`, `state:todo,doing` and `state:unfinished` are states, by
/// their first letters; `note:` is any note, `note:look` one that holds the word.
struct FileFilter: Equatable, Sendable {
  enum Term: Equatable, Sendable {
    case name([UInt8])
    case states(Set<ImageStatus>)
    case note(String)
  }

  let text: String
  let terms: [Term]

  init(_ text: String) {
    self.text = text
    terms = text.split(separator: " ").map { Self.term(String($0)) }
  }

  private static func term(_ word: String) -> Term {
    let folded = word.lowercased()
    if folded.hasPrefix("state:") {
      let names = folded.dropFirst(6).split(separator: ",")
      return .states(Set(ImageStatus.allCases.filter { status in names.contains { isMeant(status, by: $0) } }))
    }
    return folded.hasPrefix("note:") ? .note(String(folded.dropFirst(5))) : .name(Array(folded.utf8))
  }

  private static func isMeant(_ status: ImageStatus, by word: Substring) -> Bool {
    status.rawValue.hasPrefix(word) || (word.count > 1 && "unfinished".hasPrefix(word) && !status.isFinished)
  }

  /// The places of the images that pass, in order; nil where all do.
  ///
  /// Cost: the letters of all names once, and little more.
  func places(_ names: FileNames, _ states: FolderStates) -> [Int32]? {
    guard !terms.isEmpty else { return nil }
    var places: [Int32]?
    for case .name(let part) in terms { places = names.places(holding: part, among: places) }
    var found = places ?? (0..<Int32(names.count)).map { $0 }
    for term in terms {
      switch term {
      case .name: continue
      case .states(let wanted):
        let isWanted = ImageStatus.allCases.map(wanted.contains)
        found.removeAll { !isWanted[states.status(at: Int($0)).index] }
      case .note(let part):
        found.removeAll { place in
          let note = states.note(at: Int(place))
          return note.isEmpty || !(part.isEmpty || note.lowercased().contains(part))
        }
      }
    }
    return found
  }
}

extension ImageStatus {
  fileprivate var index: Int {
    switch self {
    case .todo: 0
    case .doing: 1
    case .done: 2
    case .skipped: 3
    case .rejected: 4
    }
  }
}

/// The names of a list in small letters, end to end, so that a search runs through one piece of memory.
struct FileNames: Sendable {
  private var bytes: [UInt8] = []
  /// Where each name begins, and the end.
  private var starts: [Int] = [0]

  /// Cost: all letters once.
  init(_ files: [ImageFile]) {
    bytes.reserveCapacity(files.count * 24)
    starts.reserveCapacity(files.count + 1)
    for file in files { append(file.name) }
  }

  var count: Int { starts.count - 1 }

  mutating func append(_ name: String) {
    let start = bytes.count
    bytes += name.utf8
    if bytes[start...].allSatisfy({ $0 < 0x80 }) {
      for at in start..<bytes.count where (0x41...0x5A).contains(bytes[at]) { bytes[at] |= 0x20 }
    } else {
      bytes.removeSubrange(start...)
      bytes += name.lowercased().utf8
    }
    starts.append(bytes.count)
  }

  /// The places whose names hold `part`, which is in small letters; among `places`, or of all.
  func places(holding part: [UInt8], among places: [Int32]?) -> [Int32] {
    guard let first = part.first else { return places ?? (0..<Int32(count)).map { $0 } }
    return bytes.withUnsafeBufferPointer { bytes in
      part.withUnsafeBufferPointer { part in
        func holds(_ place: Int) -> Bool {
          var at = starts[place]
          let last = starts[place + 1] - part.count
          while at <= last {
            if bytes[at] == first, (1..<part.count).allSatisfy({ bytes[at + $0] == part[$0] }) { return true }
            at += 1
          }
          return false
        }
        if let places { return places.filter { holds(Int($0)) } }
        return (0..<Int32(count)).filter { holds(Int($0)) }
      }
    }
  }
}
