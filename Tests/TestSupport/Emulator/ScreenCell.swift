import Raster

/// A colour as the program asked for it.
package enum CellColor: Hashable, Sendable {
  case terminalDefault
  case indexed(Int)
  case rgb(RGB)

  /// The colour on the glass: xterm's standard 256 colours; nil for the terminal's own.
  package var resolved: RGB? {
    switch self {
    case .terminalDefault: nil
    case .rgb(let color): color
    case .indexed(let index): CellColor.standard(index)
    }
  }

  private static func standard(_ index: Int) -> RGB {
    if index < 16 { return basic[max(index, 0)] }
    if index >= 232 {
      let gray = UInt8(min(8 + 10 * (index - 232), 255))
      return RGB(gray, gray, gray)
    }
    let cube = index - 16
    func level(_ step: Int) -> UInt8 { step == 0 ? 0 : UInt8(55 + 40 * step) }
    return RGB(level(cube / 36), level(cube / 6 % 6), level(cube % 6))
  }

  private static let basic: [RGB] = [
    RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0), RGB(0, 0, 238), RGB(205, 0, 205),
    RGB(0, 205, 205), RGB(229, 229, 229), RGB(127, 127, 127), RGB(255, 0, 0), RGB(0, 255, 0), RGB(255, 255, 0),
    RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255), RGB(255, 255, 255),
  ]
}

/// What SGR set.
package struct CellStyle: Hashable, Sendable {
  package var foreground = CellColor.terminalDefault
  package var background = CellColor.terminalDefault
  package var bold = false
  package var dim = false
  package var italic = false
  package var underline = false
  package var blink = false
  package var reverse = false
  package var invisible = false
  package var strike = false

  package init() {}
}

/// One character cell of the emulator's screen; behind a wide character stands a cell with empty text.
package struct ScreenCell: Hashable, Sendable {
  package var text = " "
  package var style = CellStyle()

  package init() {}

  /// An erased cell keeps the background colour only, as xterm's bce does.
  init(erasedWith style: CellStyle) {
    self.style.background = style.background
  }
}

extension ScreenCell {
  /// The colours of the upper and the lower half of a cell that is part of a picture of half blocks; nil for text.
  package var halves: (upper: RGB, lower: RGB)? {
    let colors = style.reverse ? (style.background, style.foreground) : (style.foreground, style.background)
    let (ink, paper) = (colors.0.resolved, colors.1.resolved)
    switch text {
    case "█": return ink.map { ($0, $0) }
    case " ", "\u{A0}": return paper.map { ($0, $0) }
    case "▀": return ink.flatMap { ink in paper.map { (ink, $0) } }
    case "▄": return ink.flatMap { ink in paper.map { ($0, ink) } }
    default: return nil
    }
  }
}

/// Everything that a program may change about its terminal and has to put back when it ends.
package struct TerminalModes: Equatable, Sendable, CustomStringConvertible {
  /// Private modes (CSI ? n h) that differ from a new terminal's.
  package var privateModes: [Int: Bool] = [:]
  package var insertMode = false
  package var keypadApplication = false
  /// Rows from and to (half open) that scroll; nil is the whole screen.
  package var margins: Range<Int>?
  package var lineDrawing = false
  package var style = CellStyle()
  package var isAlternateScreen = false

  package init() {}

  /// Whether a private mode is on; cursor (25) and wrap (7) are on in a new terminal.
  package func isOn(_ mode: Int) -> Bool { privateModes[mode] ?? (mode == 25 || mode == 7) }

  mutating func set(_ mode: Int, _ value: Bool) {
    let initially = mode == 25 || mode == 7
    privateModes[mode] = value == initially ? nil : value
  }

  package var description: String {
    let modes = privateModes.keys.sorted().map { "?\($0)=\(isOn($0) ? "on" : "off")" }.joined(separator: " ")
    return "[\(modes)] insert \(insertMode), keypad \(keypadApplication), margins \(String(describing: margins)), "
      + "line drawing \(lineDrawing), alternate \(isAlternateScreen), style \(style)"
  }
}
