import Glibc
import Segmentation

extension Parameter {
  /// The value so many steps above `value`, or below; held within what is allowed.
  ///
  /// A step of an integer is a twentieth of it, at least 1; one of a real goes to the next round number, ten of which
  /// make a factor of ten; choices follow one another in a ring.
  func value(_ value: ParameterValue, steps: Int) -> ParameterValue {
    switch (kind, value) {
    case (.integer(let range), .integer(let number)):
      var number = number
      for _ in 0..<min(abs(steps), Self.mostSteps) { number = step(number, up: steps > 0, within: range) }
      return .integer(number)
    case (.real(let range), .real(let number)):
      let number = RoundNumbers(least: least(range)).step(number, min(max(steps, -Self.mostSteps), Self.mostSteps))
      return .real(min(max(number, range.lowerBound), range.upperBound))
    case (.choice(let names), .choice(let name)):
      let place = (names.firstIndex(of: name) ?? 0) + steps % names.count
      return .choice(names[(place + names.count) % names.count])
    default: return value
    }
  }

  /// A held key cannot mean more.
  private static let mostSteps = 1000

  private func step(_ number: Int, up: Bool, within range: ClosedRange<Int>) -> Int {
    let share = Int((Double(number.magnitude) / 20).rounded())
    let size = dimension == .oddLength ? max(2, share / 2 * 2) : max(1, share)
    let (moved, overflows) = up ? number.addingReportingOverflow(size) : number.subtractingReportingOverflow(size)
    if overflows { return up ? range.upperBound : range.lowerBound }
    return min(max(moved, range.lowerBound), range.upperBound)
  }

  /// The smallest positive value that steps go to before 0.
  private func least(_ range: ClosedRange<Double>) -> Double {
    if range.lowerBound > 0 { return range.lowerBound }
    if case .real(let standard) = standard, standard > 0 { return standard / 100 }
    return range.upperBound / 100_000
  }
}

/// 0, and 1 1.2 1.5 2 2.5 3 4 5 6 8 with every power of ten, above and below 0.
struct RoundNumbers {
  private static let mantissas = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]
  /// The place of the smallest positive number that is stepped to.
  private let first: Int

  /// - Parameter least: positive.
  init(least: Double) { first = Self.place(atOrAbove: least) }

  /// The round number so many steps above `number`; from between two the first step goes to the next one.
  func step(_ number: Double, _ steps: Int) -> Double {
    guard steps != 0 else { return number }
    let rank = steps > 0 ? -rank(atOrAbove: -number) : rank(atOrAbove: number)
    return value(ofRank: rank + steps)
  }

  /// 0 is rank 0, the smallest positive number rank 1, its negative rank -1.
  private func rank(atOrAbove number: Double) -> Int {
    if number > 0 { return max(1, Self.place(atOrAbove: number) - first + 1) }
    if number == 0 { return 0 }
    let below = Self.place(atOrAbove: -number)
    let place = Self.number(below) > -number * (1 + Self.slack) ? below - 1 : below
    return min(0, -(place - first + 1))
  }

  private func value(ofRank rank: Int) -> Double {
    rank == 0 ? 0 : (rank > 0 ? Self.number(first + rank - 1) : -Self.number(first - rank - 1))
  }

  private static let slack = 1e-9

  private static func place(atOrAbove number: Double) -> Int {
    var place = Int(log10(number).rounded(.down)) * mantissas.count
    while Self.number(place) < number * (1 - slack) { place += 1 }
    return place
  }

  private static func number(_ place: Int) -> Double {
    let decade = Int((Double(place) / Double(mantissas.count)).rounded(.down))
    let mantissa = mantissas[place - decade * mantissas.count]
    // Dividing by a power of ten gives the number that people write; multiplying by a fraction does not.
    return decade >= 0 ? mantissa * pow(10, Double(decade)) : mantissa / pow(10, Double(-decade))
  }
}
