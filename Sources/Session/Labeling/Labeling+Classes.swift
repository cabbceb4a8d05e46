import Raster

extension Labeling {
  /// All paint of one class becomes paint of another, and the class itself goes; one step that can be undone.
  func planMergeClasses(_ from: ClassReference, _ into: ClassReference) throws(SessionError) -> Change {
    let classes = state.classes
    let (number, other) = (try classes.number(from), try classes.number(into))
    guard number != other else { return .nothing("a class and itself; choose two classes") }
    let (name, heir) = (classes.classes[number - 1].name, classes.classes[other - 1].name)
    guard !classes.isLocked(number) else { throw .lockedClass(name) }
    var patch = Patch()
    if let area = ClassMask(UInt16(number), of: state.paint, margin: 0) {
      let runs = area.runs(of: area.mask, inWidth: state.size.width)
      patch.paint = PixelRun.changes(of: runs, in: state.paint, to: UInt16(other))
    }
    return .edit(
      Edit(
        patch: patch, mergers: classes.mergers(adding: number, into: other),
        message: "\(name) is \(heir) now: \(state.pixels(ofClass: number)) px; undo brings it back"))
  }
}
