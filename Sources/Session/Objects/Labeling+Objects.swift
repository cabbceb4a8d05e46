import Raster

extension Labeling {
  /// Which object new paint belongs to is, like the current class, no step that undo takes back.
  func planObject(_ action: ObjectAction) throws(SessionError) -> Change {
    var (objects, classes) = (state.objects, state.classes)
    switch action {
    case .new:
      let number = try classes.number(nil)
      guard !isFresh(objects.current, number) else { return .nothing("object \(objects.current) has no pixels yet") }
      try objects.begin(number)
    case .select(let id):
      let number = state.objectClass(id)
      guard number != 0 else { throw .unknownObject(id, last: objects.last) }
      (objects.current, classes.current) = (id, number)
    case .leave: objects.current = 0
    }
    return objects == state.objects && classes == state.classes ? .nothing(nil) : .objects(objects, classes)
  }

  mutating func apply(_ objects: ObjectList, _ classes: ClassList) -> Outcome {
    stroke = nil
    (state.objects, state.classes) = (objects, classes)
    guard let owner = classes[state.objectClass(objects.current)] else {
      return Outcome(message: "no object: paint belongs to its class alone")
    }
    return Outcome(message: "object \(objects.current): \(owner.name)")
  }

  /// The objects with one to be painted by itself: the current one if that has no pixels, else a new one. Nil where
  /// painting makes no objects.
  func separateObject(_ number: Int) throws(SessionError) -> ObjectList? {
    guard state.objects.current != 0 else { return nil }
    var objects = state.objects
    if !isFresh(objects.current, number) { try objects.begin(number) }
    return objects
  }

  /// The object is of that class and has no pixels yet.
  func isFresh(_ id: Int, _ number: Int) -> Bool {
    id != 0 && state.objectClass(id) == number && state.pixels(ofObject: id) == 0
  }

  // MARK: Patches

  /// What gives every pixel of `runs` the class `number` and the current object, if that is of the class.
  func patch(painting runs: [PixelRun], _ number: UInt16) -> Patch { patch(painting: runs, number, object(number)) }

  /// - Parameter id: of an object of the class; 0 for none, which leaves those alone that keep their paint.
  func patch(painting runs: [PixelRun], _ number: UInt16, _ id: UInt16) -> Patch {
    let paint = PixelRun.changes(of: runs, in: state.paint, to: number)
    guard id != 0 else { return patch(changing: paint) }
    return Patch(paint: paint, objects: objectChanges(of: unlocked(runs), to: id))
  }

  /// These changes of paint, and what they come to for objects.
  func patch(changing paint: [RunChange<UInt16>]) -> Patch {
    guard state.objectMap != nil || state.objects.current != 0 else { return Patch(paint: paint) }
    let objects = unlocked(paint).flatMap { change in
      objectChanges(of: [PixelRun(start: change.start, length: change.length)], to: object(change.new))
    }
    return Patch(paint: paint, objects: objects)
  }

  /// These changes of the paint of one class, where what it gains goes to the nearest of its objects that it touches.
  /// - Complexity: O(pixels) where there are objects.
  func patch(reshaping paint: [RunChange<UInt16>], _ number: UInt16) -> Patch {
    guard let objects = state.objectMap else { return Patch(paint: paint) }
    let changes = unlocked(paint)
    var spread = ObjectSpread(changes, over: objects)
    spread.run { state.objectClass(Int($0)) == Int(number) }
    return Patch(paint: paint, objects: spread.changes(from: objects))
  }

  /// What paint of that class belongs to.
  private func object(_ number: UInt16) -> UInt16 {
    let current = state.objects.current
    return current != 0 && state.objectClass(current) == Int(number) ? UInt16(current) : 0
  }

  private func objectChanges(of runs: [PixelRun], to id: UInt16) -> [RunChange<UInt16>] {
    if let objects = state.objectMap { return PixelRun.changes(of: runs, in: objects, to: id) }
    return id == 0 ? [] : runs.map { RunChange(start: $0.start, length: $0.length, old: 0, new: id) }
  }

  // MARK: Locks

  private func unlocked(_ paint: [RunChange<UInt16>]) -> [RunChange<UInt16>] {
    state.classes.hasLocks ? paint.filter { !state.classes.isLocked(Int($0.old)) } : paint
  }

  private func unlocked(_ runs: [PixelRun]) -> [PixelRun] {
    guard state.classes.hasLocks else { return runs }
    return runs.flatMap { run in
      run.range.split { state.classes.isLocked(Int(state.paint.elements[$0])) }.map {
        PixelRun(start: UInt32($0.lowerBound), length: UInt32($0.count))
      }
    }
  }
}

extension Patch {
  mutating func add(_ other: Patch) {
    labels += other.labels
    paint += other.paint
    objects += other.objects
  }
}
