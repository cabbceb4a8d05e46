import CTerminal

/// Standard error while the terminal shows frames: what anybody writes there would destroy them.
public enum StandardError {
  /// From now on it goes to the file `log`, open for reading and appending, which must stay open. If the process dies by
  /// a signal, the last of it is written to the terminal once that was restored.
  /// - Returns: false where that is not possible.
  public static func divert(to log: Int32) -> Bool { ct_divert_standard_error(log) == 0 }

  /// It is what it was before.
  public static func restore() { ct_return_standard_error(false) }
}
