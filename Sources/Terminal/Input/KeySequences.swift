import Display

extension Modifiers {
  /// The modifier parameter of key sequences: 1 + shift 1 + alt 2 + control 4 + meta 8.
  init(parameter: Int) {
    let bits = max(parameter, 1) - 1
    self = Modifiers(rawValue: UInt8(truncatingIfNeeded: bits & 7))
    if bits & 8 != 0 { insert(.alt) }
  }
}

extension KeyPress {
  /// A key that arrives as one control character.
  init(controlCharacter byte: UInt8, adding modifiers: Modifiers) {
    switch byte {
    case 0x08, 0x7F: self.init(.backspace, modifiers)
    case 0x09: self.init(.tab, modifiers)
    case 0x0A, 0x0D: self.init(.enter, modifiers)
    case 0x00: self.init(.character(" "), modifiers.union(.control))
    case 0x01...0x1A: self.init(.character(Character(Unicode.Scalar(byte + 0x60))), modifiers.union(.control))
    default: self.init(.character(Character(Unicode.Scalar(byte + 0x40))), modifiers.union(.control))
    }
  }

  /// A key that arrives as `ESC O` and one byte.
  init?(singleShift byte: UInt8) {
    switch byte {
    case UInt8(ascii: "M"): self.init(.enter)
    case UInt8(ascii: "I"): self.init(.tab)
    case UInt8(ascii: " "): self.init(.character(" "))
    case UInt8(ascii: "X"): self.init(.character("="))
    case UInt8(ascii: "a")...UInt8(ascii: "d"):
      self.init(finalKeys[Character(Unicode.Scalar(byte - 0x20))] ?? .up, .control)
    case UInt8(ascii: "j")...UInt8(ascii: "y"): self.init(.character(Character(Unicode.Scalar(byte - 0x40))))
    default:
      guard let key = finalKeys[Character(Unicode.Scalar(byte))] else { return nil }
      self.init(key)
    }
  }

  /// A key that arrives as a control sequence.
  init?(_ sequence: ControlSequence) {
    guard sequence.prefix.isEmpty, sequence.intermediates.isEmpty else { return nil }
    let fields = sequence.fields
    let numbers = sequence.numbers
    let modifiers = Modifiers(parameter: numbers.count > 1 ? numbers[1] : 1)
    switch sequence.final {
    case "Z": self.init(.tab, .shift)
    case "~" where numbers.first == 27 && numbers.count == 3: self.init(codePoint: numbers[2], modifiers)
    case "~":
      guard let key = numberedKeys[numbers.first ?? 0] else { return nil }
      self.init(key, modifiers)
    case "u":
      let isRelease = fields.count > 1 && fields[1].count > 1 && fields[1][1] == 3
      guard !isRelease else { return nil }
      self.init(codePoint: numbers.first ?? 0, modifiers)
    case "a", "b", "c", "d":  // rxvt with shift
      self.init(finalKeys[Character(sequence.final.uppercased())] ?? .up, .shift)
    default:
      guard let key = finalKeys[sequence.final] else { return nil }
      self.init(key, modifiers)
    }
  }

  /// A key told by its code point (`CSI u` and modifyOtherKeys).
  init?(codePoint: Int, _ modifiers: Modifiers) {
    switch codePoint {
    case 8, 127: self.init(.backspace, modifiers)
    case 9: self.init(.tab, modifiers)
    case 13, 57414: self.init(.enter, modifiers)
    case 27: self.init(.escape, modifiers)
    case 57399...57408: self.init(.character(Character("\(codePoint - 57399)")), modifiers.subtracting(.shift))
    case 57376...57398: self.init(.function(codePoint - 57363), modifiers)
    default:
      guard codePoint >= 0x20, !(0x80...0x9F).contains(codePoint), !(0xE000...0xF8FF).contains(codePoint),
        let scalar = Unicode.Scalar(UInt32(clamping: codePoint))
      else { return nil }
      let upper = modifiers.contains(.shift) ? String(Character(scalar)).uppercased() : String(Character(scalar))
      self.init(.character(upper.count == 1 ? Character(upper) : Character(scalar)), modifiers.subtracting(.shift))
    }
  }
}

extension InputEvent {
  /// A key or a change of focus.
  init?(_ sequence: ControlSequence) {
    switch (sequence.final, sequence.parameters.isEmpty && sequence.prefix.isEmpty) {
    case ("I", true): self = .focus(true)
    case ("O", true): self = .focus(false)
    default:
      guard let press = KeyPress(sequence) else { return nil }
      self = .key(press)
    }
  }
}

private let finalKeys: [Character: Key] = [
  "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end,
  "P": .function(1), "Q": .function(2), "R": .function(3), "S": .function(4),
]

private let numberedKeys: [Int: Key] = [
  1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
  11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5),
  17: .function(6), 18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10),
  23: .function(11), 24: .function(12), 25: .function(13), 26: .function(14), 28: .function(15),
  29: .function(16), 31: .function(17), 32: .function(18), 33: .function(19), 34: .function(20),
]
