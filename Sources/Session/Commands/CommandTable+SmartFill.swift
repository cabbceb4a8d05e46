import Raster
import Segmentation

extension Command {
  static let smartFillTable: [CommandDescription] = [
    CommandDescription(
      "fill-segments", "CLASS X Y [X Y]…", .labeling, "Paint what is unpainted of the segments at some points",
      read: { words throws(CommandError) in
        let reference = try words.classReference()
        return .fillSegments(reference, try words.points())
      },
      write: {
        guard case .fillSegments(let reference, let points) = $0 else { return nil }
        return words(reference) + points.flatMap(words)
      }),
    CommandDescription(
      "smart-fill", "[X Y] [tolerance=N] [everywhere=true] [class=CLASS]", .labeling,
      "Paint the segment at a point and those around it that look alike",
      choices: ["tolerance=\(SmartFill.usualTolerance)", "everywhere=true"], read: readSmartFill,
      write: { if case .smartFill(let fill) = $0 { words(fill) } else { nil } }),
  ]

  @Sendable private static func readSmartFill(_ words: inout WordReader) throws(CommandError) -> Command {
    var fill = SmartFill(words.isAtNumber ? try words.point() : nil)
    while !words.isAtEnd {
      let (name, value, word) = try words.setting(words.expected)
      switch name {
      case "tolerance":
        guard let steps = Int(value), SmartFill.tolerances.contains(steps) else {
          throw words.misfit(word, "tolerance=0 to tolerance=\(SmartFill.tolerances.upperBound)")
        }
        fill.tolerance = steps
      case "everywhere":
        guard let isEverywhere = Bool(value) else { throw words.misfit(word, "everywhere=true or everywhere=false") }
        fill.everywhere = isEverywhere
      case "class": fill.reference = try words.classReference(value, word)
      default: throw words.misfit(word, words.expected)
      }
    }
    return .smartFill(fill)
  }
}

private func words(_ fill: SmartFill) -> [String] {
  let everywhere = fill.everywhere ? ["everywhere=true"] : []
  return words(fill.point) + ["tolerance=\(fill.tolerance)"] + everywhere + words(class: fill.reference)
}

private func words(class reference: ClassReference?) -> [String] {
  switch reference {
  case nil: []
  case .number(let number): ["class=\(number)"]
  // Quoted, a number is a name.
  case .name(let name): [word(Array("class=\(name)".utf8), isNumberLike: Int(name) != nil)]
  }
}
