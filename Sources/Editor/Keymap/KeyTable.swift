import Session

/// Rows of help under one title.
struct HelpGroup: Equatable {
  struct Row: Equatable {
    var keys: String
    var run: String
    var description: String
  }

  var title: String
  var rows: [Row]
}

extension Keymap {
  private static let titles = ["Labeling", "Classes", "Images", "Cursor", "View", "Program"]

  /// All rows in groups made of what they run; keys that do the same stand in one row.
  var helpGroups: [HelpGroup] {
    let normal = bindings(in: .normal)
    var groups = Self.titles.map { title in
      group(title, normal.filter { !$0.chords[0].isPointer && Self.title(of: $0) == title })
    }
    groups.append(group("Pointer", normal.filter { $0.chords[0].isPointer }))
    for layer in KeymapLayer.allCases where layer != .normal {
      groups.append(group(Self.title(of: layer), bindings(in: layer)))
    }
    return groups.filter { !$0.rows.isEmpty }
  }

  /// The key map as a Markdown section for the manual: a table per group.
  public var markdown: String {
    let tables = helpGroups.map { "### \($0.title)\n\n\(Self.markdownTable($0))" }
    let rules =
      bindsDigits ? ["### Digits and counts", digitRules.joined(separator: "\n")] : []
    return (tables + rules).joined(separator: "\n\n") + "\n"
  }

  /// The rows of the key map in groups with titles, for the manual pages and the guide.
  public var manualGroups: [(title: String, rows: [(keys: String, help: String)])] {
    helpGroups.map { group in (group.title, group.rows.map { ($0.keys, $0.description) }) }
  }

  /// One group as a Markdown table; nil where there is no group of that title.
  public func markdownTable(_ title: String) -> String? {
    helpGroups.first { $0.title == title }.map(Self.markdownTable)
  }

  private static func markdownTable(_ group: HelpGroup) -> String {
    let rows = group.rows.map { "| \(code($0.keys)) | \(code($0.run)) | \($0.description) |" }
    return (["| key | command | what it does |", "| --- | --- | --- |"] + rows).joined(separator: "\n")
  }

  /// Digits fill in this map, so that counts need rules.
  var bindsDigits: Bool { bindings(in: .normal).contains { $0.keys == "1" } && countTimeout > 0 }

  /// How digits that fill and digits that count are told apart, in sentences.
  var digitRules: [String] {
    let keys = bindings(in: .normal).filter(\.takesCount).map(\.keys)
    let fill = "A digit shows its fill at once and keeps it after \(countTimeout) ms or at any other key."
    guard let first = keys.first else { return [fill] }
    return [
      fill,
      "Followed at once by one of \(keys.joined(separator: " ")) it is a count instead: 12\(first). A lone 1 always fills.",
      "Enter, or a pointer that leaves the segment, keeps it without waiting; Esc takes it back.",
    ]
  }

  private func group(_ title: String, _ bindings: [Binding]) -> HelpGroup {
    HelpGroup(title: title, rows: Self.rows(of: bindings))
  }

  /// Keys that do the same stand in one row.
  /// - Parameter skipping: how many chords of each have been typed.
  static func rows(of bindings: [Binding], skipping: Int = 0, or: String = " or ") -> [HelpGroup.Row] {
    var rows: [HelpGroup.Row] = []
    for binding in bindings {
      let run = binding.run.joined(separator: ", ")
      let keys = binding.chords.dropFirst(skipping).map(\.name).joined(separator: " ")
      if let at = rows.firstIndex(where: { $0.run == run && $0.description == binding.description }) {
        rows[at].keys += or + keys
      } else {
        rows.append(.init(keys: keys, run: run, description: binding.description))
      }
    }
    return rows
  }

  private static func title(of layer: KeymapLayer) -> String {
    switch layer {
    case .normal, .fill, .unfill, .cut, .smartFill, .brush, .reshape, .wand, .polygon, .template:
      "In \(layer.rawValue) mode"
    case .sam: "In the mode of Segment Anything"
    case .grabcut: "In GrabCut mode"
    case .reading: "In help and messages"
    case .images: "In the list of images"
    case .method: "In the method dialog"
    case .parameters: "At the parameters of a method"
    case .models: "In the model dialog"
    case .classes: "In the classes dialog"
    case .picker: "In the colour picker"
    }
  }

  private static func title(of binding: Binding) -> String {
    guard let line = binding.run.first, let action = try? EditorAction.parse(line) else { return "Program" }
    switch action {
    case .command(let command): return title(of: command)
    case .freehand(.toggleLock), .classes, .picker: return "Classes"
    case .cutPoint, .dragStroke, .dialog, .sam, .model, .grabCut, .smartFill, .freehand, .template: return "Labeling"
    case .files: return "Images"
    case .nudge: return "Cursor"
    case .dragView: return "View"
    case .scroll, .scrollPage, .tutorial: return "Program"
    }
  }

  private static func title(of command: Command) -> String {
    switch command {
    case .selectClass, .defineClass, .color, .stepClass, .lock, .recolorClass, .mergeClasses: "Classes"
    case .save, .open, .next, .previous, .goto, .nextUnfinished, .previousUnfinished, .mark, .note: "Images"
    case .cursor, .move: "Cursor"
    case .zoom, .pan, .overlay, .opacity, .stepOpacity, .patterns, .debugView, .blink: "View"
    case .imageLook, .overviewMap, .center: "View"
    case .mode, .act, .walk, .walkOrder, .walkObjects, .hints, .along, .again: "Labeling"
    default: command.scope == .labeling ? "Labeling" : "Program"
    }
  }

  /// Text as Markdown code, safe inside a table.
  private static func code(_ text: String) -> String {
    text.split(separator: " or ").map { part in
      let safe = part.replacing("|", with: "\\|")
      return part.contains("`") ? "`` \(safe) ``" : "`\(safe)`"
    }.joined(separator: " or ")
  }
}

extension String.SubSequence {
  fileprivate func split(separator: String) -> [Substring] { String(self).split(separator: separator) }
}

extension Command {
  /// The command language for the manual pages, the editor's own words included.
  public static var manualRows: [(usage: String, help: String)] { EditorAction.commandRows }
}

extension EditorAction {
  /// Every command and word with its arguments and its sentence.
  static var commandRows: [(usage: String, help: String)] {
    Command.table.map { ($0.usage, $0.help) }
      + words.map { ($0.arguments.isEmpty ? $0.name : "\($0.name) \($0.arguments)", $0.help) }
  }
}
