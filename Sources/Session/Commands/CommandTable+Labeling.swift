import Raster
import Segmentation

extension Command {
  static let labelingTable: [CommandDescription] = [
    CommandDescription(
      "fill", "[X Y] [CLASS]", .labeling, "Paint the segment at a point, or repaint what is painted there",
      read: { words throws(CommandError) in
        let point = try words.leadingPoint()
        return .fill(point, try words.optionalClass())
      },
      write: { if case .fill(let point, let reference) = $0 { words(point) + words(reference) } else { nil } }),
    CommandDescription(
      "unfill", "[X Y]", .labeling, "Unpaint the region of equal paint at a point",
      read: { words throws(CommandError) in .unfill(try words.optionalPoint()) },
      write: { if case .unfill(let point) = $0 { words(point) } else { nil } }),
    CommandDescription(
      "cut", "X Y X Y", .labeling, "Divide segments along a line",
      read: { words throws(CommandError) in .cut(try words.point(), try words.point()) },
      write: { if case .cut(let start, let end) = $0 { words(start) + words(end) } else { nil } }),
    CommandDescription(
      "merge", "X Y X Y", .labeling, "Join the segments at two points that touch",
      read: { words throws(CommandError) in .merge(try words.point(), try words.point()) },
      write: { if case .merge(let one, let other) = $0 { words(one) + words(other) } else { nil } }),
    CommandDescription(
      "stroke", "fill [X Y], stroke unfill [X Y], stroke to [X Y] or stroke end", .labeling,
      "Fill or unfill every segment that a line passes, as one undo step",
      choices: ["fill", "unfill", "to", "end"], read: readStroke, write: writeStroke),
    CommandDescription(
      "class", "NAME R G B, class NAME or class NUMBER", .labeling, "Define or rename a class and select it",
      read: { words throws(CommandError) in
        let reference = try words.classReference()
        guard !words.isAtEnd else { return .selectClass(reference) }
        return .defineClass(name: text(of: reference), try words.color())
      },
      write: {
        switch $0 {
        case .selectClass(let reference): words(reference)
        case .defineClass(let name, let color): [word(name)] + words(color)
        default: nil
        }
      }),
    CommandDescription(
      "color", "R G B", .labeling, "Select the class of a colour, or create it",
      read: { words throws(CommandError) in .color(try words.color()) },
      write: { if case .color(let color) = $0 { words(color) } else { nil } }),
    CommandDescription(
      "recolor-class", "CLASS R G B", .labeling, "Give a class another colour, on this image; RRGGBB is a colour, too",
      read: { words throws(CommandError) in .recolorClass(try words.classReference(), try words.color()) },
      write: {
        if case .recolorClass(let reference, let color) = $0 { words(reference) + words(color) } else { nil }
      }),
    CommandDescription(
      "merge-classes", "CLASS CLASS", .labeling,
      "Make all paint of a class paint of another, on this image; the first class goes, undo brings it back",
      read: { words throws(CommandError) in .mergeClasses(try words.classReference(), try words.classReference()) },
      write: { if case .mergeClasses(let from, let into) = $0 { words(from) + words(into) } else { nil } }),
    CommandDescription(
      "relabel", "CLASS CLASS", .labeling,
      "Make all paint of a class paint of another, on this image; both classes stay",
      read: { words throws(CommandError) in .relabel(try words.classReference(), try words.classReference()) },
      write: { if case .relabel(let from, let to) = $0 { words(from) + words(to) } else { nil } }),
    CommandDescription(
      "method", "NAME [KEY=VALUE]…", .labeling, "Segment again by another method; paint stays",
      read: { words throws(CommandError) in .method(MethodSpec(try words.text(), try words.settings())) },
      write: { if case .method(let spec) = $0 { [word(spec.name)] + words(spec.settings) } else { nil } }),
    CommandDescription(
      "granularity", "STEPS", .labeling, "Coarser segments by that many levels, finer if negative; paint stays",
      read: { words throws(CommandError) in .granularity(try words.integer(Command.granularitySteps)) },
      write: { if case .granularity(let steps) = $0 { ["\(steps)"] } else { nil } }),
    CommandDescription("reset", .labeling, "Bring segments and paint back to what was loaded", .reset),
    CommandDescription(
      "undo", "[COUNT]", .labeling, "Take the last step back",
      read: { words throws(CommandError) in .undo(try words.count()) },
      write: { if case .undo(let count) = $0 { words(count: count) } else { nil } }),
    CommandDescription(
      "redo", "[COUNT]", .labeling, "Do again what undo took back",
      read: { words throws(CommandError) in .redo(try words.count()) },
      write: { if case .redo(let count) = $0 { words(count: count) } else { nil } }),
    CommandDescription("save", .labeling, "Write the masks", .save),
  ]

  @Sendable private static func readStroke(_ words: inout WordReader) throws(CommandError) -> Command {
    let word = try words.next()
    switch word.text {
    case "fill": return .strokeBegin(.fill, try words.optionalPoint())
    case "unfill": return .strokeBegin(.unfill, try words.optionalPoint())
    case "to": return .strokeTo(try words.optionalPoint())
    case "end": return .strokeEnd
    default: throw words.misfit(word, words.expected)
    }
  }

  @Sendable private static func writeStroke(_ command: Command) -> [String]? {
    switch command {
    case .strokeBegin(let kind, let point): [kind.rawValue] + words(point)
    case .strokeTo(let point): ["to"] + words(point)
    case .strokeEnd: ["end"]
    default: nil
    }
  }

  private static func text(of reference: ClassReference) -> String {
    switch reference {
    case .name(let name): name
    case .number(let number): "\(number)"
    }
  }
}

func words(_ point: PixelPoint?) -> [String] { point.map { ["\($0.x)", "\($0.y)"] } ?? [] }
func words(_ color: RGB) -> [String] { ["\(color.red)", "\(color.green)", "\(color.blue)"] }
func words(count: Int) -> [String] { count == 1 ? [] : ["\(count)"] }
func words(_ settings: [MethodSpec.Setting]) -> [String] { settings.map { word("\($0.name)=\($0.value)") } }

func words(_ reference: ClassReference?) -> [String] {
  switch reference {
  case nil: []
  case .name(let name): [word(name)]
  case .number(let number): ["\(number)"]
  }
}
