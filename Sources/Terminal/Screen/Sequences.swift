import Raster

/// The control sequences that Screen writes beside those of ncurses and the picture encoders.
enum Sequences {
  static let saveCursor = "\u{1B}7"
  static let restoreCursor = "\u{1B}8"
  static let hideCursor = "\u{1B}[?25l"
  static let showCursor = "\u{1B}[?25h"
  static let beginSynchronized = "\u{1B}[?2026h"
  static let endSynchronized = "\u{1B}[?2026l"
  static let endString = "\u{1B}\\"
  static let resetMargins = "\u{1B}[r"

  /// What ncurses takes for granted: no margins, plain ASCII text, no inserting, wrapping on.
  static let plainState = "\u{1B}[r\u{1B}(B\u{1B}[m\u{1B}[4l\u{1B}[?7h"
  /// Alt as ESC before the key (xterm sends accented letters otherwise), bracketed paste, focus, mouse with every
  /// move, SGR reports.
  static let enterModes =
    "\u{1B}[?1036;1039s\u{1B}[?1036h\u{1B}[?1039h\u{1B}[?2004h\u{1B}[?1004h\u{1B}[?1003h\u{1B}[?1006h"
  static let enterPixelPointer = "\u{1B}[?1016h"
  /// Ends an unfinished string first: the process may die inside a picture.
  static let leaveModes =
    "\u{1B}\\\u{1B}[?2026l\u{1B}[?1016l\u{1B}[?1006l\u{1B}[?1003l\u{1B}[?1004l\u{1B}[?2004l\u{1B}[?1036;1039r"
    + "\u{1B}[r\u{1B}(B\u{1B}[m\u{1B}[?25h"

  /// Asks for the cursor in the last row: there the answer cannot be taken for F3 with a modifier.
  static func acknowledge(lastRow: Int) -> String { saveCursor + "\u{1B}[\(lastRow + 1);1H\u{1B}[6n" + restoreCursor }

  /// Scrolls rows out of the screen and thereby frees the pictures in them.
  ///
  /// xterm moves pictures by as much as the rows, also beyond the margins: below other rows they leave the screen only
  /// with the second scroll.
  static func scrollAway(row: Int, rows: Int) -> String {
    let scroll = "\u{1B}[\(rows)S"
    return "\u{1B}[\(row + 1);\(row + rows)r" + scroll + (row > 0 ? scroll : "") + resetMargins
  }
}
