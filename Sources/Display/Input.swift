import Raster

/// A key without its modifiers.
public enum Key: Hashable, Sendable {
  case character(Character)
  case enter, escape, tab, backspace, delete, insert, up, down, left, right, home, end, pageUp, pageDown
  case function(Int)
}

/// Keys held while another key or a button is pressed.
public struct Modifiers: OptionSet, Hashable, Sendable {
  /// One bit per key.
  public let rawValue: UInt8
  /// The keys whose bits are set.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Shift.
  public static let shift = Modifiers(rawValue: 1)
  /// Alt, also called Meta or Option.
  public static let alt = Modifiers(rawValue: 2)
  /// Control.
  public static let control = Modifiers(rawValue: 4)
}

/// One key press. Shift is not reported with a printable character: `Z` is the character Z.
public struct KeyPress: Hashable, Sendable {
  /// The key itself.
  public var key: Key
  /// What was held with it.
  public var modifiers: Modifiers

  /// A key, alone unless said otherwise.
  public init(_ key: Key, _ modifiers: Modifiers = []) {
    self.key = key
    self.modifiers = modifiers
  }
}

/// Where the pointer is: the cell, and inside the text area the pixel where the terminal reports pixels.
public struct PointerPosition: Hashable, Sendable {
  /// The cell below the pointer.
  public var cell: CellPoint
  /// From the top-left pixel of the text area; nil where only cells are reported. May be negative in a border.
  public var pixel: PixelPoint?

  /// A place told in cells, or in pixels as well.
  public init(cell: CellPoint, pixel: PixelPoint? = nil) {
    self.cell = cell
    self.pixel = pixel
  }
}

/// What the pointer did, and where.
public struct MouseEvent: Hashable, Sendable {
  /// A button of the mouse.
  public enum Button: Hashable, Sendable { case left, middle, right }

  /// What happened to a button, the wheel or the pointer.
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

  /// What happened.
  public var action: Action
  /// Where the pointer was.
  public var position: PointerPosition
  /// Keys held meanwhile.
  public var modifiers: Modifiers
  /// Milliseconds on the app's monotonic clock; double clicks are told by it.
  public var time: Int

  /// An event of the pointer.
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
