import Display
import Raster

/// Keys that were pressed and have not come to a row yet.
struct PendingKeys: Equatable, Sendable {
  /// Digits that may be a count.
  var digits: [Character] = []
  /// Where the cursor stood at the first digit: if the digits turn out to fill, they fill there.
  var point: PixelPoint?
  /// The beginning of a sequence.
  var chords: [Chord] = []
  /// When digits stop being a count, on the app's clock.
  var deadline: Int?

  var isEmpty: Bool { digits.isEmpty && chords.isEmpty }
  var count: Int? { Int(String(digits)) }
  /// As shown while more keys are awaited: `12`, `g`, `3g`.
  var text: String { String(digits) + chords.map(\.name).joined(separator: " ") }
}
