/// A Markdown table of results with what is to be said about it.
struct Table {
  /// Over the table; a table without one follows the group's heading.
  var title: String?
  /// Under the title: what the columns are, in a sentence or two.
  var note: String?
  let header: [String]
  var rows: [[String]] = []
  /// The goals that are missed, each in a few words.
  var missed: [String] = []

  init(title: String? = nil, note: String? = nil, header: [String]) {
    (self.title, self.note, self.header) = (title, note, header)
  }

  /// The measurements row by row.
  init(title: String? = nil, _ measurements: [Measurement]) {
    self.init(title: title, header: Measurement.header)
    for measurement in measurements {
      rows.append(measurement.row)
      if measurement.meetsGoal == false { missed.append("\(measurement.name), \(measurement.input)") }
    }
  }

  var markdown: String {
    let head = [title.map { "### \($0)" }, note].compactMap { $0.map { $0 + "\n\n" } }.joined()
    let lines = [header, header.map { _ in "---" }] + rows
    return head + lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }
}

/// ✓ or ✗; nothing where there is no goal.
func mark(_ isMet: Bool?) -> String { isMet.map { $0 ? "✓" : "✗" } ?? "" }
