import Session

/// How far the folder is, and how fast it goes.
struct FolderProgress: Equatable, Sendable {
  /// A state or note that was given to an image, to be taken back.
  struct Step: Equatable, Sendable {
    var before: Change
    var after: Change
    /// Steps of the image's session that could be undone then: what was labeled afterwards is undone first.
    var depth: Int
  }

  enum Change: Equatable, Sendable {
    case mark(ImageStatus)
    case note(String)
  }

  var states: FolderStates
  /// What lies on the disk has been read.
  var isRead = false
  /// What was changed before that, by place.
  var early: [Int: [Change]] = [:]
  /// Images that were labeled before that.
  var earlyLabeled: Set<Int> = []
  /// Steps that can be undone and redone, by place.
  var steps: [Int: [Step]] = [:]
  var undone: [Int: [Step]] = [:]
  /// Images that were done in this session, less those that were taken back.
  var doneNow = 0
  /// Of this session.
  var work = WorkTime()

  init(count: Int) { states = FolderStates(count: count) }

  /// A rate of so few moments says nothing.
  private static let shortestWork = 30_000

  /// Images per hour of work in this session; nil until that can be told.
  var rate: Double? {
    guard doneNow > 0, work.milliseconds >= Self.shortestWork else { return nil }
    return Double(doneNow) * 3_600_000 / Double(work.milliseconds)
  }

  /// Minutes until nothing is todo or doing, at that rate.
  var minutesLeft: Double? { rate.map { Double(states.unfinishedCount) / $0 * 60 } }

  /// What the image has now that `change` would replace.
  func current(_ change: Change, at place: Int) -> Change {
    switch change {
    case .mark: .mark(states.status(at: place))
    case .note: .note(states.note(at: place))
    }
  }

  mutating func apply(_ change: Change, at place: Int) {
    if case .mark(let status) = change, (status == .done) != (states.status(at: place) == .done) {
      doneNow += status == .done ? 1 : -1
    }
    set(change, at: place)
    if !isRead { early[place, default: []].append(change) }
  }

  private mutating func set(_ change: Change, at place: Int) {
    switch change {
    case .mark(let status): states.set(status, at: place, isMark: true)
    case .note(let note): states.set(note: note, at: place)
    }
  }

  /// Takes what was read; what was changed meanwhile holds.
  mutating func take(_ read: FolderStates) {
    let added = states.count - read.count
    states = read
    for _ in 0..<max(0, added) { states.append() }
    for (place, changes) in early.sorted(by: { $0.key < $1.key }) {
      for change in changes { set(change, at: place) }
    }
    (isRead, early) = (true, [:])
  }
}
