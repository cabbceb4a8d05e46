import Raster

extension Labeling {
  /// What a free-hand command will do to the paint.
  mutating func planFreehand(_ action: FreehandAction) throws(SessionError) -> Change {
    switch action {
    case .brush(let stroke, let erases): try planBrush(stroke, erases: erases)
    case .wand(let point, let tolerance): try planWand(point, tolerance)
    case .polygon(let polygon): try planPolygon(polygon)
    case .reshape(let reshaping, let reference): try planReshape(reshaping, reference)
    case .combine(let combination, let one, let other): try planCombination(combination, one, other)
    }
  }

  private mutating func planWand(_ point: PixelPoint?, _ tolerance: Int) throws(SessionError) -> Change {
    let point = try inside(point, "wand")
    let number = UInt16(try state.classes.number(nil))
    guard let image else { throw .noImage }
    return edit(painting: floodFill.region(of: image, at: point, tolerance: tolerance), number)
  }

  private func planPolygon(_ polygon: Polygon) throws(SessionError) -> Change {
    let number = UInt16(try state.classes.number(nil))
    for point in polygon.vertices { _ = try reachable(point) }
    let runs = polygon.runs(in: state.size)
    guard !runs.isEmpty else { throw .outside(polygon.vertices.first ?? PixelPoint(x: 0, y: 0), state.size) }
    return edit(painting: runs, number)
  }

  private func planBrush(_ stroke: BrushStroke, erases: Bool) throws(SessionError) -> Change {
    let number = erases ? 0 : UInt16(try state.classes.number(nil))
    for point in stroke.points { _ = try reachable(point) }
    let runs = stroke.sweep(in: state.size).runs
    guard !runs.isEmpty else { throw .outside(stroke.points[0], state.size) }
    return edit(painting: runs, number)
  }
}
