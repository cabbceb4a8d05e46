import Glibc

/// One row of the results: what was measured, how large the input was, what came out.
struct Measurement {
  let name: String
  let input: String
  /// In the order in which they were taken, in `unit`.
  let values: [Double]
  let unit: String
  /// What the design asks for, such as `≤ 25 ms`; empty where it says nothing.
  let goal: String
  /// The peer and its value in the same unit and, where it exists here, the same run.
  let peer: (name: String, value: Double)?

  init(
    _ name: String, _ input: String, _ values: [Double], _ unit: String, goal: String = "",
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
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }

  /// A row of a Markdown table.
  var row: String {
    let spread = values.count > 1 ? "\(short(quantile(0.1)))…\(short(quantile(0.99)))" : ""
    let peerText = peer.map { "\($0.name) \(short($0.value))" } ?? ""
    let ratio = peer.map { median > 0 ? short($0.value / median) + "x" : "" } ?? ""
    return "| \(name) | \(input) | \(short(median)) \(unit) | \(spread) | \(goal) | \(peerText) | \(ratio) |"
  }

  static let header = """
    | what | input | median | p10…p99 | goal | peer | peer / ours |
    | --- | --- | --- | --- | --- | --- | --- |
    """
}

/// Three significant digits, no exponent.
func short(_ value: Double) -> String {
  let digits = value == 0 ? 2 : max(0, 2 - Int(log10(abs(value)).rounded(.down)))
  let scale = pow(10, Double(min(digits, 6)))
  let rounded = (value * scale).rounded() / scale
  return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
}

/// Milliseconds that each of `runs` runs of `body` took, after one that is not counted.
func milliseconds(runs: Int = 20, _ body: () throws -> Void) rethrows -> [Double] {
  try body()
  return try (0..<runs).map { _ in
    let elapsed = try ContinuousClock().measure { try body() }
    return Double(elapsed.components.attoseconds) / 1e15 + Double(elapsed.components.seconds) * 1e3
  }
}
