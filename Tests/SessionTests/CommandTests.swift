import Raster
import Segmentation
import SystemPackage
import Testing

@testable import Session

struct CommandTests {
  @Test(arguments: UInt64(0)..<3000) func printedCommandsReadBackAsThemselves(seed: UInt64) throws {
    var rng = SplitMix64(seed: seed)
    let command = Command.random(using: &rng)
    #expect(try Command.parse(command.description) == command)
    #expect(!command.description.unicodeScalars.contains(where: isControl))
  }

  /// A mark that combines with the `=` or the comma before it is a value's beginning all the same.
  @Test(arguments: ["\u{301}", "a=\u{301}b", "=\u{610}"]) func valuesMayBeginWithCombiningMarks(text: String) throws {
    let found = FoundTemplate(place: PixelPoint(x: 1, y: 2), score: 0, scale: 1, rotation: 0, name: text)
    var search = TemplateSearch()
    search.name = text
    let commands: [Command] = [
      .method(MethodSpec("slic", [.init("key", text)])), .template(TemplateOrder(search, found: [found])),
    ]
    for command in commands { #expect(try Command.parse(command.description) == command) }
  }

  @Test func everyRowOfTheTableIsDrawn() {
    var drawn: Set<String> = []
    for seed in UInt64(0)..<3000 {
      var rng = SplitMix64(seed: seed)
      drawn.insert(Command.random(using: &rng).name)
    }
    #expect(drawn == Set(Command.table.map(\.name)))
  }

  @Test func rowsHaveSentencesAndNamesOfTheirOwn() {
    #expect(Set(Command.table.map(\.name)).count == Command.table.count)
    for row in Command.table {
      #expect(!row.help.isEmpty && !row.help.hasSuffix("."))
      #expect(row.usage.hasPrefix(row.name))
    }
  }

  @Test(arguments: [
    ("fill 4 5 # here", Command.fill(PixelPoint(x: 4, y: 5))),
    ("  fill\t4  5   jet ", .fill(PixelPoint(x: 4, y: 5), .name("jet"))),
    ("fill 3", .fill(nil, .number(3))),
    ("fill \"3\"", .fill(nil, .name("3"))),
    ("class \"a b\" 1 2 3", .defineClass(name: "a b", RGB(1, 2, 3))),
    ("class 7 1 2 3", .defineClass(name: "7", RGB(1, 2, 3))),
    ("recolor-class 7 1 2 3", .recolorClass(.number(7), RGB(1, 2, 3))),
    ("recolor-class jet CC0a01", .recolorClass(.name("jet"), RGB(204, 10, 1))),
    ("recolor-class jet \"#004010\"", .recolorClass(.name("jet"), RGB(0, 64, 16))),
    ("undo", .undo(1)),
    ("open a\\ b.jpg", .open("a b.jpg", nil)),
    (
      "open a.jpg method=superpixel region_size=40",
      .open("a.jpg", MethodSpec("superpixel", [.init("region_size", "40")]))
    ),
    ("goto 3", .goto(.place(3))),
    ("zoom 2 7 8", .zoom(.ratio(2), PixelPoint(x: 7, y: 8))),
  ]) func linesMean(line: String, command: Command) throws {
    #expect(try Command.parse(line) == command)
  }

  @Test(arguments: [
    ("", "no command; expected one such as `fill X Y`"),
    ("fil 1 2", "no command 'fil'; did you mean 'fill'?"),
    ("\u{1b}[2J", "no command '\\x1b[2J'; `help` lists them"),
    ("cut 1 2 3", "cut: something is missing; expected cut X Y X Y"),
    ("unfill 1", "unfill: something is missing; expected unfill [X Y]"),
    ("save now", "save: 'now' is one word too many; expected save"),
    (
      "mode filll",
      "mode: 'filll' does not fit; expected \(Mode.allCases.map(\.rawValue).joined(separator: ", "))"
    ),
    ("class \"a", "a double quote is not closed; expected \" at the end of the word"),
    ("class a\\q", "'\\q' is no escape; expected \\\\, \\\", \\n, \\r, \\t or \\xHH"),
    ("open a\\x00b", "open: 'a\\x00b' does not fit; expected the path of an image"),
  ]) func mistakesAreNamed(line: String, message: String) {
    do {
      let command = try Command.parse(line)
      Issue.record("\(line) reads as \(command)")
    } catch {
      #expect(error.description == message)
    }
  }

  @Test(arguments: [
    "color 1 2 256", "undo 0", "color 12345", "color 12345g", "color #cc0000", "zoom nan", "zoom 33",
    "cut 1 2 3 99999999999999999999", "class 0",
  ])
  func valuesOutOfRangeAreRefused(line: String) {
    #expect(throws: CommandError.self) { try Command.parse(line) }
  }

  @Test func anyBytesAreACommandOrAnError() {
    var rng = SplitMix64(seed: 1)
    let letters = Array("fill cut 12\"\\x#@=-\n\u{1b}".utf8) + [0, 0xFF, 0xC3]
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0...20, using: &rng)).map { _ in letters.randomElement(using: &rng) ?? 0 }
      do {
        let command = try Command.parse(bytes: bytes[...])
        #expect(try Command.parse(command.description) == command)
      } catch {
        #expect(!error.description.unicodeScalars.contains(where: isControl))
      }
    }
  }

  @Test func completionOffersWholeLines() {
    let context = CompletionContext(classes: ["jet", "job site"], methods: ["slic"], images: ["a.png"])
    #expect(Command.completions(for: "un") == ["unfill ", "undo ", "unlock "])
    #expect(Command.completions(for: "mode ") == Mode.allCases.map { "mode \($0.rawValue)" })
    #expect(Command.completions(for: "overlay b") == ["overlay borders"])
    #expect(Command.completions(for: "fill 3 4 j", in: context) == ["fill 3 4 jet"])
    #expect(Command.completions(for: "class ", in: context) == ["class jet", "class \"job site\""])
    #expect(Command.completions(for: "nonsense ") == [])
  }
}

extension Command {
  static func random(using rng: inout SplitMix64) -> Command {
    func integer(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &rng) }
    func point() -> PixelPoint { PixelPoint(x: integer(-9...9999), y: integer(-1_000_000_000...1_000_000_000)) }
    func maybe<Value>(_ make: () -> Value) -> Value? { integer(0...1) == 0 ? nil : make() }
    func bytes() -> [UInt8] { (0...integer(0...8)).map { _ in UInt8(integer(1...255)) } }
    func name() -> String {
      let drawn = String(decoding: bytes(), as: UTF8.self)
      return ["jet", "12", "-3", "a b", "#", "@1", "\"", "\\", "é\n", "=", drawn][integer(0...10)]
    }
    func reference() -> ClassReference { integer(0...1) == 0 ? .name(name()) : .number(integer(1...65535)) }
    func color() -> RGB { RGB(UInt8(integer(0...255)), UInt8(integer(0...255)), UInt8(integer(0...255))) }
    func count() -> Int { integer(1...200) }
    func spec() -> MethodSpec { MethodSpec(name(), (0..<integer(0...3)).map { .init("key\($0)", name()) }) }
    func path() -> FilePath { FilePath(bytes: bytes()) ?? "x" }
    func stroke() -> GrabCutStroke {
      GrabCutStroke(
        GrabCutKind.allCases[integer(0...3)], radius: integer(0...1000), (0...integer(0...3)).map { _ in point() })
    }
    func brush() -> Brush { Brush(BrushShape.allCases[integer(0...1)], diameter: integer(1...512)) }
    func points() -> [PixelPoint] { (0...integer(0...3)).map { _ in point() } }
    func reshaping() -> Reshaping {
      let radius = integer(1...256)
      return [.holes, .islands(count()), .grow(radius), .shrink(radius), .smooth(radius)][integer(0...4)]
    }
    func look() -> ImageLookAction {
      let percent = integer(10...1000)
      return [
        .contrast(.percent(percent)), .contrast(.automatic), .stepContrast(integer(-1000...1000)),
        .gamma(Double(percent) / 100), .stepGamma(integer(-100...100)),
        .channel(maybe { Channel.allCases[integer(0...5)] }), .reset,
      ][integer(0...6)]
    }
    func thousandth(_ range: ClosedRange<Int>) -> Double { Double(integer(range)) / 1000 }
    func template() -> TemplateOrder {
      var search = TemplateSearch(name: maybe(name))
      search.threshold = thousandth(0...1000)
      search.matches = integer(0...1) == 0 ? .all : .best
      search.scales = (0...integer(0...3)).map { _ in thousandth(100...10000) }
      search.rotations = (0...integer(0...3)).map { _ in thousandth(-360_000...360_000) }
      search.suppression = thousandth(0...1000)
      let found = (0..<integer(0...3)).map { _ in
        FoundTemplate(
          place: point(), score: thousandth(0...3000), scale: thousandth(100...10000),
          rotation: thousandth(-360_000...360_000), name: name())
      }
      return TemplateOrder(search, found: found, colors: (0..<integer(0...3)).map { _ in color() })
    }
    let drawn: [Command] = [
      .template(template()), .walkObjects(integer(-9...9)),
      .object([.new, .leave, .select(integer(1...65535))][integer(0...2)]),
      .freehand(.brush(BrushStroke(brush(), points()), erases: integer(0...1) == 0)),
      .lock(maybe(reference), isLocked: integer(0...1) == 0),
      .recolorClass(reference(), color()), .mergeClasses(reference(), reference()),
      .relabel(reference(), reference()), .relabelFolder(reference(), reference()), .relabelFolderUndo,
      .freehand(.wand(maybe(point), tolerance: integer(0...255))),
      .freehand(.polygon(Polygon([point(), point()] + points()))),
      .freehand(.reshape(reshaping(), maybe(reference))),
      .freehand(.combine(Combination.allCases[integer(0...2)], reference(), reference())),
      .grabCut(.stroke(stroke())), .grabCut(.rectangle(point(), point())), .grabCut(.finish), .grabCut(.clear),
      .grabCut(.run(iterations: integer(1...1000), exact: integer(0...1) == 0)),
      .fillSegments(reference(), (0...integer(0...3)).map { _ in point() }), .along(Stroke.allCases[integer(0...1)]),
      .smartFill(
        SmartFill(maybe(point), tolerance: integer(0...1000), everywhere: integer(0...1) == 0, maybe(reference))),
      .fill(maybe(point), maybe(reference)), .unfill(maybe(point)), .cut(point(), point()),
      .merge(point(), point()), .strokeBegin(Stroke.allCases[integer(0...1)], maybe(point)),
      .strokeTo(maybe(point)), .strokeEnd, .selectClass(reference()),
      .defineClass(name: name(), color()), .color(color()), .method(spec()),
      .granularity(integer(-40...40)), .reset,
      .undo(count()), .redo(count()), .save, .open(path(), maybe(spec)), .next(count()),
      .previous(count()), .goto(integer(0...1) == 0 ? .place(count()) : .name(name())), .quit,
      .cursor(point()), .move(dx: integer(-9...9), dy: integer(-9...9)),
      .nextUnfinished(count()), .previousUnfinished(count()), .note(maybe(name)),
      .mark(ImageStatus.allCases[integer(0...ImageStatus.allCases.count - 1)]),
      .zoom([.closer, .farther, .fit, .ratio(Double(integer(1...1024)) / 32)][integer(0...3)], maybe(point)),
      .pan(dx: integer(-9...9), dy: integer(-9...9)), .overlay(maybe { Overlay.allCases[integer(0...4)] }),
      .opacity(integer(0...100)), .stepOpacity(integer(-100...100)), .patterns, .debugView, .blink,
      .imageLook(look()), .overviewMap, .center(maybe(point)),
      .mode(Mode.allCases[integer(0...Mode.allCases.count - 1)]), .act, .stepClass(integer(-9...9)),
      .walk(integer(-9...9)), .walkOrder(maybe { WalkOrder.allCases[integer(0...2)] }), .again, .hints,
      .prompt(integer(0...3) == 0 ? "" : name()), .help, .messages, .redraw, .suspend, .cancel,
    ]
    if integer(0...4) == 0 { return .sam(.random(using: &rng, name: name(), point: point(), maybe(reference))) }
    return drawn[integer(0...(drawn.count - 1))]
  }
}

extension SamAction {
  fileprivate static func random(
    using rng: inout SplitMix64, name: String, point: PixelPoint, _ reference: ClassReference?
  ) -> SamAction {
    func integer(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &rng) }
    let files = SamModel.files(
      name: name, encoder: Digest(of: [UInt8(integer(0...255))]), decoder: Digest(of: [UInt8(integer(0...255))]))
    let prediction = SamPrediction(
      model: [nil, .builtIn, files][integer(0...2)],
      scores: (0..<integer(0...8)).map { _ in SamScore(Double(integer(0...1000)) / 1000) })
    let drawn: [SamAction] = [
      .point([nil, point][integer(0...1)], isForeground: integer(0...1) == 0), .box(point, PixelPoint(x: 1, y: 2)),
      .predict(prediction), .candidate(integer(1...8)), .finish, .paint(reference), .clear,
    ]
    return drawn[integer(0...drawn.count - 1)]
  }
}
