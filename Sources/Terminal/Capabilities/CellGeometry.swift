import Raster

/// Where the size of a cell came from, best source first.
public enum CellSizeSource: String, Equatable, Sendable {
  case cellReport = "CSI 16 t", areaReport = "CSI 14 t / 18 t", system = "TIOCGWINSZ", graphics = "XTSMGRAPHICS"
  case assumed

  static let fallback = Size(width: 10, height: 20)
}

/// The size of a cell in pixels, from the first source that is plausible.
func cellPixels(replies: [TerminalReply], environment: TerminalEnvironment) -> (size: Size, source: CellSizeSource) {
  let answers = SizeAnswers(replies)
  let cells = answers.cells ?? environment.cells
  let candidates: [(Size?, CellSizeSource)] = [
    (answers.cell, .cellReport),
    (answers.area.flatMap { divided($0, by: cells) }, .areaReport),
    (environment.windowPixels.flatMap { divided($0, by: environment.cells) }, .system),
    // The picture area is the text area only where no limit cuts it: then it divides without rest.
    (answers.graphics.flatMap { divided($0, by: cells, exactly: true) }, .graphics),
  ]
  for case (let size?, let source) in candidates where isPlausible(size) { return (size, source) }
  return (CellSizeSource.fallback, .assumed)
}

/// The latest answer of each kind: a terminal is asked again after a resize.
private struct SizeAnswers {
  var cell: Size?
  var area: Size?
  var cells: CellSize?
  var graphics: Size?

  init(_ replies: [TerminalReply]) {
    for reply in replies {
      switch reply {
      case .cellPixels(let size): cell = size
      case .textAreaPixels(let size): area = size
      case .textAreaCells(let size): cells = size
      case .graphics(item: 2, status: 0, let values) where values.count == 2 && graphics == nil:
        graphics = Size(width: values[0], height: values[1])
      default: break
      }
    }
  }
}

private func divided(_ area: Size, by cells: CellSize, exactly: Bool = false) -> Size? {
  guard cells.columns > 0, cells.rows > 0 else { return nil }
  let isExact = area.width.isMultiple(of: cells.columns) && area.height.isMultiple(of: cells.rows)
  if exactly && !isExact { return nil }
  return Size(width: area.width / cells.columns, height: area.height / cells.rows)
}

private func isPlausible(_ size: Size) -> Bool { (4...64).contains(size.width) && (6...128).contains(size.height) }
