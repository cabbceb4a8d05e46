import Raster

extension Labeling {
  /// All paint of one class becomes paint of another, and the class itself goes; one step that can be undone.
  func planMergeClasses(_ from: ClassReference, _ into: ClassReference) throws(SessionError) -> Change {
    guard let (number, other) = try twoClasses(from, into) else { return .nothing(Self.oneClass) }
    let (name, heir) = (state.classes.classes[number - 1].name, state.classes.classes[other - 1].name)
    return .edit(
      Edit(
        patch: repainting(number, other), mergers: state.classes.mergers(adding: number, into: other),
        message: "\(name) is \(heir) now: \(state.pixels(ofClass: number)) px; undo brings it back"))
  }

  /// All paint of one class becomes paint of another, and its objects become new ones of that; one step that can be
  /// undone.
  func planRelabel(_ from: ClassReference, _ to: ClassReference) throws(SessionError) -> Change {
    guard let (number, other) = try twoClasses(from, to) else { return .nothing(Self.oneClass) }
    let (name, new) = (state.classes.classes[number - 1].name, state.classes.classes[other - 1].name)
    let pixels = state.pixels(ofClass: number)
    guard pixels > 0 else { return .nothing("nothing is painted with \(name)") }
    var edit = Edit(patch: repainting(number, other), message: "\(pixels) px of \(name) are \(new) now")
    try renewObjects(of: number, as: other, &edit)
    return .edit(edit)
  }

  private static let oneClass = "a class and itself; choose two classes"

  /// The numbers of two classes, of which the first can lose its paint; nil where they are one.
  private func twoClasses(
    _ one: ClassReference, _ other: ClassReference
  ) throws(SessionError) -> (Int, Int)? {
    let (number, other) = (try state.classes.number(one), try state.classes.number(other))
    guard number != other else { return nil }
    guard !state.classes.isLocked(number) else { throw .lockedClass(state.classes.classes[number - 1].name) }
    return (number, other)
  }

  private func repainting(_ number: Int, _ other: Int) -> Patch {
    guard let area = ClassMask(UInt16(number), of: state.paint, margin: 0) else { return Patch() }
    let runs = area.runs(of: area.mask, inWidth: state.size.width)
    return Patch(paint: PixelRun.changes(of: runs, in: state.paint, to: UInt16(other)))
  }

  /// An object belongs to its class for good: those of a class that loses its paint get new ids.
  private func renewObjects(of number: Int, as other: Int, _ edit: inout Edit) throws(SessionError) {
    guard let map = state.objectMap else { return }
    var objects = state.objects
    var ids = (0...objects.last).map { UInt16($0) }
    for id in state.usedObjects where state.objectClass(id) == number {
      try objects.begin(other)
      ids[id] = UInt16(objects.current)
    }
    objects.current = state.objects.current
    let renewed = ObjectMap(size: map.size, elements: map.elements.map { ids[Int($0)] })
    edit.patch = Patch(paint: edit.patch.paint, objects: RunLengthPlane(renewed).changes(from: map))
    edit.objects = objects
  }
}
