import Glibc

/// One row of the results: what was measured, how large the input was, what came out.
struct Measurement {
  let name: String
  let input: String
  /// In the order in which they were taken, in `unit`.
  let values: [Double]
  let unit: String
  let goal: Goal?
  /// The peer and its value in the same unit.
  let peer: (name: String, value: Double)?

  init(
    _ name: String, _ input: String, _ values: [Double], _ unit: String, goal: Goal? = nil,
    peer: (name: String, value: Double)? = nil
  ) {
    self.name = name
    self.input = input
    self.values = values
    self.unit = unit
    self.goal = goal
    self.peer = peer
  }

  var median: Double { quantile(0.5) }

  /// The value below which `share` of the values lie.
  func quantile(_ share: Double) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }

  /// The peer's value divided by ours.
  var ratio: Double? { peer.flatMap { median > 0 ? $0.value / median : nil } }

  /// Nil where there is no goal.
  var meetsGoal: Bool? { goal.map { $0.isMet(by: self) } }

  /// The cells of a row of a table.
  var row: [String] {
    let spread = values.count > 1 ? "\(short(quantile(0.1)))…\(short(quantile(0.99))) (\(values.count))" : ""
    let peerText = peer.map { "\($0.name) \(short($0.value))" } ?? ""
    let ratioText = ratio.map { short($0) + "x" } ?? ""
    let mark = meetsGoal.map { $0 ? " ✓" : " ✗" } ?? ""
    let goalText = (goal?.text(unit) ?? "") + mark
    return [name, input, "\(short(median)) \(unit)", spread, goalText, peerText, ratioText]
  }

  static let header = ["what", "input", "median", "p10…p99 (n)", "goal", "peer", "peer / ours"]
}

/// What the design asks of a measurement; every part must hold.
struct Goal {
  var median: Double?
  var p99: Double?
  /// The median may not be less.
  var atLeast: Double?
  /// The peer's value over ours may not be less.
  var ratio: Double?

  static func under(_ median: Double, p99: Double? = nil, ratio: Double? = nil) -> Goal {
    Goal(median: median, p99: p99, ratio: ratio)
  }

  static func over(_ value: Double) -> Goal { Goal(atLeast: value) }
  static func ratio(_ ratio: Double) -> Goal { Goal(ratio: ratio) }

  func isMet(by measurement: Measurement) -> Bool {
    let isUnder = median.map { measurement.median <= $0 } ?? true
    let isSteady = p99.map { measurement.quantile(0.99) <= $0 } ?? true
    let isOver = atLeast.map { measurement.median >= $0 } ?? true
    return isUnder && isSteady && isOver && (ratio.map { (measurement.ratio ?? 0) >= $0 } ?? true)
  }

  func text(_ unit: String) -> String {
    let parts = [
      median.map { "≤ \(short($0)) \(unit)" }, p99.map { "p99 ≤ \(short($0)) \(unit)" },
      atLeast.map { "≥ \(short($0)) \(unit)" }, ratio.map { "≥ \(short($0))x" },
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }
}

/// Three significant digits, no exponent.
func short(_ value: Double) -> String {
  guard value.isFinite else { return "–" }
  let digits = value == 0 ? 2 : max(0, 2 - Int(log10(abs(value)).rounded(.down)))
  let scale = pow(10, Double(min(digits, 6)))
  let rounded = (value * scale).rounded() / scale
  return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
}

/// Milliseconds that `body` took.
func milliseconds(_ body: () throws -> Void) rethrows -> Double {
  try ContinuousClock().measure { try body() } / .milliseconds(1)
}

/// Milliseconds that each of `runs` runs of `body` took, after one that is not counted.
func milliseconds(runs: Int, _ body: () throws -> Void) rethrows -> [Double] {
  try body()
  return try (0..<runs).map { _ in try milliseconds(body) }
}
