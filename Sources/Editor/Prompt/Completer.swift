import Segmentation
import Session

/// What a beginning of a command line may become: commands, their fixed arguments, classes, methods, images.
struct Completer {
  private let context: CompletionContext
  private let methods: [MethodDescription]
  private let models: [String]

  init(editor: Editor) {
    methods = editor.registry.methods.map(\.description)
    models = editor.state.knownModels.map(\.name)
    context = CompletionContext(
      classes: editor.open.flatMap(\.session).map { $0.state.classes.usableNames } ?? [], methods: methods.map(\.name),
      images: editor.state.files.map(\.name))
  }

  /// Whole lines, in the order of their tables.
  func candidates(_ partial: String) -> [String] {
    if let settings = settings(partial) { return settings }
    if partial.hasPrefix("tutorial ") { return TutorialWord.lines.filter { $0.hasPrefix(partial) } }
    if partial.hasPrefix("model ") { return models.map { "model \($0)" }.filter { $0.hasPrefix(partial) } }
    let commands = Command.completions(for: partial, in: context)
    // What keys do in the dialog means nothing while the command line is open.
    let words = EditorAction.words.map(\.name).filter { name in
      name.hasPrefix(partial)
        && !(DialogAction.words + ModelAction.keyWords + ClassDialogAction.keyWords + PickerAction.words).contains {
          $0.name == name
        }
    }
    return commands + words
  }

  /// The parameters of the method that `method NAME …` names; nil where the line is another.
  private func settings(_ partial: String) -> [String]? {
    let words = partial.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count > 2, words[0] == "method" else { return nil }
    guard let method = methods.first(where: { $0.name == words[1] || $0.aliases.contains(String(words[1])) }) else {
      return []
    }
    let (typed, given) = (words[words.count - 1], words.dropLast().compactMap { $0.split(separator: "=").first })
    let kept = partial.dropLast(typed.count)
    return method.parameters.map(\.name).filter { $0.hasPrefix(typed) && !given.contains($0[...]) }.map {
      kept + $0 + "="
    }
  }
}
