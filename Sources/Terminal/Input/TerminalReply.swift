import Raster

/// What a terminal answers when it is asked about itself. Never a key, however late it arrives.
public enum TerminalReply: Hashable, Sendable {
  /// Primary device attributes (DA1); 4 means sixel.
  case attributes([Int])
  /// Name and version (XTVERSION), control characters removed.
  case version(String)
  /// XTSMGRAPHICS: item 1 = colour registers, 2 = sixel geometry; status 0 = fine.
  case graphics(item: Int, status: Int, values: [Int])
  /// The text area in pixels (CSI 14 t).
  case textAreaPixels(Size)
  /// One cell in pixels (CSI 16 t).
  case cellPixels(Size)
  /// The text area in cells (CSI 18 t).
  case textAreaCells(CellSize)
  /// DECRPM: 0 = unknown mode, 1 = set, 2 = reset, 3 and 4 = for ever so.
  case mode(Int, value: Int)
  /// Where the cursor stands, counted from 0.
  case cursor(CellPoint)
  /// DECRQSS: the echoed setting, empty where the terminal refused.
  case setting(String)
  /// Answer of the kitty graphics protocol.
  case kittyGraphics(String)
  /// Flags of the kitty keyboard protocol.
  case kittyKeyboard(Int)
  /// Well formed, but nothing that Tessera asks for.
  case unknown
}

extension TerminalReply {
  /// The reply that a control sequence (CSI) is; nil if it is none.
  init?(_ sequence: ControlSequence) {
    guard let reply = Self.reply(to: sequence) else { return nil }
    self = reply
  }

  private static func reply(to sequence: ControlSequence) -> TerminalReply? {
    let numbers = sequence.numbers
    switch (sequence.prefix, sequence.intermediates, sequence.final) {
    case ("?", "", "c"): return .attributes(numbers)
    case ("?", "", "S"): return graphics(numbers)
    case ("?", "", "R"), ("", "", "R"): return cursor(numbers)
    case ("?", "", "u"): return .kittyKeyboard(numbers.first ?? 0)
    case ("?", "$", "y"): return numbers.count == 2 ? .mode(numbers[0], value: numbers[1]) : .unknown
    case ("", "", "t"): return window(numbers)
    case (_, "", "c"), (_, "", "n"), (_, "$", "y"), ("?", _, _), (">", _, _), ("=", _, _): return .unknown
    default: return nil
    }
  }

  private static func graphics(_ numbers: [Int]) -> TerminalReply {
    numbers.count < 2
      ? .unknown : .graphics(item: numbers[0], status: numbers[1], values: Array(numbers.dropFirst(2)))
  }

  /// `CSI 1;2R` … `CSI 1;8R` are F3 with modifiers: the app never asks while the cursor is in the first row.
  private static func cursor(_ numbers: [Int]) -> TerminalReply? {
    guard numbers.count >= 2, !(numbers.count == 2 && numbers[0] == 1 && (2...8).contains(numbers[1])) else {
      return nil
    }
    return .cursor(CellPoint(column: numbers[1] - 1, row: numbers[0] - 1))
  }

  private static func window(_ numbers: [Int]) -> TerminalReply {
    guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return .unknown }
    let size = Size(width: numbers[2], height: numbers[1])
    switch numbers[0] {
    case 4: return .textAreaPixels(size)
    case 6: return .cellPixels(size)
    case 8: return .textAreaCells(CellSize(columns: numbers[2], rows: numbers[1]))
    default: return .unknown
    }
  }

  /// The reply that a device control string is (what stands between `ESC P` and `ESC \`).
  init(deviceControl body: [UInt8]) {
    let text = printable(body)
    if text.hasPrefix(">|") {
      self = .version(String(text.dropFirst(2)))
    } else if text.hasPrefix("1$r") {
      self = .setting(String(text.dropFirst(3)))
    } else {
      self = text.hasPrefix("0$r") ? .setting("") : .unknown
    }
  }

  /// The reply that an application program command is (what stands between `ESC _` and `ESC \`).
  init(applicationCommand body: [UInt8]) {
    let text = printable(body)
    self = text.hasPrefix("G") ? .kittyGraphics(String(text.dropFirst())) : .unknown
  }
}

/// The printable ASCII of `bytes`.
private func printable(_ bytes: [UInt8]) -> String {
  String(decoding: bytes.filter { (0x20...0x7E).contains($0) }, as: UTF8.self)
}
