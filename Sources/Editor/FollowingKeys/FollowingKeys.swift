/// Which keys may follow those that were pressed, and what they do.
struct FollowingKeys: Equatable {
  struct Key: Equatable {
    /// As key maps name them.
    var keys: String
    var text: String
  }

  /// What is waited for; empty where the keys say it.
  var title: String
  /// The most wanted first.
  var keys: [Key]
  /// They stay until somebody presses one, so that a list of all of them is worth its room.
  var isList: Bool

  /// In `room` columns. Where there is too little for all the words, the last keys stand alone; where there is too
  /// little for all the keys, as many whole entries as fit, and `…` for the rest.
  func text(room: Int) -> String {
    let all = stride(from: keys.count, through: 0, by: -1).lazy.map { line(telling: $0) }
    let some = stride(from: keys.count - 1, through: 1, by: -1).lazy.map { line(telling: $0, of: $0) + " …" }
    let isFitting = { (text: String) in PlainText.width(text) <= room }
    return all.first(where: isFitting) ?? some.first(where: isFitting)
      ?? PlainText.truncated(line(telling: 0), to: room)
  }

  /// Whether all of them fit in `room` columns with their words.
  func fits(_ room: Int) -> Bool { PlainText.width(line(telling: keys.count)) <= room }

  private func line(telling told: Int, of count: Int? = nil) -> String {
    let entries = keys.prefix(count ?? keys.count).enumerated().map { $0 < told ? "\($1.keys) \($1.text)" : $1.keys }
    return (title.isEmpty ? "" : title + ": ") + entries.joined(separator: " · ")
  }

  /// The rows' keys with the first phrase of what help says, all of it where phrases would be alike.
  static func keys(_ rows: [HelpGroup.Row]) -> [Key] {
    let clauses = rows.map { $0.description.first(phraseBefore: "; ") }
    let phrases = clauses.map { $0.first(phraseBefore: ": ") }
    return rows.indices.map { at in
      let isOwn = phrases.count { $0 == phrases[at] } == 1
      return Key(keys: rows[at].keys, text: isOwn ? phrases[at] : clauses[at])
    }
  }
}

extension String {
  fileprivate func first(phraseBefore separator: String) -> String {
    firstRange(of: separator).map { String(self[..<$0.lowerBound]) } ?? self
  }
}
