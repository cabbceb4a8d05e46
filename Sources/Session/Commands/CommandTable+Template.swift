import Raster
import Segmentation

extension Command {
  static let templateTable: [CommandDescription] = [
    CommandDescription(
      "template",
      "[NAME] [threshold=0…1] [matches=all|best] [scales=LIST] [rotations=LIST] [suppression=0…1]", .labeling,
      "Paint what templates match: all matches, or the best of each template, of a score up to the threshold",
      choices: ["threshold=0.05", "matches=best"],
      read: { words throws(CommandError) in .template(try OrderReader.read(&words)) },
      write: { if case .template(let order) = $0 { words(order) } else { nil } })
  ]
}

/// Reads the arguments of `template`.
private struct OrderReader {
  private var words: WordReader
  private var order = TemplateOrder()

  private init(_ words: WordReader) { self.words = words }

  /// Takes all words.
  static func read(_ words: inout WordReader) throws(CommandError) -> TemplateOrder {
    var reader = OrderReader(words)
    defer { words = reader.words }
    return try reader.read()
  }

  private mutating func read() throws(CommandError) -> TemplateOrder {
    while !words.isAtEnd { try take(try words.next()) }
    return order
  }

  private mutating func take(_ word: Word) throws(CommandError) {
    guard let text = word.text, !text.isEmpty else { throw words.misfit(word, words.expected) }
    guard let setting = MethodSpec.Setting(written: text) else {
      guard order.search.name == nil else { throw words.misfit(word, words.expected) }
      order.search.name = text
      return
    }
    guard set(setting.name, setting.value) else {
      throw words.misfit(word, expected(setting.name) ?? words.expected)
    }
  }

  /// False where the setting is unknown or its value is none.
  private mutating func set(_ key: String, _ value: String) -> Bool {
    switch key {
    case "name": order.search.name = value
    case "threshold": return set(\.threshold, number(value, in: TemplateSearch.thresholds))
    case "suppression": return set(\.suppression, number(value, in: 0...1))
    case "matches": return set(\.matches, TemplateSearch.Matches(rawValue: value))
    case "scales": return set(\.scales, list(value, in: TemplateSearch.scaleRange))
    case "rotations": return set(\.rotations, list(value, in: TemplateSearch.angles))
    case "color":
      let channels = value.split(separator: ",", omittingEmptySubsequences: false).compactMap { UInt8($0) }
      guard channels.count == 3, value.split(separator: ",").count == 3 else { return false }
      order.colors.append(RGB(channels[0], channels[1], channels[2]))
    case "found":
      guard let found = FoundTemplate(written: value) else { return false }
      order.found.append(found)
    default: return false
    }
    return true
  }

  private mutating func set<Value>(_ path: WritableKeyPath<TemplateSearch, Value>, _ value: Value?) -> Bool {
    guard let value else { return false }
    order.search[keyPath: path] = value
    return true
  }

  private func number(_ text: String, in range: ClosedRange<Double>) -> Double? {
    Double(text).flatMap { range.contains($0) ? $0 : nil }
  }

  private func list(_ text: String, in range: ClosedRange<Double>) -> [Double]? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let values = parts.compactMap { number(String($0), in: range) }
    return values.count == parts.count && values.count <= TemplateSearch.mostValues ? values : nil
  }

  private func expected(_ key: String) -> String? {
    switch key {
    case "threshold", "suppression": "\(key)= with a number from 0 to 1"
    case "matches": "matches=all or matches=best"
    case "scales": "scales= with at most \(TemplateSearch.mostValues) numbers from 0.1 to 10, commas between them"
    case "rotations":
      "rotations= with at most \(TemplateSearch.mostValues) angles from -360 to 360, commas between them"
    case "color": "color=R,G,B"
    case "found": "found=X,Y,SCORE,SCALE,ROTATION,NAME"
    default: nil
    }
  }
}

private func words(_ order: TemplateOrder) -> [String] {
  let search = order.search
  func list(_ values: [Double]) -> String { values.map { "\($0)" }.joined(separator: ",") }
  // A name that reads like a setting is written as one.
  let name = search.name.map { MethodSpec.Setting(written: $0) != nil || $0.isEmpty ? "name=\($0)" : $0 }
  let settings = [
    "threshold=\(search.threshold)", "matches=\(search.matches.rawValue)", "scales=\(list(search.scales))",
    "rotations=\(list(search.rotations))", "suppression=\(search.suppression)",
  ]
  let colors = order.colors.map { "color=\($0.red),\($0.green),\($0.blue)" }
  return ((name.map { [$0] } ?? []) + settings + colors + order.found.map { "found=\($0.written)" }).map { word($0) }
}
