/// One complete thing that a program wrote to its terminal.
package enum TerminalAction: Equatable, Sendable {
  /// A printable character.
  case print(Unicode.Scalar)
  /// A C0 control: 7 bell, 8 backspace, 9 tab, 10 line feed, 13 carriage return, 14 and 15 shifts.
  case control(UInt8)
  /// ESC, intermediates, final: `ESC ( B` has intermediates "(" and final "B".
  case escape(intermediates: String, final: Character)
  case csi(ControlSequence)
  /// A device control string; `raw` is all of it from ESC P to ESC \.
  case dcs(ControlSequence, data: [UInt8], raw: [UInt8])
  case osc([UInt8])
  /// APC, PM or SOS: kitty graphics and others that this terminal ignores.
  case otherString([UInt8])
}

/// The head of a CSI or DCS sequence.
package struct ControlSequence: Equatable, Sendable {
  /// `?`, `>`, `<`, `=` or empty.
  package var prefix = ""
  /// Parameters in order, each with its colon-separated parts; an omitted one is nil.
  package var parameters: [[Int?]] = []
  package var intermediates = ""
  package var final: Character = "\0"

  /// The parameter at `index`; `fallback` where it is missing, and where it is 0 and `zeroIsDefault`.
  package func value(_ index: Int, default fallback: Int = 1, zeroIsDefault: Bool = true) -> Int {
    guard index < parameters.count, let value = parameters[index].first ?? nil else { return fallback }
    return value == 0 && zeroIsDefault ? fallback : value
  }

  /// Prefix, intermediates and final: "?h", "m", "$p" — what the sequence does.
  package var kind: String { prefix + intermediates + String(final) }
}

/// Cuts a terminal's input into actions, after the state machine of P. Williams, "A parser for DEC's ANSI-compatible
/// video terminals" (vt100.net). Keeps its state between pieces, so input may be cut anywhere.
package struct ControlParser: Sendable {
  private enum State { case ground, escape, csi, dcsHead, dcsData, osc, otherString, utf8 }

  private var state = State.ground
  private var sequence = ControlSequence()
  private var number: [Int?] = [nil]
  private var numbers: [[Int?]] = []
  private var intermediates = ""
  private var data: [UInt8] = []
  private var raw: [UInt8] = []
  private var scalarBytes: [UInt8] = []
  private var scalarLength = 0
  private var escapeInString = false

  package init() {}

  /// Whether the last byte left a sequence unfinished.
  package var isInSequence: Bool { state != .ground }

  /// Takes the next bytes and hands every action they complete to `handle`, in order.
  package mutating func feed(_ bytes: [UInt8], _ handle: (TerminalAction) -> Void) {
    for byte in bytes { take(byte, handle) }
  }

  private mutating func take(_ byte: UInt8, _ handle: (TerminalAction) -> Void) {
    switch state {
    case .ground: ground(byte, handle)
    case .utf8: continueScalar(byte, handle)
    case .escape: escape(byte, handle)
    case .csi: head(byte, isDeviceControl: false, handle)
    case .dcsHead: head(byte, isDeviceControl: true, handle)
    case .dcsData, .osc, .otherString: string(byte, handle)
    }
  }

  private mutating func ground(_ byte: UInt8, _ handle: (TerminalAction) -> Void) {
    switch byte {
    case 0x1B: begin(.escape)
    case 0..<0x20: handle(.control(byte))
    case 0x20..<0x7F: handle(.print(Unicode.Scalar(byte)))
    case 0x7F: break
    case 0xC2..<0xF5: beginScalar(byte)
    default: handle(.print("\u{FFFD}"))
    }
  }

  private mutating func beginScalar(_ byte: UInt8) {
    state = .utf8
    scalarBytes = [byte]
    scalarLength = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
  }

  private mutating func continueScalar(_ byte: UInt8, _ handle: (TerminalAction) -> Void) {
    guard (0x80..<0xC0).contains(byte) else {
      state = .ground
      handle(.print("\u{FFFD}"))
      return ground(byte, handle)
    }
    scalarBytes.append(byte)
    guard scalarBytes.count == scalarLength else { return }
    state = .ground
    handle(.print(String(decoding: scalarBytes, as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"))
  }

  private mutating func begin(_ next: State) {
    state = next
    (sequence, number, numbers, intermediates, data) = (ControlSequence(), [nil], [], "", [])
    raw = [0x1B]
    escapeInString = false
  }

  private mutating func escape(_ byte: UInt8, _ handle: (TerminalAction) -> Void) {
    raw.append(byte)
    switch byte {
    case 0x1B: begin(.escape)
    case UInt8(ascii: "[") where intermediates.isEmpty: state = .csi
    case UInt8(ascii: "P") where intermediates.isEmpty: state = .dcsHead
    case UInt8(ascii: "]") where intermediates.isEmpty: state = .osc
    case UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"): state = .otherString
    case 0x20..<0x30: intermediates.unicodeScalars.append(Unicode.Scalar(byte))
    case 0x30..<0x7F:
      state = .ground
      handle(.escape(intermediates: intermediates, final: Character(Unicode.Scalar(byte))))
    default: controlInside(byte, handle)
    }
  }

  /// C0 controls act inside sequences too; CAN and SUB end them.
  private mutating func controlInside(_ byte: UInt8, _ handle: (TerminalAction) -> Void) {
    if byte == 0x18 || byte == 0x1A { state = .ground }
    if byte < 0x20 { handle(.control(byte)) }
  }

  private mutating func head(_ byte: UInt8, isDeviceControl: Bool, _ handle: (TerminalAction) -> Void) {
    raw.append(byte)
    switch byte {
    case 0x1B: begin(.escape)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): addDigit(Int(byte) - 48)
    case UInt8(ascii: ":"): number.append(nil)
    case UInt8(ascii: ";"): endNumber()
    case 0x3C...0x3F: sequence.prefix.unicodeScalars.append(Unicode.Scalar(byte))
    case 0x20..<0x30: sequence.intermediates.unicodeScalars.append(Unicode.Scalar(byte))
    case 0x40..<0x7F: endHead(byte, isDeviceControl: isDeviceControl, handle)
    default: controlInside(byte, handle)
    }
  }

  private mutating func addDigit(_ digit: Int) {
    let value = number[number.count - 1] ?? 0
    number[number.count - 1] = min(value * 10 + digit, 1_000_000)
  }

  private mutating func endNumber() {
    numbers.append(number)
    number = [nil]
  }

  private mutating func endHead(_ byte: UInt8, isDeviceControl: Bool, _ handle: (TerminalAction) -> Void) {
    if number != [nil] || !numbers.isEmpty { endNumber() }
    sequence.parameters = numbers
    sequence.final = Character(Unicode.Scalar(byte))
    state = isDeviceControl ? .dcsData : .ground
    if !isDeviceControl { handle(.csi(sequence)) }
  }

  private mutating func string(_ byte: UInt8, _ handle: (TerminalAction) -> Void) {
    raw.append(byte)
    if escapeInString {
      escapeInString = false
      return byte == UInt8(ascii: "\\") ? endString(handle) : restart(byte, handle)
    }
    switch byte {
    case 0x1B: escapeInString = true
    case 0x07 where state == .osc: endString(handle)
    case 0x18, 0x1A: state = .ground
    default: data.append(byte)
    }
  }

  /// An ESC that is no string terminator breaks the string off and begins a new sequence.
  private mutating func restart(_ byte: UInt8, _ handle: (TerminalAction) -> Void) {
    begin(.escape)
    escape(byte, handle)
  }

  private mutating func endString(_ handle: (TerminalAction) -> Void) {
    let ended = state
    state = .ground
    switch ended {
    case .dcsData: handle(.dcs(sequence, data: data, raw: raw))
    case .osc: handle(.osc(data))
    default: handle(.otherString(data))
    }
  }
}
