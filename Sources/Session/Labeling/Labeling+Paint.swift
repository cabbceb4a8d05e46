import Raster

extension Labeling {
  /// An unpainted pixel's segment is painted, a painted pixel's region of equal paint is repainted.
  mutating func planFill(_ point: PixelPoint?, _ reference: ClassReference?) throws(SessionError) -> Change {
    let point = try inside(point, "fill")
    let number = UInt16(try state.classes.number(reference))
    let isPainted = state.paint[point] != 0
    let region = isPainted ? paintedRegion(at: point) : floodFill.region(of: state.labels, at: point)
    return edit(painting: region, number)
  }

  mutating func planUnfill(_ point: PixelPoint?) throws(SessionError) -> Change {
    let point = try inside(point, "unfill")
    guard state.paint[point] != 0 else { return .nothing(nil) }
    return edit(painting: paintedRegion(at: point), 0)
  }

  /// What was painted as one: objects that touch are told apart.
  private mutating func paintedRegion(at point: PixelPoint) -> [PixelRun] {
    guard let objects = state.objectMap else { return floodFill.region(of: state.paint, at: point) }
    return floodFill.region(of: state.paint, objects, at: point)
  }

  /// Gives `region` one paint.
  func edit(painting region: [PixelRun], _ number: UInt16) -> Change {
    let patch = patch(painting: region, number)
    return patch.isEmpty ? .nothing(nil) : .edit(Edit(patch: patch))
  }
}

/// A continuous fill or unfill between its first point and its end.
struct OpenStroke: Equatable, Sendable {
  var kind: Stroke
  /// What segments are painted with; 0 unpaints.
  var number: UInt16
  var last: PixelPoint
  /// Segments that the stroke has painted already.
  var passed: Set<Int32> = []
  /// Whether the stroke has an undo step yet.
  var hasStep = false
}

extension Labeling {
  mutating func planStrokeBegin(_ kind: Stroke, _ point: PixelPoint?) throws(SessionError) -> Change {
    let point = try inside(point, "stroke \(kind.rawValue)")
    let number = kind == .fill ? UInt16(try state.classes.number(nil)) : 0
    var stroke = OpenStroke(kind: kind, number: number, last: point)
    let patch = patch(passing: [point], &stroke)
    return .stroke(stroke, patch)
  }

  mutating func planStrokeTo(_ point: PixelPoint?) throws(SessionError) -> Change {
    let point = try inside(point, "stroke to")
    guard var stroke else { throw .noStroke }
    guard point != stroke.last else { return .nothing(nil, endsStroke: false) }
    let patch = patch(passing: pixelLine(from: stroke.last, to: point, in: state.size), &stroke)
    stroke.last = point
    return .stroke(stroke, patch)
  }

  func planStrokeEnd() throws(SessionError) -> Change {
    guard stroke != nil else { throw .noStroke }
    return .stroke(nil, Patch())
  }

  mutating func applyStroke(_ next: OpenStroke?, _ patch: Patch) -> Outcome {
    stroke = next
    guard !patch.isEmpty else { return Outcome() }
    state.apply(patch, .forwards)
    if next?.hasStep == true {
      history.extendLast(by: patch)
    } else {
      history.commit(UndoStep(patches: [patch]))
      stroke?.hasStep = true
    }
    return Outcome(changed: patch.bounds(width: state.size.width))
  }

  private mutating func patch(passing points: [PixelPoint], _ stroke: inout OpenStroke) -> Patch {
    var patch = Patch()
    for point in points {
      let label = state.labels[point]
      guard label != 0, stroke.passed.insert(label).inserted else { continue }
      let region = floodFill.region(of: state.labels, at: point)
      patch.add(self.patch(painting: region, stroke.number))
    }
    return patch
  }
}
