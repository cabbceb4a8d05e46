/// The states of all images of a list and the notes on them, by place. Counts are kept: nothing here walks the list but
/// `unfinished`.
public struct FolderStates: Equatable, Sendable {
  private var statuses: [ImageStatus]
  /// Somebody has said so; else it follows from the journals.
  private var marked: [Bool]
  /// Notes that are not empty.
  private var notes: [Int: String] = [:]
  private var counts: [Int]

  /// So many images of which nothing is known.
  public init(count: Int) {
    statuses = Array(repeating: .todo, count: count)
    marked = Array(repeating: false, count: count)
    counts = ImageStatus.allCases.map { $0 == .todo ? count : 0 }
  }

  /// Images of the list.
  public var count: Int { statuses.count }

  /// Of the image at that place.
  public func status(at place: Int) -> ImageStatus { statuses.indices.contains(place) ? statuses[place] : .todo }

  /// Whether somebody has given the image its state; else it follows from its journal.
  public func isMarked(at place: Int) -> Bool { marked.indices.contains(place) && marked[place] }

  /// Empty where there is none; may hold anything, so it is to be made safe before it is shown.
  public func note(at place: Int) -> String { notes[place] ?? "" }

  /// Images in that state.
  public func count(of status: ImageStatus) -> Int { counts[Self.index(status)] }

  /// Images that somebody has to come back to.
  public var unfinishedCount: Int { count(of: .todo) + count(of: .doing) }

  /// Gives an image a state.
  /// - Parameter isMark: somebody has said so.
  public mutating func set(_ status: ImageStatus, at place: Int, isMark: Bool) {
    guard statuses.indices.contains(place) else { return }
    counts[Self.index(statuses[place])] -= 1
    counts[Self.index(status)] += 1
    statuses[place] = status
    marked[place] = marked[place] || isMark
  }

  /// Writes a note on an image; an empty one takes it away.
  public mutating func set(note: String, at place: Int) {
    guard statuses.indices.contains(place) else { return }
    notes[place] = note.isEmpty ? nil : note
  }

  /// An image joins the list at its end.
  public mutating func append() {
    statuses.append(.todo)
    marked.append(false)
    counts[Self.index(.todo)] += 1
  }

  /// The next image that is not finished, around the ends of the list; nil where there is none but the one at `place`.
  /// - Parameter step: 1 or -1.
  public func unfinished(from place: Int, step: Int) -> Int? {
    guard count > 1 else { return nil }
    return (1..<count).lazy.map { ((place + $0 * step) % count + count) % count }.first { !statuses[$0].isFinished }
  }

  private static func index(_ status: ImageStatus) -> Int { ImageStatus.allCases.firstIndex(of: status) ?? 0 }
}
