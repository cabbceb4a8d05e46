import Raster
import Session

/// What lessons look at.
struct TutorialView: Equatable, Sendable {
  /// Of the open image in the list, and how many there are.
  var place: Int
  var images: Int
  var cursor: PixelPoint?
  var zoom: Double?
  var offset: PixelPoint?
  /// The current class; 0 where there is none.
  var classNumber: Int
}

/// What one event did: what was asked for, what came of it.
struct TutorialDeed: Equatable, Sendable {
  var before: TutorialView
  var after: TutorialView
  /// By keys, gestures and the prompt; a picture that is dragged counts as `dragView`.
  var asked: [EditorAction]
  /// What changed labels, paint or history.
  var done: [Command]

  /// Nothing that could be a lesson happened.
  var isIdle: Bool { before == after && asked.isEmpty && done.isEmpty }

  /// Something went elsewhere, and nobody asked for it by name.
  var isTrace: Bool { asked.isEmpty && done.isEmpty && before.classNumber == after.classNumber }

  /// The same image was open before and after.
  var staysOnImage: Bool { before.place == after.place && before.cursor != nil && after.cursor != nil }

  func asked(_ isWanted: (Command) -> Bool) -> Bool {
    asked.contains { if case .command(let command) = $0 { isWanted(command) } else { false } }
  }
}

extension [TutorialDeed] {
  func hasDone(_ isWanted: (Command) -> Bool) -> Bool { contains { $0.done.contains(where: isWanted) } }

  /// What was done since the first deed that is `isFirst`, in order.
  func done(since isFirst: (TutorialDeed) -> Bool) -> [Command] {
    firstIndex(where: isFirst).map { self[$0...].flatMap(\.done) } ?? []
  }
}

extension TutorialDeed {
  /// The cursor went elsewhere by a key, the pointer or a command, and not because the picture moved.
  var movesCursor: Bool {
    guard staysOnImage, before.cursor != after.cursor, done.isEmpty else { return false }
    guard !asked.isEmpty else { return before.offset == after.offset && before.zoom == after.zoom }
    return asked.allSatisfy { action in
      if case .command(.walk) = action { false } else { action.isMotion }
    }
  }

  var zoomsIn: Bool {
    guard staysOnImage, let old = before.zoom, let new = after.zoom else { return false }
    return new > old && asked { if case .zoom = $0 { true } else { false } }
  }

  var pans: Bool {
    guard staysOnImage, before.zoom == after.zoom, before.offset != after.offset else { return false }
    return asked.contains { if case .dragView = $0 { true } else if case .command(.pan) = $0 { true } else { false } }
  }

  /// Another class is the current one, and not because something was filled with it.
  var choosesClass: Bool {
    staysOnImage && before.classNumber != after.classNumber && !done.contains { $0.isFill }
  }

  /// The next image was asked for, and is another one where there are several.
  var goesOn: Bool {
    (before.place != after.place || before.images == 1)
      && asked {
        switch $0 {
        case .next, .nextUnfinished, .goto, .previous, .previousUnfinished: true
        default: false
        }
      }
  }
}

extension Command {
  /// Paints a segment, or those that a stroke passes.
  var isFill: Bool {
    switch self {
    case .fill, .strokeBegin(.fill, _): true
    default: false
    }
  }
}
