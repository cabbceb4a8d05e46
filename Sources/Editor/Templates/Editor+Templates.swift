import Raster
import Segmentation
import Session

extension Editor {
  mutating func perform(_ word: TemplateWord) -> [Effect] {
    if case .capture(let name) = word {
      capture(name)
      return []
    }
    guard isOn(.template) else { return [] }
    switch word {
    case .threshold(let steps): state.templates.changeThreshold(by: steps)
    case .choose(let steps?):
      state.templates.choose(steps)
      showChosen()
    case .choose(nil): if let cursor = state.cursor { state.templates.choose(at: cursor) }
    case .drop: drop()
    case .paint: return paintShown()
    case .capture: break
    }
    return []
  }

  // MARK: Searching

  /// Looks for the templates as the mode begins; leaves it where there are none.
  mutating func beginTemplates() -> [Effect] {
    state.templates.forget()
    guard !state.templates.sets.isEmpty else {
      state.mode = .single
      state.say(.note, noTemplates)
      return []
    }
    return find(state.templates.search)
  }

  /// To be called once another mode is on.
  mutating func endTemplates() -> [Effect] {
    state.templates.forget()
    if case .template? = open?.question?.command { return dropQuestion() }
    return []
  }

  /// In template mode another search is shown, elsewhere what it finds is painted.
  mutating func perform(_ order: TemplateOrder) -> [Effect] {
    if state.mode == .template {
      state.templates.forget()
      state.templates.search = order.search
    }
    return find(order.search)
  }

  private mutating func find(_ search: TemplateSearch) -> [Effect] {
    guard let session = changeableSession() else {
      if state.mode == .template { state.mode = .single }
      return []
    }
    endStroke()
    let effects = dropQuestion()
    let request = nextRequest()
    open?.question = Question(
      request: request, command: .template(TemplateOrder(search)), annotations: session.state.annotations, progress: 0,
      since: state.time)
    return effects + [.findTemplates(request: request, session.image, state.templates.sets, search)]
  }

  mutating func take(_ found: [TemplateMatch], _ request: Int) -> [Effect] {
    guard let question = open?.question, question.request == request, case .template(let order) = question.command
    else { return [] }
    open?.question = nil
    guard state.mode == .template else {
      paint(order.search.taken(of: found).map { found[$0] }, order.search, best: found.first)
      return []
    }
    state.templates.take(found)
    showChosen()
    state.say(.note, foundText)
    return []
  }

  // MARK: Matches

  private mutating func showChosen() {
    guard let box = state.templates.chosenMatch?.box else { return }
    moveCursor(to: PixelPoint(x: box.x + box.width / 2, y: box.y + box.height / 2))
  }

  private mutating func drop() {
    guard state.templates.chosenMatch != nil else {
      state.say(.note, "no match is chosen; \(keyOrLine("template-choose 1")) chooses the next")
      return
    }
    state.templates.drop()
    showChosen()
  }

  private mutating func paintShown() -> [Effect] {
    guard state.templates.found != nil else {
      state.say(.note, "still looking for templates; \(keyOrLine("cancel")) stops that")
      return []
    }
    let best = state.templates.found?.first
    guard paint(state.templates.shown, state.templates.search, best: best) else { return [] }
    return choose(.single)
  }

  @discardableResult
  private mutating func paint(_ matches: [TemplateMatch], _ search: TemplateSearch, best: TemplateMatch?) -> Bool {
    guard let session = labelingSession() else { return false }
    guard !matches.isEmpty else {
      state.say(.note, nothingFound(search, best))
      return false
    }
    let answer = PreparedAnswer(search, painting: matches, size: session.image.size)
    return label(.template(TemplateOrder(search)), .answer(answer))
  }

  // MARK: Capturing

  private mutating func capture(_ name: String?) {
    guard let session = labelingSession(), let cursor = state.cursor else { return }
    let paint = session.state.paint
    guard let painted = session.state.classes[Int(paint[cursor])] else {
      state.say(.note, "nothing is painted at the cursor; paint an object, then make a template of it")
      return
    }
    var fill = FloodFill(size: paint.size)
    let region = fill.region(of: paint, at: cursor)
    guard region.reduce(0, { $0 + Int($1.length) }) >= TemplateSet.leastPixels else {
      state.say(.note, "too few pixels for a template; expected \(TemplateSet.leastPixels) at least; paint more of it")
      return
    }
    let set = TemplateSet(
      name: unusedName(name ?? painted.name), cutting: region, from: session.image, color: painted.color)
    state.templates.sets.append(set)
    let key = keymap.key(of: "mode template") ?? ":mode template"
    let size = set.template.size
    state.say(.note, "template \(set.name), \(size.width)x\(size.height): \(key) finds it, on other images as well")
  }

  private func unusedName(_ wanted: String) -> String {
    let taken = Set(state.templates.sets.map(\.name))
    guard taken.contains(wanted) else { return wanted }
    return (2...).lazy.map { "\(wanted)-\($0)" }.first { !taken.contains($0) } ?? wanted
  }
}
