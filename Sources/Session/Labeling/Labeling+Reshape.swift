import Raster

extension Labeling {
  func planReshape(_ reshaping: Reshaping, _ reference: ClassReference?) throws(SessionError) -> Change {
    let number = UInt16(try state.classes.number(reference))
    guard let old = ClassMask(number, of: state.paint, margin: reshaping.margin) else { return nothing(number) }
    let new = reshaping.applied(to: old.mask)
    let changes = changes(old, [(new.subtracting(old.mask), number), (old.mask.subtracting(new), 0)])
    return edit(patch(reshaping: changes, number))
  }

  func planCombination(
    _ combination: Combination, _ first: ClassReference, _ second: ClassReference
  ) throws(SessionError) -> Change {
    let (one, other) = (UInt16(try state.classes.number(first)), UInt16(try state.classes.number(second)))
    guard one != other else { return .nothing("a class and itself; choose two classes") }
    guard let enclosing = ClassMask(other, of: state.paint, margin: 1) else {
      if combination == .intersect { return change(keeping: one, in: nil) }
      return nothing(other)
    }
    switch combination {
    case .union: return edit(patch(changing: changes(enclosing, [(enclosing.mask, one)])))
    case .minus:
      let runs = enclosing.runs(of: enclosing.mask.filled, inWidth: state.size.width)
      return edit(patch(changing: PixelRun.changes(of: runs, in: state.paint, to: 0).filter { $0.old == one }))
    case .intersect: return change(keeping: one, in: enclosing)
    }
  }

  /// Unpaints a class but for what the other encloses.
  private func change(keeping number: UInt16, in other: ClassMask?) -> Change {
    guard let own = ClassMask(number, of: state.paint, margin: 0) else { return nothing(number) }
    var paint = PaintMap(size: state.size, filledWith: 0)
    let kept = other.map { $0.runs(of: $0.mask.filled, inWidth: state.size.width) } ?? []
    for run in kept {
      for at in run.range { paint.elements[at] = 1 }
    }
    let runs = own.runs(of: own.mask, inWidth: state.size.width)
    let outside = PixelRun.changes(of: runs, in: paint, to: 1).map { PixelRun(start: $0.start, length: $0.length) }
    return edit(patch(painting: outside, 0))
  }

  /// What paints parts of masks that have no pixel in common, in order.
  private func changes(_ area: ClassMask, _ parts: [(mask: Mask, number: UInt16)]) -> [RunChange<UInt16>] {
    let changes = parts.flatMap { part in
      PixelRun.changes(of: area.runs(of: part.mask, inWidth: state.size.width), in: state.paint, to: part.number)
    }
    return changes.sorted { $0.start < $1.start }
  }

  private func edit(_ patch: Patch) -> Change {
    patch.isEmpty ? .nothing("nothing changes") : .edit(Edit(patch: patch))
  }

  private func nothing(_ number: UInt16) -> Change {
    .nothing("nothing is painted with \(state.classes[Int(number)]?.name ?? "the class")")
  }
}

extension Reshaping {
  /// Room that the class needs around it.
  fileprivate var margin: Int {
    switch self {
    case .holes, .islands, .shrink: 1
    case .grow(let radius), .smooth(let radius): radius + 1
    }
  }

  fileprivate func applied(to mask: Mask) -> Mask {
    switch self {
    case .holes: mask.filled
    case .islands(let least): mask.withoutIslands(below: least)
    case .grow(let radius): mask.dilated(by: radius)
    case .shrink(let radius): mask.eroded(by: radius)
    case .smooth(let radius): mask.opened(by: radius).closed(by: radius)
    }
  }
}
