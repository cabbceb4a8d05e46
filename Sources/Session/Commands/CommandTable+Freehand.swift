import Raster

extension Command {
  static let freehandTable: [CommandDescription] = [
    brushRow("brush", "Paint by a brush with the current class, from point to point", erases: false),
    brushRow("erase", "Unpaint by a brush, from point to point", erases: true),
    CommandDescription(
      "wand", "[X Y] TOLERANCE", .labeling,
      "Paint the region around a point in which no channel of the colour differs by more, 0 to 255",
      read: { words throws(CommandError) in
        let point = try words.leadingPoint()
        return .freehand(.wand(point, tolerance: try words.integer(FreehandAction.tolerances)))
      },
      write: {
        guard case .freehand(.wand(let point, let tolerance)) = $0 else { return nil }
        return words(point) + ["\(tolerance)"]
      }),
    CommandDescription(
      "polygon", "X Y X Y X Y [X Y]…", .labeling,
      "Paint what a polygon covers: pixels whose centre lies inside, by the even-odd rule, or on the outline",
      read: { words throws(CommandError) in
        let first = [try words.point(), try words.point()]
        return .freehand(.polygon(Polygon(first + (try words.points()))))
      },
      write: { if case .freehand(.polygon(let polygon)) = $0 { polygon.vertices.flatMap(words) } else { nil } }),
    CommandDescription(
      "holes", "[CLASS]", .labeling, "Paint what a class encloses, too",
      read: { words throws(CommandError) in .freehand(.reshape(.holes, try words.optionalClass())) },
      write: { if case .freehand(.reshape(.holes, let reference)) = $0 { words(reference) } else { nil } }),
    CommandDescription(
      "islands", "PIXELS [CLASS]", .labeling, "Unpaint regions of a class that have fewer pixels",
      read: { words throws(CommandError) in
        .freehand(.reshape(.islands(try words.integer(Reshaping.sizes)), try words.optionalClass()))
      },
      write: {
        guard case .freehand(.reshape(.islands(let least), let reference)) = $0 else { return nil }
        return ["\(least)"] + words(reference)
      }),
    discRow("grow", "Paint all within so many pixels of a class", { .grow($0) }) {
      if case .grow(let radius) = $0 { radius } else { nil }
    },
    discRow("shrink", "Unpaint what of a class lies within so many pixels of its outside", { .shrink($0) }) {
      if case .shrink(let radius) = $0 { radius } else { nil }
    },
    discRow("smooth", "Round off what of a class is thinner than a disc, then its gaps", { .smooth($0) }) {
      if case .smooth(let radius) = $0 { radius } else { nil }
    },
    CommandDescription(
      "combine", "union|minus|intersect CLASS CLASS", .labeling,
      "Give a class all pixels of another, or take away what the other encloses, or all but that",
      choices: Combination.allCases.map(\.rawValue),
      read: { words throws(CommandError) in
        let combination = try words.choice(Combination.self)
        return .freehand(.combine(combination, try words.classReference(), try words.classReference()))
      },
      write: {
        guard case .freehand(.combine(let combination, let one, let other)) = $0 else { return nil }
        return [combination.rawValue] + words(one) + words(other)
      }),
    lockRow("lock", "Protect what is painted with a class: nothing but undo and reset changes it", isLocked: true),
    lockRow("unlock", "End the protection of a class", isLocked: false),
  ]

  private static func brushRow(_ name: String, _ help: String, erases: Bool) -> CommandDescription {
    CommandDescription(
      name, "circle|square DIAMETER X Y [X Y]…", .labeling, help, choices: BrushShape.allCases.map(\.rawValue),
      read: { words throws(CommandError) in
        let shape = try words.choice(BrushShape.self)
        let brush = Brush(shape, diameter: try words.integer(Brush.diameters))
        return .freehand(.brush(BrushStroke(brush, try words.points()), erases: erases))
      },
      write: {
        guard case .freehand(.brush(let stroke, erases)) = $0 else { return nil }
        return [stroke.brush.shape.rawValue, "\(stroke.brush.diameter)"] + stroke.points.flatMap(words)
      })
  }

  private static func discRow(
    _ name: String, _ help: String, _ make: @escaping @Sendable (Int) -> Reshaping,
    _ radius: @escaping @Sendable (Reshaping) -> Int?
  ) -> CommandDescription {
    CommandDescription(
      name, "RADIUS [CLASS]", .labeling, help,
      read: { words throws(CommandError) in
        .freehand(.reshape(make(try words.integer(Reshaping.radii)), try words.optionalClass()))
      },
      write: {
        guard case .freehand(.reshape(let reshaping, let reference)) = $0, let radius = radius(reshaping) else {
          return nil
        }
        return ["\(radius)"] + words(reference)
      })
  }

  private static func lockRow(_ name: String, _ help: String, isLocked: Bool) -> CommandDescription {
    CommandDescription(
      name, "[CLASS]", .labeling, help,
      read: { words throws(CommandError) in
        .lock(try words.optionalClass(), isLocked: isLocked)
      },
      write: { if case .lock(let reference, isLocked) = $0 { words(reference) } else { nil } })
  }
}
