import Raster
import Segmentation

extension Labeling {
  /// Paints what templates match, in the classes of their colours; a colour that no class has becomes one.
  func planTemplate(_ work: Work) throws(SessionError) -> Change {
    guard case .answer(let answer) = work, case .template(let order) = answer.command, answer.runs.size == state.size,
      answer.runs.values.allSatisfy({ 0...Int32(order.colors.count) ~= $0 })
    else { throw .needsAnswer("template") }
    guard !order.found.isEmpty else { return .nothing("no template matches") }
    var classes = state.classes
    var numbers: [UInt16] = []
    for color in order.colors {
      try classes.select(color)
      numbers.append(UInt16(classes.current))
    }
    if state.classes.current != 0 { classes.current = state.classes.current }
    let (patch, objects) = try patch(painting: answer.runs, numbers)
    guard !patch.isEmpty else { return .nothing("what templates match is painted already") }
    let count = order.found.count
    return .edit(
      Edit(
        patch: patch, classes: classes == state.classes ? nil : classes, objects: objects,
        message: count == 1 ? "1 match painted" : "\(count) matches painted"))
  }

  /// Where painting makes objects, every 4-connected region of one class becomes an object of its own.
  private func patch(
    painting found: RunLengthPlane<Int32>, _ numbers: [UInt16]
  ) throws(SessionError) -> (Patch, ObjectList?) {
    var patch = Patch()
    guard state.objects.current != 0 else {
      for (run, value) in found.filledRuns { patch.add(self.patch(painting: [run], numbers[Int(value) - 1])) }
      return (patch, nil)
    }
    var (objects, ids) = (state.objects, [UInt16]())
    let values = found.plane
    for (run, region) in RunLengthPlane(connectedRegions(of: values).labels).filledRuns {
      let number = numbers[Int(values.elements[Int(run.start)]) - 1]
      // Regions are numbered in the order in which their first runs come.
      if ids.count < Int(region) {
        if !ids.isEmpty || !isFresh(objects.current, Int(number)) { try objects.begin(Int(number)) }
        ids.append(UInt16(objects.current))
      }
      patch.add(self.patch(painting: [run], number, ids[Int(region) - 1]))
    }
    return (patch, objects)
  }
}
