import Raster
import Session

extension Editor {
  /// So many objects further in the order of their ids, or back, around the end. Who can paint goes on with it.
  mutating func walkObjects(_ steps: Int) {
    guard let session = labelingSession(), steps != 0 else { return }
    endStroke()
    let ids = session.state.usedObjects
    guard !ids.isEmpty else {
      let key = keymap.bindings(running: "object new").first?.keys ?? ":object new"
      state.say(.note, "no object has pixels; \(key) begins one")
      return
    }
    let id = ids[place(steps, from: state.cursor.map(session.state.object(at:)) ?? 0, session, in: ids)]
    guard let point = session.state.innerPoint(ofObject: id) else { return }
    state.isWalking = false
    goSee(point)
    if !session.isReadOnly { label(.object(.select(id))) }
  }

  /// From the object under the cursor, else from the current one.
  private func place(_ steps: Int, from shown: Int, _ session: Session, in ids: [Int]) -> Int {
    let count = ids.count
    let start = shown == 0 ? session.state.objects.current : shown
    if let place = ids.firstIndex(of: start) { return ((place + steps % count) % count + count) % count }
    // Between two that have pixels, or before the first.
    let next = ids.firstIndex { $0 > start } ?? 0
    let offset = steps > 0 ? steps - 1 : steps
    return ((next + offset % count) % count + count) % count
  }

  /// What the side bar says of objects; nothing where there are none.
  var objectFacts: [Fact] {
    guard let shown = open?.session?.state, shown.objects.current != 0 || shown.objectMap != nil else { return [] }
    let current = shown.objects.current
    guard let owner = shown.classes[shown.objectClass(current)] else { return [Fact(name: "object", value: "none")] }
    return [Fact(name: "object", value: "\(current)  \(shown.pixels(ofObject: current)) px  \(owner.name)")]
  }
}

extension SessionState {
  /// Whether another object of the same class is at one of the points `next`.
  func dividesObjects(_ point: PixelPoint, _ next: [PixelPoint]) -> Bool {
    guard let objectMap else { return false }
    return next.contains { objectMap[$0] != objectMap[point] && paint[$0] == paint[point] }
  }
}
