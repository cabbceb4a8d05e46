import Raster

/// An image that the terminal received.
package struct ReceivedImage: Sendable {
  /// The cells that it touches.
  package let cells: CellRect
  /// Where its pixels lie, from the top-left pixel of the text area.
  package let rect: PixelRect
  /// Length of the whole device control string.
  package let byteCount: Int
  package let layout: SixelLayout
  /// False if the terminal rejected it: no sixel, or larger than it allows.
  package let isShown: Bool
}

/// A terminal made of values: takes a program's output, keeps what a person would see, and answers queries.
///
/// Text is a grid of cells, sixel images are pixels over it, and text that is written takes the pixels of its cells.
/// What differs between terminals comes from the profile.
package final class TerminalEmulator {
  package let profile: TerminalProfile
  package internal(set) var size: CellSize
  /// Pixels of one cell.
  package let cellPixels: Size
  package internal(set) var cursor = CellPoint(column: 0, row: 0)
  package internal(set) var modes = TerminalModes()
  /// Modes as they were when a program asked to keep them (XTSAVE).
  var savedModes: [Int: Bool] = [:]
  package internal(set) var title = ""
  package internal(set) var bells = 0
  /// Every image since the start or the last `forgetImages`, in order.
  package internal(set) var images: [ReceivedImage] = []
  /// How often an image ran into the last row and scrolled the screen.
  package internal(set) var scrollsByImages = 0
  /// Sequences that this terminal does not know, printed with ESC as `^[`.
  package internal(set) var unknownSequences: [String] = []
  /// Whether BEL, OSC titles and other strings came that were not asked for shows here.
  package internal(set) var otherStrings: [[UInt8]] = []

  var cells: [ScreenCell]
  var mainScreen: (cells: [ScreenCell], canvas: PixelCanvas)?
  var canvas: PixelCanvas
  var savedCursor: (CellPoint, CellStyle) = (CellPoint(column: 0, row: 0), CellStyle())
  var wrapsBeforeNext = false
  var lastPrinted: Unicode.Scalar?
  var replies: [UInt8] = []
  private var parser = ControlParser()

  package init(size: CellSize, cellPixels: Size = Size(width: 10, height: 20), profile: TerminalProfile = .xterm) {
    self.size = size
    self.cellPixels = cellPixels
    self.profile = profile
    cells = [ScreenCell](repeating: ScreenCell(), count: size.columns * size.rows)
    canvas = PixelCanvas(
      size: Size(width: size.columns * cellPixels.width, height: size.rows * cellPixels.height),
      slots: profile.imageSlots)
  }

  /// Takes output of the program, cut anywhere.
  package func feed(_ bytes: [UInt8]) {
    parser.feed(bytes) { perform($0) }
  }

  /// Whether the output stopped in the middle of a sequence.
  package var isInSequence: Bool { parser.isInSequence }

  /// Takes what the terminal has to send back to the program.
  package func takeReplies() -> [UInt8] {
    defer { replies = [] }
    return replies
  }

  /// Forgets the log of images, not what is on the screen.
  package func forgetImages() { images = [] }

  /// Covers and uncovers the window. With a limited number of image slots, only kept images come back.
  package func expose() { canvas.repaintFromKept() }

  /// How many images the terminal keeps for repainting.
  package var keptImages: Int { canvas.kept.count }

  /// Gives the window another size; what fits stays.
  package func resize(to newSize: CellSize) {
    var resized = [ScreenCell](repeating: ScreenCell(), count: newSize.columns * newSize.rows)
    for row in 0..<min(size.rows, newSize.rows) {
      for column in 0..<min(size.columns, newSize.columns) {
        resized[row * newSize.columns + column] = cells[row * size.columns + column]
      }
    }
    (size, cells, modes.margins) = (newSize, resized, nil)
    cursor = CellPoint(column: min(cursor.column, size.columns - 1), row: min(cursor.row, size.rows - 1))
    canvas.resize(to: Size(width: size.columns * cellPixels.width, height: size.rows * cellPixels.height))
  }

  private func perform(_ action: TerminalAction) {
    switch action {
    case .print(let scalar): write(scalar)
    case .control(let byte): control(byte)
    case .escape(let intermediates, let final): escape(intermediates, final)
    case .csi(let sequence): csi(sequence)
    case .dcs(let head, let data, let raw): deviceControl(head, data, raw)
    case .osc(let data): operatingSystem(data)
    case .otherString(let data): otherStrings.append(data)
    }
  }

  private func operatingSystem(_ data: [UInt8]) {
    let text = String(decoding: data, as: UTF8.self)
    if text.hasPrefix("0;") || text.hasPrefix("2;") {
      title = String(text.dropFirst(2))
    } else {
      otherStrings.append(data)
    }
  }

  func control(_ byte: UInt8) {
    switch byte {
    case 7: bells += 1
    case 8: moveCursor(to: cursor.column - 1, cursor.row)
    case 9: moveCursor(to: min((cursor.column / 8 + 1) * 8, size.columns - 1), cursor.row)
    case 10, 11, 12: lineFeed()
    case 13: moveCursor(to: 0, cursor.row)
    case 14: modes.lineDrawing = true
    case 15: modes.lineDrawing = false
    default: break
    }
  }
}
