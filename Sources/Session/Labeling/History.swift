import Raster
import Segmentation

/// One step that undo takes back: the patches of a command, or of all commands of a stroke.
struct UndoStep: Equatable, Sendable {
  var patches: [Patch]
  /// The method before and after, where the step changed it.
  var methods: (old: MethodSpec, new: MethodSpec)?
  /// The annotations before and after, where the step changed them.
  var annotations: (old: Annotations, new: Annotations)?
  /// Which class was merged into which, before and after, where the step changed it.
  var mergers: (old: [Int], new: [Int])?

  static func == (one: UndoStep, other: UndoStep) -> Bool {
    one.patches == other.patches && one.methods?.old == other.methods?.old && one.methods?.new == other.methods?.new
      && one.annotations?.old == other.annotations?.old && one.annotations?.new == other.annotations?.new
      && one.mergers?.old == other.mergers?.old && one.mergers?.new == other.mergers?.new
  }

  var byteCount: Int { patches.reduce(0) { $0 + $1.byteCount } }
}

/// The steps that can be undone and redone. Its memory is that of the runs that changed.
public struct History: Equatable, Sendable {
  private(set) var undoSteps: [UndoStep] = []
  private(set) var redoSteps: [UndoStep] = []
  /// Bytes that the runs of all steps take.
  public private(set) var bytes = 0

  /// Steps that can be undone.
  public var undoDepth: Int { undoSteps.count }
  /// Steps that can be redone.
  public var redoDepth: Int { redoSteps.count }

  mutating func commit(_ step: UndoStep) {
    dropRedo()
    undoSteps.append(step)
    bytes += step.byteCount
  }

  /// Adds to the last step, which a stroke has begun.
  mutating func extendLast(by patch: Patch) {
    guard let last = undoSteps.indices.last else { return commit(UndoStep(patches: [patch])) }
    dropRedo()
    undoSteps[last].patches.append(patch)
    bytes += patch.byteCount
  }

  /// The step to apply backwards.
  mutating func takeUndo() -> UndoStep? {
    guard let step = undoSteps.popLast() else { return nil }
    redoSteps.append(step)
    return step
  }

  /// The step to apply forwards.
  mutating func takeRedo() -> UndoStep? {
    guard let step = redoSteps.popLast() else { return nil }
    undoSteps.append(step)
    return step
  }

  private mutating func dropRedo() {
    for step in redoSteps { bytes -= step.byteCount }
    redoSteps.removeAll()
  }
}
