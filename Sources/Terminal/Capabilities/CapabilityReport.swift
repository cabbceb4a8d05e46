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
    let text = "\(cells.columns) x \(cells.rows) cells"
    return [nameRow, sixelRow, CapabilityRow(item: "text", finding: text, isGood: cells.rows >= 16), cellRow]
      + (hasSixel ? [pictureRow, registerRow, slotRow] : []) + [mouseRow, synchronizedRow, colorRow]
  }

  private var nameRow: CapabilityRow {
    let advice: String? =
      if !answers {
        "it answered nothing within 2 s; if it is only slow, say `--graphics sixel`"
      } else if isTmux {
        "tmux holds Escape back for half a second; put `set -s escape-time 10` into ~/.tmux.conf"
      } else {
        nil
      }
    let finding = name.description.isEmpty ? "does not say its name" : name.description
    return CapabilityRow(item: "terminal", finding: finding, isGood: answers, advice: advice)
  }

  private var mouseRow: CapabilityRow {
    let hasPixels = reportsPixels
    return CapabilityRow(
      item: "mouse", finding: hasPixels ? "reports pixels (mode 1016)" : "reports cells only", isGood: hasPixels,
      advice: hasPixels ? nil : "zoom in to point at single pixels, or nudge the cursor with the arrow keys")
  }

  private var synchronizedRow: CapabilityRow {
    CapabilityRow(
      item: "synchronized output", finding: hasSynchronizedOutput ? "yes (mode 2026)" : "no",
      isGood: hasSynchronizedOutput)
  }

  private var colorRow: CapabilityRow {
    CapabilityRow(
      item: "truecolor text", finding: hasTruecolor ? "yes" : "not told; 256 colours are used", isGood: hasTruecolor)
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
