import Raster
import Segmentation

extension Labeling {
  /// What a command of Segment Anything will do to marks, segments or paint.
  func planSam(_ action: SamAction, _ work: Work) throws(SessionError) -> Change {
    switch action {
    case .point(let place, let isForeground):
      let place = try inside(place, "sam-point")
      return marking { $0.points.append(.init(place, isForeground: isForeground)) }
    case .box(let one, let other):
      let box = try box(one, other)
      return marking { $0.boxes.append(box) }
    case .predict: return try planPrediction(work)
    case .candidate(let number): return try planCandidate(number)
    case .finish: return try planSamFinish()
    case .paint(let reference): return try planSamPaint(reference)
    case .clear: return state.annotations.sam == SamMarks() ? .nothing(nil) : marking { $0 = SamMarks() }
    }
  }

  private func marking(_ message: String? = nil, _ change: (inout SamMarks) -> Void) -> Change {
    var annotations = state.annotations
    change(&annotations.sam)
    return .edit(Edit(patch: Patch(), annotations: annotations, message: message))
  }

  /// Both corners' pixels belong to it; what lies outside the image is cut off.
  private func box(_ one: PixelPoint, _ other: PixelPoint) throws(SessionError) -> PixelRect {
    let box = PixelRect(corner: one, corner: other)
    let inside = box.intersection(state.size.bounds)
    guard !inside.isEmpty else { throw .outside(PixelPoint(x: box.x, y: box.y), state.size) }
    return inside
  }

  private func planPrediction(_ work: Work) throws(SessionError) -> Change {
    guard case .answer(let prepared) = work, case .sam(.predict(let prediction)) = prepared.command,
      prepared.runs.size == state.size, let model = prediction.model, !prediction.scores.isEmpty,
      prepared.runs.values.allSatisfy({ 0..<(1 << Int32(prediction.scores.count)) ~= $0 })
    else { throw .needsAnswer("sam-predict") }
    let marks = state.annotations.sam
    let answer = SamAnswer(runs: prepared.runs, scores: prediction.scores, model: model, markCount: marks.count)
    guard answer != marks.answer else { return .nothing(nil) }
    let isEmpty = answer.runs.values.allSatisfy { $0 == 0 }
    return marking(isEmpty ? "nothing found there; add a point or a box" : nil) { $0.answer = answer }
  }

  private func planCandidate(_ number: Int) throws(SessionError) -> Change {
    let answer = try samAnswer("sam-candidate")
    guard number <= answer.scores.count else { throw .noCandidate(number, count: answer.scores.count) }
    return number - 1 == answer.chosen ? .nothing(nil) : marking { $0.answer?.chosen = number - 1 }
  }

  private func planSamPaint(_ reference: ClassReference?) throws(SessionError) -> Change {
    let answer = try samAnswer("sam-paint")
    let number = UInt16(try state.classes.number(reference))
    let runs = answer.runs(of: answer.chosen)
    guard !runs.isEmpty else { return .nothing("the mask is empty; add a point or a box") }
    let objects = try separateObject(Int(number))
    let patch = patch(painting: runs, number, UInt16(objects?.current ?? 0))
    return .edit(Edit(patch: patch, annotations: withoutSamMarks, objects: objects))
  }

  private func planSamFinish() throws(SessionError) -> Change {
    let answer = try samAnswer("sam-finish")
    var sides = LabelMap(size: state.size, filledWith: 1)
    let runs = answer.runs(of: answer.chosen)
    sides.elements.withUnsafeMutableBufferPointer { sides in
      for run in runs { sides[run.range].update(repeating: 2) }
    }
    let regions = connectedRegions(of: sides)
    let patch = Patch(labels: RunLengthPlane(regions.labels).changes(from: state.labels))
    return .edit(
      Edit(
        patch: patch, lastLabel: regions.count, annotations: withoutSamMarks,
        message: Self.shown(segments: regions.count)))
  }

  private var withoutSamMarks: Annotations {
    var annotations = state.annotations
    annotations.sam = SamMarks()
    return annotations
  }

  private func samAnswer(_ command: String) throws(SessionError) -> SamAnswer {
    guard let answer = state.annotations.sam.answer else { throw .noAnswer(command, from: "sam-predict") }
    return answer
  }
}

extension UndoStep {
  /// The step answered the marks of Segment Anything and did nothing else.
  fileprivate var isSamPrediction: Bool {
    guard let annotations, patches.allSatisfy(\.isEmpty) else { return false }
    var old = annotations.old.sam
    var answer = annotations.new.sam.answer
    // Choosing a candidate is a step of a person's own.
    answer?.chosen = old.answer?.chosen ?? 0
    guard answer != old.answer else { return false }
    old.answer = annotations.new.sam.answer
    return old == annotations.new.sam && answer != nil
  }
}

extension History {
  /// Steps that go back to before the last thing that a person did: predictions follow by themselves.
  public var undoStride: Int {
    min(undoDepth, undoSteps.reversed().prefix { $0.isSamPrediction }.count + 1)
  }

  /// Steps that redo the next thing that a person did, with the predictions that followed.
  public var redoStride: Int {
    min(redoDepth, redoSteps.reversed().dropFirst().prefix { $0.isSamPrediction }.count + 1)
  }
}
