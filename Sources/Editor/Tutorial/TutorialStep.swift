import Session

/// A lesson: what is to be done, and how it is known that it was done.
struct TutorialStep: Sendable {
  /// What is learned, in a few words.
  let title: String
  /// What to press. `{undo}` is replaced by the key that runs that line, `{sam@sam-paint}` by the one of a mode's layer,
  /// `{save, next|save}` by the first of several that has a key.
  let text: String
  /// Said once it is done.
  let praise: String
  /// Looks at what was done since the lesson began, the oldest first.
  let isDone: @Sendable ([TutorialDeed]) -> Bool
}

extension TutorialStep {
  /// All lessons in their order; each can be done whatever was done before.
  static let all: [TutorialStep] = [
    TutorialStep(
      title: "Move the cursor",
      text: "{move -1 0} {move 0 1} {move 0 -1} {move 1 0} move the cursor; so does the mouse.",
      praise: "that is the cursor", isDone: { $0.contains(where: \.movesCursor) }),
    TutorialStep(
      title: "Fill a segment",
      text: "Press {fill 1}: the segment under the cursor becomes class 1. A left click fills, too.",
      praise: "filled", isDone: { $0.hasDone(\.isFill) }),
    TutorialStep(
      title: "Undo and redo",
      text: "{undo} takes back the last step, {redo} does it again. Press both.",
      praise: "nothing is ever lost",
      isDone: { deeds in
        let isUndo = { (command: Command) in if case .undo = command { true } else { false } }
        let since = deeds.done { $0.done.contains(where: isUndo) }
        return since.contains { if case .redo = $0 { true } else { false } }
      }),
    TutorialStep(
      title: "Walk",
      text: "{walk 1} goes to the largest unpainted segment, a digit such as {fill 2} fills it and goes on. Fill two.",
      praise: "a key for a segment",
      isDone: { deeds in
        let walked = deeds.done { $0.asked { if case .walk = $0 { true } else { false } } }
        return walked.count { $0.isFill } >= 2
      }),
    TutorialStep(
      title: "Choose a class",
      text:
        "{act} and clicks fill with the class marked in the list; {step-class 1} and {step-class -1} choose another.",
      praise: "chosen", isDone: { $0.contains(where: \.choosesClass) }),
    TutorialStep(
      title: "Look closer",
      text:
        "{zoom in} zooms in: press it a few times. "
        + "Then {pan 8 0} or {pan 0 8} shows what is beside; {zoom fit} shows all again.",
      praise: "well looked", isDone: { $0.contains(where: \.zoomsIn) && $0.contains(where: \.pans) }),
    TutorialStep(
      title: "Coarser and finer",
      text: "{granularity 1} joins segments that look alike, {granularity -1} divides them again. Press both.",
      praise: "paint stays whatever the segments are",
      isDone: { deeds in
        deeds.hasDone { if case .granularity(let steps) = $0 { steps > 0 } else { false } }
          && deeds.hasDone { if case .granularity(let steps) = $0 { steps < 0 } else { false } }
      }),
    TutorialStep(
      title: "Beyond segments",
      text: "Cut one in two: {mode cut}, then {cut@act} at two places. "
        + "Or paint by hand: {mode brush}, {brush@brush-draw}, move, {brush@brush-draw}.",
      praise: "no segment is in your way",
      isDone: { deeds in
        deeds.hasDone {
          switch $0 {
          case .cut, .freehand(.brush): true
          default: false
          }
        }
      }),
    TutorialStep(
      title: "Fill what looks alike",
      text: "{mode smart-fill} shows the segments like the one at the cursor, {smart-fill@act} fills them. "
        + "Or {mode sam}: click on an object, {sam@sam-paint} paints it.",
      praise: "many segments at once",
      isDone: { deeds in
        deeds.hasDone {
          switch $0 {
          case .smartFill, .fillSegments, .sam(.paint): true
          default: false
          }
        }
      }),
    TutorialStep(
      title: "Save and go on",
      text: "{save, mark done, next|save, next|save} writes the masks, marks the image done and opens the next one.",
      praise: "the masks are written",
      isDone: { deeds in
        guard let saved = deeds.firstIndex(where: { $0.asked { $0 == .save } }) else { return false }
        return deeds[saved...].contains(where: \.goesOn)
      }),
  ]
}
