import Raster

extension Command {
  static let freehandTable: [CommandDescription] = [
    brushRow("brush", "Paint by a brush with the current class, from point to point", erases: false),
    brushRow("erase", "Unpaint by a brush, from point to point", erases: true),
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

  private static func lockRow(_ name: String, _ help: String, isLocked: Bool) -> CommandDescription {
    CommandDescription(
      name, "[CLASS]", .labeling, help,
      read: { words throws(CommandError) in
        .lock(words.isAtEnd ? nil : try words.classReference(), isLocked: isLocked)
      },
      write: { if case .lock(let reference, isLocked) = $0 { words(reference) } else { nil } })
  }
}
