import Session

extension Editor {
  /// What the side bar says of marks and masks.
  var samFacts: [Fact] {
    guard state.mode == .sam, let marks = samMarks else { return [] }
    var facts = [Fact(name: "model", value: state.predictor.name)]
    if let answer = marks.answer {
      if answer.model.name != state.predictor.name { facts.append(Fact(name: "mask by", value: answer.model.name)) }
      let place = "\(answer.chosen + 1)/\(answer.scores.count)"
      facts.append(Fact(name: "mask", value: "\(place)  \(answer.scores[answer.chosen])"))
      facts.append(Fact(name: "", value: "\(answer.areas[answer.chosen]) px"))
    } else {
      facts.append(Fact(name: "mask", value: state.predictor.isPreparing ? "preparing the image…" : "none yet"))
    }
    let foreground = marks.points.count(where: \.isForeground)
    let background = marks.points.count - foreground
    facts.append(Fact(name: "marks", value: "\(foreground)+ \(background)- \(marks.boxes.count) box"))
    return facts
  }

  /// What the status row calls the question.
  var questionTitle: String? {
    guard let command = open?.question?.command else { return nil }
    guard case .sam = command else { return command.name }
    return state.predictor.isPreparing ? "preparing the image…" : "predicting"
  }

  /// What the mode says as it begins.
  var samGreeting: String {
    let keys = ["sam-paint", "sam-step-candidate 1"].compactMap { keymap.key(of: $0, in: .sam) }
    let rest = keys.count == 2 ? "; \(keys[0]) paints, \(keys[1]) shows another mask" : ""
    return "\(state.predictor.name) answers: left click the object, right click what is not" + rest
  }
}
