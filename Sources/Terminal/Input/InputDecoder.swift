import Display
import Raster

/// What a run of bytes from the terminal meant.
public enum Decoded: Hashable, Sendable {
  case input(InputEvent)
  case reply(TerminalReply)
}

/// Turns the bytes of a terminal into events, in pieces of any size. A value: it can be copied and tested.
///
/// Text is reported one Unicode scalar at a time, so that the events do not depend on how the bytes were cut; a
/// combining mark joins its base when the app appends it to a string. Invalid bytes are skipped. Memory is bounded:
/// 1 MB of pasted text, 64 KB of a reply.
public struct InputDecoder: Sendable {
  /// Pixels per cell where the mouse reports pixels (mode 1016); nil where it reports cells.
  public var pointerCell: Size?
  /// When the first byte of an unfinished sequence arrived, in milliseconds; nil if nothing is unfinished.
  public private(set) var pendingSince: Int?

  private enum State {
    case ground
    case text(missing: Int)
    case escape, control, linuxFunction, singleShift
    case legacyMouse(missing: Int)
    case string(StringKind)
    case stringEscape(StringKind)
    case paste
  }

  enum StringKind { case deviceControl, operatingSystem, application, other }

  static let pasteLimit = 1 << 20
  static let stringLimit = 1 << 16
  static let controlLimit = 256

  private var state = State.ground
  private var collected: [UInt8] = []
  private var matchedPasteEnd = 0
  private var decoded: [Decoded] = []
  private var now = 0

  /// A decoder at the start of a stream.
  public init(pointerCell: Size? = nil) { self.pointerCell = pointerCell }

  /// Decodes `bytes` that arrived at `now` (milliseconds).
  public mutating func decode(_ bytes: some Sequence<UInt8>, at now: Int) -> [Decoded] {
    self.now = now
    for byte in bytes {
      take(byte)
      if case .ground = state { pendingSince = nil } else { pendingSince = now }
    }
    return takeDecoded()
  }

  /// When `flush` will have something to do.
  public var deadline: Int? {
    guard let pendingSince else { return nil }
    switch state {
    case .ground: return nil
    case .escape: return pendingSince + 25
    case .control, .singleShift, .string: return pendingSince + (collected.isEmpty ? 100 : 1000)
    case .paste: return pendingSince + 5000
    default: return pendingSince + 1000
    }
  }

  /// Gives up waiting: a lone ESC older than 25 ms is the Escape key, and what is left unfinished for long is
  /// dropped.
  public mutating func flush(now: Int) -> [Decoded] {
    guard let deadline, now >= deadline else { return [] }
    self.now = now
    switch state {
    case .escape: key(.escape)
    case .control where collected.isEmpty: key(.character("["), .alt)
    case .singleShift: key(.character("O"), .alt)
    case .string(let kind) where collected.isEmpty: key(.character(kind.introducer), .alt)
    case .paste: finishPaste()
    default: break
    }
    toGround()
    pendingSince = nil
    return takeDecoded()
  }

  private mutating func takeDecoded() -> [Decoded] {
    defer { decoded = [] }
    return decoded
  }

  private mutating func toGround() {
    state = .ground
    collected = []
    matchedPasteEnd = 0
  }

  private mutating func take(_ byte: UInt8) {
    switch state {
    case .ground: ground(byte, modifiers: [])
    case .text(let missing): text(byte, missing: missing)
    case .escape: escape(byte)
    case .control: control(byte)
    case .linuxFunction: linuxFunction(byte)
    case .singleShift: singleShift(byte)
    case .legacyMouse(let missing): missing > 1 ? (state = .legacyMouse(missing: missing - 1)) : toGround()
    case .string(let kind): string(byte, kind)
    case .stringEscape(let kind): stringEscape(byte, kind)
    case .paste: paste(byte)
    }
  }

  mutating func emit(_ event: InputEvent) { decoded.append(.input(event)) }
  private mutating func emit(_ reply: TerminalReply) { decoded.append(.reply(reply)) }
  private mutating func key(_ key: Key, _ modifiers: Modifiers = []) { emit(.key(KeyPress(key, modifiers))) }
}

// MARK: Text and control characters

extension InputDecoder {
  private mutating func ground(_ byte: UInt8, modifiers: Modifiers) {
    toGround()
    switch byte {
    case 0x1B: state = .escape
    case 0x00...0x1F, 0x7F: emit(.key(KeyPress(controlCharacter: byte, adding: modifiers)))
    case 0x20...0x7E: key(.character(Character(Unicode.Scalar(byte))), modifiers)
    case 0xC2...0xDF: expectText(byte, missing: 1)
    case 0xE0...0xEF: expectText(byte, missing: 2)
    case 0xF0...0xF4: expectText(byte, missing: 3)
    default: break
    }
  }

  private mutating func expectText(_ byte: UInt8, missing: Int) {
    collected = [byte]
    state = .text(missing: missing)
  }

  private mutating func text(_ byte: UInt8, missing: Int) {
    guard (0x80...0xBF).contains(byte) else { return ground(byte, modifiers: []) }
    collected.append(byte)
    guard missing == 1 else { return state = .text(missing: missing - 1) }
    let text = String(validating: collected, as: UTF8.self)
    toGround()
    guard let scalar = text?.unicodeScalars.first, !(0x80...0x9F).contains(scalar.value) else { return }
    key(.character(Character(scalar)))
  }

  private mutating func escape(_ byte: UInt8) {
    collected = []
    switch byte {
    case 0x1B: key(.escape)  // and the second one is still open
    case UInt8(ascii: "["): state = .control
    case UInt8(ascii: "O"): state = .singleShift
    case UInt8(ascii: "\\"): toGround()  // the late end of a string that was given up
    case 0x80...: ground(byte, modifiers: [])
    default:
      if let kind = StringKind(introducer: byte) { state = .string(kind) } else { ground(byte, modifiers: .alt) }
    }
  }
}

// MARK: Sequences

extension InputDecoder {
  private mutating func control(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "[") where collected.isEmpty: state = .linuxFunction
    case 0x20...0x3F where collected.count < Self.controlLimit: collected.append(byte)
    case 0x40...0x7E: finishControl(collected + [byte])
    default: ground(byte, modifiers: [])
    }
  }

  private mutating func finishControl(_ body: [UInt8]) {
    toGround()
    if body == [UInt8(ascii: "M")] { return state = .legacyMouse(missing: 3) }
    if body == Array("200~".utf8) { return state = .paste }
    guard let sequence = ControlSequence(body: body) else { return }
    if sequence.prefix == "<" {
      MouseEvent(sequence, pointerCell: pointerCell, time: now).map { emit(.mouse($0)) }
    } else if let reply = TerminalReply(sequence) {
      emit(reply)
    } else if let event = InputEvent(sequence) {
      emit(event)
    }
  }

  private mutating func linuxFunction(_ byte: UInt8) {
    toGround()
    guard (0x41...0x45).contains(byte) else { return }
    key(.function(Int(byte) - 0x40))
  }

  private mutating func singleShift(_ byte: UInt8) {
    toGround()
    guard (0x20...0x7E).contains(byte) else { return ground(byte, modifiers: []) }
    if let press = KeyPress(singleShift: byte) { emit(.key(press)) }
  }
}

// MARK: Strings

extension InputDecoder {
  private mutating func string(_ byte: UInt8, _ kind: StringKind) {
    switch byte {
    case 0x1B: state = .stringEscape(kind)
    case 0x18, 0x1A: toGround()
    case 0x07 where kind == .operatingSystem: toGround()
    default: if collected.count < Self.stringLimit { collected.append(byte) }
    }
  }

  private mutating func stringEscape(_ byte: UInt8, _ kind: StringKind) {
    let body = collected
    toGround()
    guard byte == UInt8(ascii: "\\") else {
      state = .escape
      return escape(byte)
    }
    switch kind {
    case .deviceControl: emit(TerminalReply(deviceControl: body))
    case .application: emit(TerminalReply(applicationCommand: body))
    case .operatingSystem, .other: emit(.unknown)
    }
  }

  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  private mutating func paste(_ byte: UInt8) {
    if byte == Self.pasteEnd[matchedPasteEnd] {
      matchedPasteEnd += 1
      if matchedPasteEnd == Self.pasteEnd.count { finishPaste() }
      return
    }
    // ESC stands only at the start of the mark, so a broken match can begin again only at this byte.
    keepPasted(Self.pasteEnd[..<matchedPasteEnd])
    matchedPasteEnd = byte == 0x1B ? 1 : 0
    if matchedPasteEnd == 0 { keepPasted([byte]) }
  }

  private mutating func keepPasted(_ bytes: some Collection<UInt8>) {
    if collected.count + bytes.count <= Self.pasteLimit { collected.append(contentsOf: bytes) }
  }

  private mutating func finishPaste() {
    let text = pastedText(collected)
    toGround()
    if !text.isEmpty { emit(.paste(text)) }
  }
}

extension InputDecoder.StringKind {
  init?(introducer byte: UInt8) {
    switch byte {
    case UInt8(ascii: "P"): self = .deviceControl
    case UInt8(ascii: "]"): self = .operatingSystem
    case UInt8(ascii: "_"): self = .application
    case UInt8(ascii: "^"), UInt8(ascii: "X"): self = .other
    default: return nil
    }
  }

  /// The key that was meant if nothing followed.
  var introducer: Character {
    switch self {
    case .deviceControl: "P"
    case .operatingSystem: "]"
    case .application: "_"
    case .other: "^"
    }
  }
}

/// Valid UTF-8 without control characters: line breaks and tabs become one space, except at the end.
func pastedText(_ bytes: [UInt8]) -> String {
  var text = String.UnicodeScalarView()
  var gap = false
  var iterator = bytes.makeIterator()
  var codec = UTF8()
  while true {
    switch codec.decode(&iterator) {
    case .emptyInput: return String(text)
    case .error: continue
    case .scalarValue("\n"), .scalarValue("\r"), .scalarValue("\t"): gap = !text.isEmpty
    case .scalarValue(let scalar):
      guard scalar.properties.generalCategory != .control else { continue }
      if gap { text.append(" ") }
      gap = false
      text.append(scalar)
    }
  }
}
