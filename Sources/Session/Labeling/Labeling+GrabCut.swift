import Raster
import Segmentation

extension Labeling {
  func planGrabCut(_ action: GrabCutAction, _ work: Work) throws(SessionError) -> Change {
    switch action {
    case .stroke(let stroke): try planMark(stroke)
    case .rectangle(let one, let other): try planRectangle(one, other)
    case .run: try planAnswer(work)
    case .finish: try planFinish()
    case .clear:
      state.annotations.grabCut == GrabCutMarks()
        ? .nothing("There are no marks") : marked { $0 = GrabCutMarks() }
    }
  }

  private func planMark(_ stroke: GrabCutStroke) throws(SessionError) -> Change {
    guard !stroke.runs(in: state.size).isEmpty else { throw .outside(stroke.points[0], state.size) }
    return marked { $0.add(stroke) }
  }

  private func planRectangle(_ one: PixelPoint, _ other: PixelPoint) throws(SessionError) -> Change {
    let rectangle = PixelRect(corner: one, corner: other).intersection(state.size.bounds)
    guard !rectangle.isEmpty else { throw .outside(one, state.size) }
    return marked { $0.add(rectangle) }
  }

  private func planAnswer(_ work: Work) throws(SessionError) -> Change {
    guard case .answer(let answer) = work, answer.runs.size == state.size,
      answer.runs.values.allSatisfy({ (0...3).contains($0) })
    else { throw .needsAnswer("grabcut-run") }
    let counts = answer.runs.pixelCounts(upTo: 3)
    let share = percent(Int(counts[1]) + Int(counts[3]), of: state.size.area)
    return marked("foreground: \(share) of the image") { $0.take(answer.runs) }
  }

  /// One segment per 4-connected region of foreground and of background; the marks have done their work.
  private func planFinish() throws(SessionError) -> Change {
    guard let answer = state.annotations.grabCut.answer else { throw .noAnswer("grabcut-finish", from: "grabcut-run") }
    let (labels, count) = connectedRegions(of: answer.relabeled(by: [1, 2, 1, 2]).plane)
    let patch = Patch(labels: RunLengthPlane(labels).changes(from: state.labels))
    return marked(Self.shown(segments: count), patch, lastLabel: count) { $0 = GrabCutMarks() }
  }

  private func marked(
    _ message: String? = nil, _ patch: Patch = Patch(), lastLabel: Int32 = 0, _ change: (inout GrabCutMarks) -> Void
  ) -> Change {
    var annotations = state.annotations
    change(&annotations.grabCut)
    return .edit(Edit(patch: patch, lastLabel: lastLabel, annotations: annotations, message: message))
  }
}

/// A part of the pixels as people read it: `12.3 %`.
private func percent(_ pixels: Int, of area: Int) -> String {
  let tenths = Int((Double(pixels) / Double(max(1, area)) * 1000).rounded())
  return "\(tenths / 10).\(tenths % 10) %"
}
