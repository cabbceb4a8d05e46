import Display
import Raster

/// One line of `tessera doctor`.
public struct CapabilityRow: Equatable, Sendable {
  /// What was looked at.
  public var item: String
  /// What was found.
  public var finding: String
  /// Nothing is missing here.
  public var isGood: Bool
  /// What to do about it; nil where nothing is missing or nothing helps.
  public var advice: String?
}

extension Capabilities {
  /// What was found, and how what is missing can be had.
  public func report(cells: CellSize) -> [CapabilityRow] {
    [
      CapabilityRow(
        item: "terminal", finding: name.description.isEmpty ? "does not say its name" : name.description,
        isGood: answers, advice: answers ? nil : "it answered nothing within 2 s; pictures are drawn with half blocks"),
      sixelRow,
      CapabilityRow(item: "text", finding: "\(cells.columns) x \(cells.rows) cells", isGood: cells.rows >= 16),
      cellRow, pictureRow, registerRow,
      CapabilityRow(
        item: "mouse", finding: hasPixelPointer ? "reports pixels (mode 1016)" : "reports cells only",
        isGood: hasPixelPointer,
        advice: hasPixelPointer ? nil : "zoom in to point at single pixels, or nudge the cursor with the arrow keys"),
      CapabilityRow(
        item: "synchronized output", finding: hasSynchronizedOutput ? "yes (mode 2026)" : "no",
        isGood: hasSynchronizedOutput),
      CapabilityRow(
        item: "truecolor text", finding: hasTruecolor ? "yes" : "not told; 256 colours are used", isGood: hasTruecolor),
      slotRow,
    ]
  }

  private var sixelRow: CapabilityRow {
    CapabilityRow(
      item: "sixel", finding: hasSixel ? "yes" : "no; pictures are drawn as \(graphics.rawValue)", isGood: hasSixel,
      advice: hasSixel ? nil : sixelAdvice)
  }

  private var sixelAdvice: String {
    switch name.program {
    case .xterm: "start it as `xterm -ti vt340`, or put `XTerm*decTerminalID: vt340` into ~/.Xresources"
    case .tmux where name.isAtLeast(3, 4):
      "this tmux is built without sixel, or the terminal around it has none; build it with --enable-sixel"
    case .tmux: "tmux \(name.major).\(name.minor) swallows pictures; use tmux 3.4 or later with sixel, or leave tmux"
    case .screen: "GNU screen swallows pictures; use tmux 3.4 or later with sixel, or leave screen"
    case .kitty, .ghostty:
      "\(name) has no sixel; use foot, WezTerm, xterm -ti vt340 or Windows Terminal 1.22 for sharp pictures"
    default: "use foot, WezTerm, mlterm, `xterm -ti vt340`, iTerm2 or Windows Terminal 1.22 for sharp pictures"
    }
  }

  private var cellRow: CapabilityRow {
    let isTold = cellSource != .assumed
    return CapabilityRow(
      item: "cell size", finding: "\(cellPixels.width) x \(cellPixels.height) pixels (\(cellSource.rawValue))",
      isGood: isTold,
      advice: isTold ? nil : "pictures may not fit their cells; in xterm set `XTerm*allowWindowOps: true`")
  }

  private var pictureRow: CapabilityRow {
    guard let maximumPicture else {
      return CapabilityRow(item: "largest picture", finding: "no limit told", isGood: true)
    }
    let isSmall = maximumPicture.width <= 1000 && name.program == .xterm
    return CapabilityRow(
      item: "largest picture", finding: "\(maximumPicture.width) x \(maximumPicture.height) pixels", isGood: !isSmall,
      advice: isSmall ? "larger canvases are drawn in parts; set `XTerm*maxGraphicSize: 4096x2160` to avoid it" : nil)
  }

  private var registerRow: CapabilityRow {
    CapabilityRow(
      item: "colours per picture", finding: "\(registers)", isGood: registers == 256,
      advice: registers == 256 ? nil : "in xterm set `XTerm*numColorRegisters: 256`")
  }

  private var slotRow: CapabilityRow {
    CapabilityRow(
      item: "patches per picture", finding: slots.map { "\($0), then the canvas is drawn anew" } ?? "any number",
      isGood: slots == nil)
  }
}
