import Raster

/// A key without its modifiers.
public enum Key: Hashable, Sendable {
  case character(Character)
  case enter, escape, tab, backspace, delete, insert, up, down, left, right, home, end, pageUp, pageDown
  case function(Int)
}

/// Keys held while another key or a button is pressed.
public struct Modifiers: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let shift = Modifiers(rawValue: 1)
  public static let alt = Modifiers(rawValue: 2)
  public static let control = Modifiers(rawValue: 4)
}

/// One key press. Shift is not reported with a printable character: `Z` is the character Z.
public struct KeyPress: Hashable, Sendable {
  public var key: Key
  public var modifiers: Modifiers

  public init(_ key: Key, _ modifiers: Modifiers = []) {
    self.key = key
    self.modifiers = modifiers
  }
}

/// Where the pointer is: the cell, and inside the text area the pixel where the terminal reports pixels.
public struct PointerPosition: Hashable, Sendable {
  public var cell: CellPoint
  /// From the top-left pixel of the text area; nil where only cells are reported. May be negative in a border.
  public var pixel: PixelPoint?

  public init(cell: CellPoint, pixel: PixelPoint? = nil) {
    self.cell = cell
    self.pixel = pixel
  }
}

public struct MouseEvent: Hashable, Sendable {
  public enum Button: Hashable, Sendable { case left, middle, right }

  public enum Action: Hashable, Sendable {
    case press(Button)
    case release(Button)
    /// Moved with the button down.
    case drag(Button)
    /// Moved with no button down.
    case move
    case wheelUp
    case wheelDown
  }

  public var action: Action
  public var position: PointerPosition
  public var modifiers: Modifiers
  /// Milliseconds on the app's monotonic clock; double clicks are told by it.
  public var time: Int

  public init(_ action: Action, at position: PointerPosition, modifiers: Modifiers = [], time: Int = 0) {
    self.action = action
    self.position = position
    self.modifiers = modifiers
    self.time = time
  }
}

/// What a person did at the terminal.
public enum InputEvent: Hashable, Sendable {
  case key(KeyPress)
  case mouse(MouseEvent)
  /// Text pasted between bracketed-paste marks.
  case paste(String)
  case focus(Bool)
}
