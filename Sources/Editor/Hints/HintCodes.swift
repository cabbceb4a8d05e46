/// The letters that name segments on the screen: one each up to 26 segments, else two; home row first.
public struct HintCodes: Sendable {
  static let letters = Array("asdfghjklqwertyuiopzxcvbnm")
  /// More segments get no code.
  static let most = letters.count * letters.count
  /// Letters of every code.
  public let length: Int

  /// Codes of equal length.
  /// - Parameter count: of the segments to name.
  public init(count: Int) { length = count <= Self.letters.count ? 1 : 2 }

  /// The code of the segment at a place in the list, from 0; nil beyond `most`.
  func code(_ place: Int) -> String? {
    guard place < (length == 1 ? Self.letters.count : Self.most) else { return nil }
    let last = Self.letters[place % Self.letters.count]
    return length == 1 ? String(last) : String([Self.letters[place / Self.letters.count], last])
  }
}
