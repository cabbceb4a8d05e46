import Segmentation
import Session

extension Editor {
  /// What the side bar says in template mode.
  var templateFacts: [Fact] {
    guard state.mode == .template else { return [] }
    let mode = state.templates
    var facts = [Fact(name: "up to", value: scored(mode.search.threshold))]
    guard let found = mode.found else { return facts + [Fact(name: "matches", value: "looking…")] }
    facts.append(Fact(name: "matches", value: "\(mode.shown.count) of \(found.count)"))
    facts.append(Fact(name: "best", value: found.first?.scoreText ?? "none"))
    if let chosen = mode.chosenMatch {
      facts.append(Fact(name: "template", value: chosen.set.name))
      facts.append(Fact(name: "score", value: chosen.scoreText + formText(chosen)))
    }
    return facts
  }

  private func formText(_ match: TemplateMatch) -> String {
    let scale = match.scale == 1 ? "" : "  x\(match.scale)"
    return scale + (match.rotation == 0 ? "" : "  \(match.rotation)°")
  }

  /// What is said where there is nothing to look for.
  var noTemplates: String {
    let key = keymap.key(of: "template-capture") ?? ":template-capture"
    return "no templates: paint an object and press \(key) on it, or start with --templates FOLDER"
  }

  /// What is said once a search is over.
  var foundText: String {
    let mode = state.templates
    let count = mode.shown.count
    guard count > 0 else { return nothingFound(mode.search, mode.found?.first) }
    let hints = hints([
      (["template-paint"], "paints"), (["template-threshold 1", "template-threshold -1"], "more or fewer"),
      (["template-drop"], "drops one"),
    ])
    return (count == 1 ? "1 match" : "\(count) matches") + (hints.isEmpty ? "" : ": " + hints)
  }

  /// What is said where nothing is painted.
  func nothingFound(_ search: TemplateSearch, _ best: TemplateMatch?) -> String {
    let best = best.map { "; the best is \($0.set.name) with \($0.scoreText)" } ?? ""
    return "no match up to \(scored(search.threshold))\(best)"
  }
}
