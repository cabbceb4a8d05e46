import Raster

extension Change {
  /// The same without changes of what is painted with a locked class.
  func sparing(_ classes: ClassList) -> Change {
    guard classes.hasLocks else { return self }
    switch self {
    case .edit(var edit):
      let count = edit.patch.paint.count
      edit.patch.spare(classes)
      let isLess = edit.patch.paint.count < count
      let isNothing = edit.patch.isEmpty && edit.method == nil && edit.annotations == nil
      return isLess && isNothing ? .nothing("nothing changes: what is painted there is locked") : .edit(edit)
    case .stroke(let stroke, var patch):
      patch.spare(classes)
      return .stroke(stroke, patch)
    case .nothing, .mark, .classes, .objects, .undo, .redo: return self
    }
  }
}

extension Patch {
  fileprivate mutating func spare(_ classes: ClassList) {
    paint.removeAll { classes.isLocked(Int($0.old)) }
  }
}

extension ClassList {
  /// Locks or unlocks the class that `reference` means.
  mutating func lock(_ reference: ClassReference?, _ isLocked: Bool) throws(SessionError) {
    setLock(of: try number(reference), isLocked)
  }
}
