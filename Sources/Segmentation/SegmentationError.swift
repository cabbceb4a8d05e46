/// Why a segmentation could not be made; the description is the sentence that people read.
public enum SegmentationError: Error, Equatable, Sendable, CustomStringConvertible {
  case cancelled
  case unknownMethod(String, nearest: String?)
  case unknownParameter(method: String, name: String, nearest: String?)
  case value(method: String, parameter: String, value: String, allowed: String)
  /// There is no finer level of granularity.
  case finest(method: String)
  case memory(method: String, needed: Int, free: Int, pixels: Int, instead: [String])
  case engine(method: String, message: String)

  /// What was wrong with which value, and what to do next.
  public var description: String {
    switch self {
    case .cancelled: "cancelled"
    case .unknownMethod(let name, let nearest):
      "no method '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "; `tessera methods` lists them")
    case .unknownParameter(let method, let name, let nearest):
      "\(method): no parameter '\(name)'"
        + (nearest.map { "; did you mean '\($0)'?" } ?? "; `tessera methods \(method)` lists them")
    case .value(let method, let parameter, let value, let allowed):
      "\(method): \(parameter)=\(value) is out of range; expected \(allowed)"
    case .finest(let method):
      "\(method) has no finer segments; choose other parameters or another method"
    case .memory(let method, let needed, let free, let pixels, let instead):
      "\(method): needs about \(size(ofBytes: needed)) for \(tenths(pixels, of: 1_000_000)) megapixels, "
        + "\(size(ofBytes: free)) are free; "
        + "use \(listed(["a smaller image"] + instead))"
    case .engine(let method, let message): "\(method): \(message)"
    }
  }
}

/// `a`, `a or b`, `a, b or c`.
func listed(_ names: [String]) -> String {
  guard names.count > 1, let last = names.last else { return names.first ?? "" }
  return names.dropLast().joined(separator: ", ") + " or " + last
}

/// `12.3 GB`; below a tenth of that in MB.
private func size(ofBytes count: Int) -> String {
  count < 100_000_000 ? "\((count + 999_999) / 1_000_000) MB" : "\(tenths(count, of: 1_000_000_000)) GB"
}

/// A number with one digit after the point, without one where it is 0.
private func tenths(_ count: Int, of unit: Int) -> String {
  let tenths = Int((Double(count) / Double(unit) * 10).rounded())
  return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
}
