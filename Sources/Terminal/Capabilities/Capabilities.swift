import Display
import Raster

/// What a terminal can do, told from its answers, the environment and what the user demands.
public struct Capabilities: Equatable, Sendable {
  /// How pictures are drawn.
  public var graphics: ScreenSpec.Graphics
  /// The terminal draws sixels, whether or not they are used.
  public var hasSixel: Bool
  /// Colours per picture: 256 or 16.
  public var registers: Int
  /// The largest picture that the terminal takes, in pixels; nil if it tells no limit.
  public var maximumPicture: Size?
  /// Pixels per cell of the terminal.
  public var cellPixels: Size
  /// Who told the size of a cell.
  public var cellSource: CellSizeSource
  /// Mode 1016: the mouse can report pixels.
  public var reportsPixels: Bool
  /// Mode 2026: a frame is shown at once.
  public var hasSynchronizedOutput: Bool
  /// Mode 1070: colour registers can be private to a picture.
  public var hasPrivateRegisters: Bool
  /// Text can have any of 16 million colours.
  public var hasTruecolor: Bool
  /// Which program draws the screen.
  public var name: TerminalName
  /// The program runs inside tmux.
  public var isTmux: Bool
  /// The program runs inside GNU screen.
  public var isScreen: Bool
  /// How many patches may lie on a base picture; nil = any number.
  public var slots: Int?
  /// A picture drawn over another one leaves the rest of the cell as it was.
  public var composites: Bool
  /// A picture may touch the last row without scrolling the screen.
  public var isLastRowSafe: Bool
  /// The heights of pictures must be multiples of this many rows.
  public var rowMultiple: Int
  /// The terminal answered the probe; one that did not is never asked again.
  public var answers: Bool

  /// - Parameter override: what the user asked for with `--graphics`; nil = whatever is best.
  public init(replies: [TerminalReply], environment: TerminalEnvironment, override: ScreenSpec.Graphics? = nil) {
    let answers = Answers(replies)
    name = answers.name ?? Self.assumedName(environment)
    isTmux = name.program == .tmux
    isScreen = name.program == .screen
    hasSixel = answers.attributes.contains(4) && !isScreen
    self.answers = answers.isComplete
    (cellPixels, cellSource) = Terminal.cellPixels(replies: replies, environment: environment)
    registers = (answers.registers ?? 256) >= 256 ? 256 : 16
    maximumPicture = answers.maximumPicture
    hasSynchronizedOutput = answers.isKnown(2026)
    hasPrivateRegisters = answers.isKnown(1070)
    hasTruecolor = answers.echoesColor ?? ["truecolor", "24bit"].contains(environment.colorTerm)
    slots = Self.slots(name)
    composites = [.xterm, .foot, .windowsTerminal].contains(name.program)
    rowMultiple = Self.rowMultiple(name, cellHeight: cellPixels.height)
    graphics = override ?? (hasSixel ? .sixel : .blocks)
    reportsPixels = answers.isKnown(1016)
    isLastRowSafe = graphics != .sixel
  }

  /// The name where the terminal does not tell it (XTVERSION is younger than many).
  private static func assumedName(_ environment: TerminalEnvironment) -> TerminalName {
    if environment.isInsideTmux {
      return TerminalName(version: environment.program.hasPrefix("tmux") ? environment.program : "tmux")
    }
    if environment.isInsideScreen { return TerminalName(version: "GNU Screen") }
    if environment.term.hasPrefix("mlterm") { return TerminalName(version: "mlterm") }
    return TerminalName(version: "")
  }

  private static func slots(_ name: TerminalName) -> Int? {
    switch name.program {
    case .xterm: 15
    case .tmux: name.isAtLeast(3, 7) ? 18 : 8
    default: nil
    }
  }

  /// tmux before 3.7 pads pictures to whole sixel bands, which then cover one more row.
  private static func rowMultiple(_ name: TerminalName, cellHeight: Int) -> Int {
    guard name.program == .tmux, !name.isAtLeast(3, 7) else { return 1 }
    return cellHeight.isMultiple(of: 6) ? 1 : cellHeight.isMultiple(of: 3) ? 2 : cellHeight.isMultiple(of: 2) ? 3 : 6
  }

  /// The mouse is made to report pixels; half blocks have no use for the terminal's own ones.
  public var hasPixelPointer: Bool { reportsPixels && graphics == .sixel }

  /// What the app needs to know to compose a frame.
  public func spec(cells: CellSize) -> ScreenSpec {
    ScreenSpec(
      cells: cells, cellPixels: graphics == .sixel ? cellPixels : Size(width: 1, height: 2), graphics: graphics,
      registers: graphics == .sixel ? registers : 256, hasPixelPointer: hasPixelPointer)
  }
}

/// The answers, sorted.
private struct Answers {
  var isComplete = false
  var attributes: [Int] = []
  var name: TerminalName?
  var registers: Int?
  var maximumPicture: Size?
  var echoesColor: Bool?
  private var modes: [Int: Int] = [:]

  init(_ replies: [TerminalReply]) { for reply in replies { take(reply) } }

  private mutating func take(_ reply: TerminalReply) {
    switch reply {
    case .attributes(let items): (attributes, isComplete) = (items, true)
    case .version(let text): name = TerminalName(version: text)
    case .mode(let mode, let value): modes[mode] = value
    case .setting(let text): echoesColor = text.contains("48:2") || text.contains("48;2")
    case .graphics(let item, status: 0, let values): takeGraphics(item, values)
    default: break
    }
  }

  private mutating func takeGraphics(_ item: Int, _ values: [Int]) {
    if item == 1, let count = values.first, count > 0 { registers = registers ?? count }
    if item == 2, values.count == 2, values[0] > 0, values[1] > 0 {
      let size = Size(width: values[0], height: values[1])
      if size.area >= maximumPicture?.area ?? 0 { maximumPicture = size }
    }
  }

  func isKnown(_ mode: Int) -> Bool { [1, 2, 3].contains(modes[mode] ?? 0) }
}
