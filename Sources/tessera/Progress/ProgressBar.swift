import Editor
import Session

/// A line that says how far long work has come: how many, how fast, how long it still takes.
struct ProgressBar {
  /// What is done: `segmenting`.
  let verb: String
  /// What is counted, in the singular: `image`.
  let unit: String

  /// The line, at most `columns` wide, without control characters.
  ///
  /// Parts that needed no work tell nothing about the rate. What does not fit is left out, the bar first.
  func line(_ progress: WorkProgress, seconds: Double, columns: Int) -> String {
    let worked = Double(progress.finished - progress.spared) + progress.underWay
    var text = "\(progress.finished)/\(progress.total)"
    if worked > 0, seconds > 0 {
      let left = Double(progress.total - progress.finished) - progress.underWay
      text += "  " + rate(worked / seconds) + "  " + Self.duration(max(0, left) * seconds / worked) + " left"
    }
    let bar = bar(progress, columns: columns - PlainText.width(verb) - text.count - 5)
    return PlainText.truncated([verb, bar, text].filter { !$0.isEmpty }.joined(separator: "  "), to: columns)
  }

  private func bar(_ progress: WorkProgress, columns: Int) -> String {
    let inside = min(columns - 2, 30)
    guard inside >= 5 else { return "" }
    let share = progress.total == 0 ? 1 : (Double(progress.finished) + progress.underWay) / Double(progress.total)
    let full = min(inside, Int(share * Double(inside)))
    return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: inside - full) + "]"
  }

  private func rate(_ perSecond: Double) -> String {
    if perSecond >= 1 { return "\(Self.number(perSecond)) \(unit)s/s" }
    if perSecond * 60 >= 1 { return "\(Self.number(perSecond * 60)) \(unit)s/min" }
    return "\(Self.number(perSecond * 3600)) \(unit)s/h"
  }

  /// One decimal below 10, none above.
  private static func number(_ value: Double) -> String {
    guard value < 9.95 else { return "\(Int(value.rounded()))" }
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// `9 s`, `2 min 5 s`, `3 h 12 min`.
  static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 3.6e8).rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole / 60 % 60) min"
  }
}
