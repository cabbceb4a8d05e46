import Raster
import Segmentation

/// The labeling of one image in memory: state, history and the open stroke. Knows no files.
///
/// `plan` computes what a command will do and changes nothing; `apply` does it. Between the two the journal is written.
struct Labeling: Sendable {
  var state: SessionState
  var history = History()
  var method: MethodSpec
  var stroke: OpenStroke?
  private let loadedLabels: RunLengthPlane<Int32>
  private let loadedPaint: RunLengthPlane<UInt16>
  private let loadedObjects: RunLengthPlane<UInt16>?
  private let loadedMethod: MethodSpec
  var floodFill: FloodFill
  /// What is labeled; nil where nobody asks for its colours.
  let image: Image?

  /// - Precondition: `labels`, `paint` and `objects` have one size; every object is painted with one class.
  init(
    labels: PreparedLabels, paint: RunLengthPlane<UInt16>, objects: RunLengthPlane<UInt16>? = nil, classes: ClassList,
    image: Image? = nil
  ) {
    var classes = classes
    // Mergers are an image's own: its history takes them back.
    classes.setMergers([])
    state = SessionState(
      labels: labels.runs, lastLabel: labels.count, paint: paint, objects: objects, classes: classes)
    loadedLabels = labels.runs
    loadedPaint = paint
    loadedObjects = objects
    loadedMethod = labels.method
    method = labels.method
    floodFill = FloodFill(size: labels.runs.size)
    self.image = image
  }

  /// What `command` will do. Changes nothing that can be seen.
  /// - Parameter work: what the command takes from a worker.
  mutating func plan(_ command: Command, _ work: Work = .none) throws(SessionError) -> Change {
    let change = try planAll(command, work)
    return command == .reset ? change : change.sparing(state.classes)
  }

  /// The same, locked classes or not.
  private mutating func planAll(_ command: Command, _ work: Work) throws(SessionError) -> Change {
    switch command {
    case .fill(let point, let reference): try planFill(point, reference)
    case .unfill(let point): try planUnfill(point)
    case .fillSegments(let reference, let points): try planFillSegments(reference, points)
    case .cut(let start, let end): try planCut(start, end)
    case .merge(let one, let other): try planMerge(one, other)
    case .strokeBegin(let kind, let point): try planStrokeBegin(kind, point)
    case .strokeTo(let point): try planStrokeTo(point)
    case .strokeEnd: try planStrokeEnd()
    case .selectClass(let reference):
      try planClasses { classes throws(SessionError) in
        classes.current = try classes.number(reference)
      }
    case .defineClass(let name, let color):
      try planClasses { classes throws(SessionError) in
        try classes.define(name, color)
      }
    case .color(let color): try planClasses { classes throws(SessionError) in try classes.select(color) }
    case .method(let spec): try planMethod(spec, work.labels)
    case .granularity: try planGranularity(work.labels)
    case .sam(let action): try planSam(action, work)
    case .grabCut(let action): try planGrabCut(action, work)
    case .freehand(let action): try planFreehand(action)
    case .lock(let reference, let isLocked):
      try planClasses { classes throws(SessionError) in try classes.lock(reference, isLocked) }
    case .recolorClass(let reference, let color):
      try planClasses { classes throws(SessionError) in try classes.recolor(reference, color) }
    case .mergeClasses(let from, let into): try planMergeClasses(from, into)
    case .relabel(let from, let to): try planRelabel(from, to)
    case .template: try planTemplate(work)
    case .object(let action): try planObject(action)
    case .reset: planReset()
    case .undo(let count): planUndo(count)
    case .redo(let count): planRedo(count)
    case .save: .mark
    default: throw .notALabelingCommand(command.name)
    }
  }

  /// Does what was planned; the labeling must not have changed in between.
  mutating func apply(_ change: Change) -> Outcome {
    switch change {
    case .nothing(let message, let endsStroke):
      if endsStroke { stroke = nil }
      return Outcome(message: message)
    case .mark:
      stroke = nil
      return Outcome()
    case .edit(let edit):
      stroke = nil
      return applyEdit(edit)
    case .stroke(let stroke, let patch): return applyStroke(stroke, patch)
    case .classes(let classes):
      stroke = nil
      // Other colours change the picture, and the masks are to be written again.
      let isRecolored = classes.formerColors != state.classes.formerColors
      state.classes = classes
      guard isRecolored else { return Outcome() }
      return Outcome(changed: PixelRect(x: 0, y: 0, width: state.size.width, height: state.size.height))
    case .objects(let objects, let classes): return apply(objects, classes)
    case .undo(let count): return step(count, .backwards)
    case .redo(let count): return step(count, .forwards)
    }
  }

  private mutating func applyEdit(_ edit: Edit) -> Outcome {
    state.apply(edit.patch, .forwards)
    state.lastLabel = max(state.lastLabel, edit.lastLabel)
    let methods = edit.method.map { (old: method, new: $0) }
    if let method = edit.method { self.method = method }
    if let classes = edit.classes { state.classes = classes }
    if let objects = edit.objects { state.objects = objects }
    let annotations = edit.annotations.map { (old: state.annotations, new: $0) }
    if let annotations { state.annotations = annotations.new }
    let mergers = edit.mergers.map { (old: state.classes.mergers, new: $0) }
    if let mergers { state.classes.setMergers(mergers.new) }
    history.commit(
      UndoStep(patches: [edit.patch], methods: methods, annotations: annotations, mergers: mergers))
    return Outcome(changed: edit.patch.bounds(width: state.size.width), message: edit.message)
  }

  private mutating func step(_ count: Int, _ direction: PatchDirection) -> Outcome {
    stroke = nil
    var changed = PixelRect(x: 0, y: 0, width: 0, height: 0)
    var done = 0
    while done < count, let step = direction == .backwards ? history.takeUndo() : history.takeRedo() {
      let patches = direction == .backwards ? step.patches.reversed() : step.patches
      for patch in patches {
        state.apply(patch, direction)
        changed = changed.union(patch.bounds(width: state.size.width))
      }
      if let methods = step.methods { method = direction == .backwards ? methods.old : methods.new }
      if let both = step.annotations { state.annotations = direction == .backwards ? both.old : both.new }
      if let both = step.mergers { state.classes.setMergers(direction == .backwards ? both.old : both.new) }
      done += 1
    }
    return Outcome(changed: changed)
  }

  // MARK: Small plans

  private func planClasses(_ change: (inout ClassList) throws(SessionError) -> Void) throws(SessionError) -> Change {
    var classes = state.classes
    try change(&classes)
    return classes == state.classes ? .nothing(nil) : .classes(classes)
  }

  private func planMethod(_ spec: MethodSpec, _ labels: PreparedLabels?) throws(SessionError) -> Change {
    guard let labels, labels.runs.size == state.size else { throw .needsLabels }
    let patch = Patch(labels: labels.runs.changes(from: state.labels))
    if patch.isEmpty, labels.method == method { return .nothing("The segments are the same") }
    return .edit(
      Edit(patch: patch, lastLabel: labels.count, method: labels.method, message: Self.shown(segments: labels.count)))
  }

  static func shown(segments count: Int32) -> String { count == 1 ? "1 segment" : "\(count) segments" }

  private func planReset() -> Change {
    let patch = Patch(
      labels: loadedLabels.changes(from: state.labels), paint: loadedPaint.changes(from: state.paint),
      objects: loadedObjectChanges)
    let annotations = state.annotations == Annotations() ? nil : Annotations()
    let mergers: [Int]? = state.classes.mergers.isEmpty ? nil : []
    if patch.isEmpty, method == loadedMethod, annotations == nil, mergers == nil { return .nothing("Nothing to reset") }
    return .edit(
      Edit(
        patch: patch, method: method == loadedMethod ? nil : loadedMethod, annotations: annotations,
        mergers: mergers, message: "Reset; undo brings all back"))
  }

  private var loadedObjectChanges: [RunChange<UInt16>] {
    if loadedObjects == nil, state.objectMap == nil { return [] }
    let objects = state.objectMap ?? ObjectMap(size: state.size, filledWith: 0)
    return (loadedObjects ?? .empty(state.size)).changes(from: objects)
  }

  private func planUndo(_ count: Int) -> Change {
    history.undoDepth == 0 ? .nothing("Nothing to undo") : .undo(min(count, history.undoDepth))
  }

  private func planRedo(_ count: Int) -> Change {
    history.redoDepth == 0 ? .nothing("Nothing to redo") : .redo(min(count, history.redoDepth))
  }

  // MARK: Points

  func inside(_ point: PixelPoint?, _ command: String) throws(SessionError) -> PixelPoint {
    guard let point else { throw .needsPoint(command) }
    guard state.size.contains(point) else { throw .outside(point, state.size) }
    return point
  }
}

/// What a command will do.
enum Change: Sendable {
  /// Nothing, and why; still it may end an open stroke.
  case nothing(String?, endsStroke: Bool = true)
  /// A line in the journal and nothing else.
  case mark
  case edit(Edit)
  case stroke(OpenStroke?, Patch)
  case classes(ClassList)
  /// Another object is current, and its class.
  case objects(ObjectList, ClassList)
  case undo(Int)
  case redo(Int)
}

/// One undo step to be.
struct Edit: Sendable {
  var patch: Patch
  var lastLabel: Int32 = 0
  var method: MethodSpec?
  var annotations: Annotations?
  /// Classes are never taken back: numbers stay what they are.
  var classes: ClassList?
  /// Objects are never taken back either, only their pixels.
  var objects: ObjectList?
  /// Per class the one that it was merged into; undo takes it back.
  var mergers: [Int]?
  var message: String?
}
