import Session

extension Editor {
  /// How far around the open image others are prepared, in steps of the walk.
  static let depth = (ahead: 3, behind: 1)

  /// The images that will be asked for next, nearest first: of two as near the one that the last step leads to.
  var wishes: [ImageFile] {
    let count = state.files.count
    var places: [Int] = []
    for step in 1...max(Self.depth.ahead, Self.depth.behind) {
      if step <= Self.depth.ahead { places.append(state.place + step * state.heading.rawValue) }
      if step <= Self.depth.behind { places.append(state.place - step * state.heading.rawValue) }
    }
    var found: [Int] = []
    for place in places.map({ (($0 % count) + count) % count }) where place != state.place && !found.contains(place) {
      found.append(place)
    }
    return found.map { state.files[$0] }
  }

  /// Asks for the neighbours of the open image by the method that they would be opened with.
  func prepareNeighbours() -> [Effect] { wishes.isEmpty ? [] : [.prepare(wishes, method)] }

  /// The open image is on its way and has nothing to show yet.
  public var isPictureDue: Bool { open.map { $0.composer == nil && $0.failure == nil } ?? false }
}

/// Which way the last step through the list went.
enum Heading: Int, Equatable, Sendable {
  case forwards = 1
  case backwards = -1
}
