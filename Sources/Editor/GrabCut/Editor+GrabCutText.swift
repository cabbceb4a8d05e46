import Display
import Raster
import Segmentation
import Session

extension Editor {
  /// What the side bar says in GrabCut mode.
  var grabCutFacts: [Fact] {
    let marks = marks
    var facts = [
      Fact(name: "mode", value: "grabcut"), Fact(name: "draws", value: drawsText),
      Fact(name: "brush", value: "radius \(state.grabCut.radius)"),
      Fact(name: "strokes", value: "\(marks.strokes.count)"), Fact(name: "boxes", value: "\(marks.rectangles.count)"),
      Fact(name: "answer", value: answerText),
    ]
    facts += imageLookFacts
    if let cursor = state.cursor { facts.append(Fact(name: "cursor", value: "\(cursor.x),\(cursor.y)")) }
    return facts + undoFacts + (state.cursor.map(colorFacts) ?? [])
  }

  private var drawsText: String {
    switch state.grabCut.kind {
    case .foreground: "foreground"
    case .background: "background"
    case .probableForeground: "foreground?"
    case .probableBackground: "background?"
    }
  }

  private var answerText: String {
    if open?.question?.preview != nil { return "coarse" }
    if open?.question != nil { return "on its way" }
    return marks.answer == nil ? "none" : "there"
  }

  /// What the status row says in GrabCut mode.
  var grabCutHints: String {
    switch state.grabCut.draft {
    case .stroke: return "\(drawsText) stroke: " + hints([(["grabcut-draw"], "ends it"), (["cancel"], "drops it")])
    case .rectangle: return "box: " + hints([(["grabcut-corner"], "ends it"), (["cancel"], "drops it")])
    case nil: break
    }
    return hints([
      (["grabcut-run"], "divide"), (["grabcut-finish"], "finish"), (["grabcut-draw"], "stroke"),
      (["grabcut-corner"], "box"), (["grabcut-brush -1", "grabcut-brush 1"], "brush"), (["mode single"], "leave"),
      (["help"], "all keys"),
    ])
  }

  /// One character of the map where there are no graphics: `F` and `B` are sure foreground and background, `f` and `b`
  /// probable ones, `+` a box; of the answer `#` is foreground.
  func grabCutSymbol(_ point: PixelPoint, next: [PixelPoint], _ kinds: Mask?) -> String {
    if state.grabCut.showsAnswer { return kinds.map { $0[point] & 1 == 1 ? "#" : "·" } ?? "·" }
    if let kind = kinds?[point], kind < 4 { return ["B", "F", "b", "f"][Int(kind)] }
    let isEdge = shownRectangles.contains { box in next.contains { box.contains($0) != box.contains(point) } }
    return isEdge ? "+" : "·"
  }

  /// What the map shows of every pixel: the answer, or marks with 255 where there are none.
  func grabCutKinds(of size: Size) -> Mask? {
    if state.grabCut.showsAnswer { return shownAnswer.flatMap { $0.size == size ? $0.bytes : nil } }
    var kinds = Mask(size: size, filledWith: .max)
    for stroke in shownStrokes {
      for run in stroke.runs(in: size) {
        for at in run.range { kinds.elements[at] = stroke.kind.number }
      }
    }
    return kinds
  }

  private var shownStrokes: [GrabCutStroke] {
    if case .stroke(let draft) = state.grabCut.draft { return marks.strokes + [draft] }
    return marks.strokes
  }

  private var shownRectangles: [PixelRect] {
    if case .rectangle(let one, let other) = state.grabCut.draft {
      return marks.rectangles + [PixelRect(corner: one, corner: other)]
    }
    return marks.rectangles
  }
}
