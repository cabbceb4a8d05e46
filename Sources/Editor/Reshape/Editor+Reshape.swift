import Raster
import Session

extension Editor {
  mutating func performReshape(_ word: FreehandWord) {
    chooseOther()
    switch word {
    case .reshape(let kind): state.reshape.kind = kind
    case .reshapeStep(let step): state.reshape.changeAmount(by: step)
    case .reshapeOther(let step): stepOther(by: step)
    default: break
    }
  }

  /// Another class is combined with the current one: at first the one under the cursor.
  mutating func chooseOther() {
    guard let session = open?.session else { return }
    let (classes, other) = (session.state.classes, state.reshape.other)
    guard other == 0 || other == classes.current || !classes.usable.contains(other) else { return }
    let painted = state.cursor.map { Int(session.state.paint[$0]) } ?? 0
    state.reshape.other = painted > 0 && painted != classes.current ? painted : 0
    if state.reshape.other == 0 { stepOther(by: 1) }
  }

  private mutating func stepOther(by step: Int) {
    guard let classes = open?.session?.state.classes else { return }
    let others = classes.usable.filter { $0 != classes.current }
    guard !others.isEmpty else { return }
    let place = others.firstIndex(of: state.reshape.other) ?? (step > 0 ? -1 : 0)
    state.reshape.other = others[((place + step % others.count) % others.count + others.count) % others.count]
  }

  // MARK: Text

  var reshapeFacts: [Fact] {
    let (mode, classes) = (state.reshape, open?.session?.state.classes)
    var facts = [Fact(name: "change", value: mode.kind.rawValue)]
    if mode.kind == .islands {
      facts.append(Fact(name: "below", value: "\(mode.least) px"))
    } else if mode.kind.hasAmount {
      facts.append(Fact(name: "radius", value: "\(mode.radius) px"))
    }
    if mode.kind.combination != nil { facts.append(Fact(name: "with", value: classes?[mode.other]?.name ?? "none")) }
    return facts + [Fact(name: "changes", value: draftText)]
  }

  var reshapeHints: String {
    let amount =
      state.reshape.kind.combination == nil
      ? (lines: ["reshape-step -1", "reshape-step 1"], text: "amount")
      : (lines: ["reshape-other -1", "reshape-other 1"], text: "other class")
    return hints([
      (["take"], "take"), (["cancel"], "leave"), amount, (["reshape holes"], "holes"), (["reshape islands"], "islands"),
      (["reshape grow"], "grow"), (["reshape shrink"], "shrink"), (["reshape smooth"], "smooth"),
      (["reshape union"], "union"), (["reshape minus"], "minus"), (["reshape intersect"], "intersect"),
    ])
  }
}
