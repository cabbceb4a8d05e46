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
    var patch = Patch()
    for (run, value) in answer.runs.filledRuns {
      patch.paint += PixelRun.changes(of: [run], in: state.paint, to: numbers[Int(value) - 1])
    }
    guard !patch.isEmpty else { return .nothing("what templates match is painted already") }
    let count = order.found.count
    return .edit(
      Edit(
        patch: patch, classes: classes == state.classes ? nil : classes,
        message: count == 1 ? "1 match painted" : "\(count) matches painted"))
  }
}
