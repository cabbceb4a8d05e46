import Display
import Raster

@testable import Editor

/// One step of a scenario.
enum ScenarioStep: Equatable {
  case key(KeyPress)
  case paste(String)
  /// A gesture at an image pixel: pressed and released there, twice for a double click.
  case click(MouseEvent.Button, Modifiers, PixelPoint, times: Int)
  case press(MouseEvent.Button, Modifiers, PixelPoint)
  case drag(MouseEvent.Button, Modifiers, PixelPoint)
  case release(MouseEvent.Button, PixelPoint)
  case move(PixelPoint)
  case wheel(up: Bool, PixelPoint)
  /// A click at a cell of the screen.
  case cell(CellPoint)
  /// The wheel over a cell of the screen.
  case cellWheel(up: Bool, CellPoint)
  case wait(Int)
  case resize(CellSize)
  /// Workers' answers are held back, or come.
  case hold, go
  /// The disk is full, or has room again.
  case diskFull, diskRoom
}

/// Reads the `keys` file: keys as key maps name them, blanks between them mean nothing; a line such as `:undo` is
/// a command line (`: u n` are keys); `#` at the start of a line begins a comment.
struct ScenarioKeys {
  struct Mistake: Error { var text: String }

  static func read(_ text: String) throws -> [ScenarioStep] {
    var steps: [ScenarioStep] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("# ") { continue }
      if line.hasPrefix(":"), !line.hasPrefix(": ") {
        steps += line.map { .key(KeyPress(.character($0))) } + [.key(KeyPress(.enter))]
      } else {
        steps += try tokens(line)
      }
    }
    return steps
  }

  private static func tokens(_ line: Substring) throws -> [ScenarioStep] {
    var steps: [ScenarioStep] = []
    var rest = line[...]
    while let next = rest.first {
      if next == " " {
        rest.removeFirst()
      } else if next == "<", rest.dropFirst().first != " ", let end = rest.firstIndex(of: ">"),
        rest.index(after: rest.startIndex) < end
      {
        steps.append(try step(named: String(rest[...end])))
        rest = rest[rest.index(after: end)...]
      } else {
        steps.append(.key(KeyPress(.character(next))))
        rest.removeFirst()
      }
    }
    return steps
  }

  private static func step(named name: String) throws -> ScenarioStep {
    let words = name.dropFirst().dropLast().split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2 else { return try single(name) }
    let (word, argument) = (words[0], words[1])
    switch word {
    case "Paste": return .paste(argument.replacing("\\n", with: "\n").replacing("\\e", with: "\u{1B}"))
    case "Wait": return .wait(Int(argument) ?? 0)
    case "Move": return .move(try point(argument))
    case "Cell":
      let at = try point(argument)
      return .cell(CellPoint(column: at.x, row: at.y))
    case "CellWheelUp", "CellWheelDown":
      let at = try point(argument)
      return .cellWheel(up: word == "CellWheelUp", CellPoint(column: at.x, row: at.y))
    case "Resize":
      let at = try point(argument.replacing("x", with: ","))
      return .resize(CellSize(columns: at.x, rows: at.y))
    default: return try pointer(word, at: try point(argument))
    }
  }

  private static func single(_ name: String) throws -> ScenarioStep {
    switch name {
    case "<Hold>": return .hold
    case "<Go>": return .go
    case "<DiskFull>": return .diskFull
    case "<DiskRoom>": return .diskRoom
    default:
      guard case .key(let press) = try Chord(name: name) else { throw Mistake(text: "\(name) needs a point") }
      return .key(press)
    }
  }

  private static func pointer(_ word: String, at point: PixelPoint) throws -> ScenarioStep {
    for button in [MouseEvent.Button.left, .middle, .right] {
      let name = button.click.rawValue.replacing("Click", with: "")
      for (prefix, modifiers) in [("", Modifiers()), ("S-", .shift), ("A-", .alt), ("C-", .control)] {
        switch word {
        case "\(prefix)\(name)Click": return .click(button, modifiers, point, times: 1)
        case "\(prefix)Double\(name)Click": return .click(button, modifiers, point, times: 2)
        case "\(prefix)\(name)Press": return .press(button, modifiers, point)
        case "\(prefix)\(name)Drag": return .drag(button, modifiers, point)
        case "\(prefix)\(name)Release": return .release(button, point)
        default: break
        }
      }
    }
    if word == "WheelUp" || word == "WheelDown" { return .wheel(up: word == "WheelUp", point) }
    throw Mistake(text: "no step <\(word) …>")
  }

  private static func point(_ text: String) throws -> PixelPoint {
    let numbers = text.split(separator: ",").compactMap { Int($0) }
    guard numbers.count == 2 else { throw Mistake(text: "'\(text)' is no X,Y") }
    return PixelPoint(x: numbers[0], y: numbers[1])
  }
}
