import Session

/// How far somebody is who learns by doing.
struct Tutorial: Equatable, Sendable {
  /// The place of the lesson in `TutorialStep.all`; behind the last once all are done.
  private(set) var place = 0
  /// Since the lesson began; without traces of the pointer, which end a lesson at once or never.
  private(set) var deeds: [TutorialDeed] = []
  /// Of the event that is being taken.
  var asked: [EditorAction] = []
  var done: [Command] = []

  /// Nil once all are done.
  var step: TutorialStep? { place < TutorialStep.all.count ? TutorialStep.all[place] : nil }

  /// Goes on to the next lesson.
  mutating func goOn() {
    place = min(place + 1, TutorialStep.all.count)
    deeds = []
  }

  /// Takes in what an event did. The praise, if that ended a lesson.
  mutating func take(before: TutorialView, after: TutorialView) -> String? {
    let deed = TutorialDeed(before: before, after: after, asked: asked, done: done)
    (asked, done) = ([], [])
    guard !deed.isIdle, let step else { return nil }
    guard step.isDone(deeds + [deed]) else {
      if !deed.isTrace { deeds.append(deed) }
      return nil
    }
    goOn()
    return step.praise
  }
}
