extension String {
  /// With blanks before it, up to so many characters.
  func padded(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }

  /// With blanks behind it, up to so many characters.
  func filled(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
