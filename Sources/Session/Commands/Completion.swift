import Raster

/// Names that completion offers beside the commands' own words.
public struct CompletionContext: Equatable, Sendable {
  /// Names of the classes.
  public var classes: [String]
  /// Names of the methods.
  public var methods: [String]
  /// File names of the images.
  public var images: [String]

  /// Names to offer; by default none.
  public init(classes: [String] = [], methods: [String] = [], images: [String] = []) {
    self.classes = classes
    self.methods = methods
    self.images = images
  }
}

extension Command {
  /// Whole lines that `partial` may become, in the order of the table: its last word completed, a blank behind it
  /// where more words must follow.
  public static func completions(for partial: String, in context: CompletionContext = CompletionContext()) -> [String] {
    let words = partial.split(separator: " ", omittingEmptySubsequences: true)
    let isAfterBlank = partial.isEmpty || partial.hasSuffix(" ")
    guard let name = words.first, words.count > 1 || isAfterBlank else {
      let rows = table.filter { $0.name.hasPrefix(words.first ?? "") }
      return rows.map { $0.arguments.isEmpty ? $0.name : $0.name + " " }
    }
    guard let row = table.first(where: { $0.name == name }) else { return [] }
    let typed = isAfterBlank ? "" : String(words[words.count - 1])
    let kept = String(partial.dropLast(typed.count))
    let place = isAfterBlank ? words.count : words.count - 1
    return row.candidates(at: place, in: context).filter { $0.hasPrefix(typed) }.map { kept + $0 }
  }
}

extension CommandDescription {
  /// What the word at `place` (1 = the first argument) may be.
  fileprivate func candidates(at place: Int, in context: CompletionContext) -> [String] {
    if place == 1, !choices.isEmpty { return choices }
    switch (name, place) {
    case ("class", 1), ("fill", 1), ("fill", 3): return context.classes.map { word($0) }
    case ("sam-paint", 1), ("recolor-class", 1), ("merge-classes", 1), ("merge-classes", 2), ("relabel", 1),
      ("relabel", 2), ("relabel-folder", 1), ("relabel-folder", 2):
      return context.classes.map { word($0) }
    case ("method", 1): return context.methods.map { word($0) }
    case ("goto", 1), ("open", 1): return context.images.map { word($0) }
    case ("open", 2): return context.methods.map { "method=" + word($0) }
    default: return []
    }
  }
}
