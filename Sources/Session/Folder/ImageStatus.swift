/// How far an image of a folder is.
public enum ImageStatus: String, CaseIterable, Sendable {
  /// Nothing was labeled.
  case todo
  /// Something was labeled since it was done last.
  case doing
  /// Its masks were saved, and a person was content.
  case done
  /// To be left out, for now.
  case skipped
  /// Not fit to be labeled, or labeled badly.
  case rejected

  /// Nobody has to come back to it.
  public var isFinished: Bool { self != .todo && self != .doing }
}
