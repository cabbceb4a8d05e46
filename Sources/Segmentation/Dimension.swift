/// How a parameter goes with the size of the image, so that a smaller copy of it can be segmented alike.
public enum Dimension: Equatable, Sendable {
  /// The same at every size: a number of segments, a weight of colour.
  case none
  /// Pixels along a line: a side, a diameter, a deviation.
  case length
  /// The same, odd numbers only: the side of a window around a pixel.
  case oddLength
  /// Pixels of an area.
  case area
  /// Something per pixel along a line.
  case perLength

  fileprivate func scale(_ factor: Double) -> Double {
    switch self {
    case .none: 1
    case .length, .oddLength: 1 / factor
    case .area: 1 / (factor * factor)
    case .perLength: factor
    }
  }
}

extension Parameter {
  /// What `value` becomes for an image that is `factor` times smaller along each side; held within what is allowed.
  ///
  /// Values of 0 and below stay: they are no measures but say that something else is taken.
  public func value(_ value: ParameterValue, shrunkBy factor: Int) -> ParameterValue {
    guard factor > 1, dimension != .none else { return value }
    let scale = dimension.scale(Double(factor))
    switch (kind, value) {
    case (.integer(let range), .integer(let number)) where number > 0:
      // Rounded to 1, 3, 5…, halves up.
      let scaled =
        dimension == .oddLength
        ? (Double(number) * scale / 2).rounded(.down) * 2 + 1 : (Double(number) * scale).rounded()
      let limit = scaled < Double(range.upperBound) ? Int(scaled) : range.upperBound
      return .integer(max(limit, range.lowerBound, 1))
    case (.real(let range), .real(let number)) where number > 0:
      return .real(min(max(number * scale, range.lowerBound), range.upperBound))
    default: return value
    }
  }

  /// What `value` amounts to on the image where a copy `factor` times smaller had to take another one, because what is
  /// allowed ends there; nil where the copy stands for the image to within a quarter.
  public func equivalent(of value: ParameterValue, shrunkBy factor: Int) -> ParameterValue? {
    guard let wanted = value.number, wanted > 0, let taken = self.value(value, shrunkBy: factor).number else {
      return nil
    }
    let amount = taken / dimension.scale(Double(factor))
    guard abs(amount - wanted) > wanted / 4 else { return nil }
    if case .integer = value { return .integer(Int(min(amount, Double(Int32.max)).rounded())) }
    return .real(amount)
  }
}

extension ParameterValue {
  fileprivate var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .real(let value): value
    case .choice: nil
    }
  }
}
