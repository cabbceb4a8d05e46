import Display
import Raster
import Segmentation
import Session

extension Editor {
  // MARK: Going from image to image

  /// Leaves the open image and asks for another.
  mutating func openImage(at place: Int, _ spec: MethodSpec? = nil, readOnly: Bool = false) -> [Effect] {
    var effects = closeImage()
    state.place = place
    let file = state.files[place]
    let request = nextRequest()
    open = OpenImage(request: request, file: file, isReadOnly: readOnly || isReadOnly)
    state.mode = .single
    state.chain = []
    state.cursor = nil
    state.view = nil
    state.pointer.drag = nil
    state.message = nil
    effects.append(.open(request: request, file, spec ?? method, readOnly: readOnly || isReadOnly))
    return effects
  }

  mutating func closeImage() -> [Effect] {
    guard let leaving = open else { return [] }
    endStroke()
    open = nil
    var effects: [Effect] = []
    if let session = leaving.session {
      do { try session.close() } catch { state.say(.error, "\(error)") }
    } else if leaving.failure == nil {
      effects.append(.cancel(request: leaving.request))
    }
    if let again = leaving.resegmentation { effects.append(.cancel(request: again.request)) }
    return effects
  }

  /// `step` places on, around the ends of the list.
  mutating func walk(_ step: Int) -> [Effect] {
    let count = state.files.count
    let place = ((state.place + step % count) % count + count) % count
    guard place != state.place else {
      state.say(.note, count == 1 ? "this is the only image" : "that is this image")
      return []
    }
    return openImage(at: place)
  }

  mutating func go(to reference: ImageReference) -> [Effect] {
    let found: Int?
    switch reference {
    case .place(let place): found = state.files.indices.contains(place - 1) ? place - 1 : nil
    case .name(let name): found = state.files.firstIndex { $0.name == name || $0.stem == name }
    }
    guard let found else {
      state.say(.error, "goto: no such image; expected 1…\(state.files.count) or a file name of the list")
      return []
    }
    return openImage(at: found)
  }

  mutating func open(_ file: ImageFile, _ spec: MethodSpec?) -> [Effect] {
    if let place = state.files.firstIndex(where: { $0.path == file.path }) { return openImage(at: place, spec) }
    state.files.append(file)
    return openImage(at: state.files.count - 1, spec)
  }

  // MARK: What workers answer

  mutating func show(_ pyramid: Pyramid, _ request: Int) -> [Effect] {
    guard open?.request == request else { return [] }
    let size = pyramid.image.size
    makeComposer(pyramid)
    state.view = Viewport(image: size, canvas: canvas)
    state.cursor = PixelPoint(x: size.width / 2, y: size.height / 2)
    return []
  }

  mutating func makeComposer(_ pyramid: Pyramid) {
    let composer = PictureComposer(
      pyramid, theme: PictureTheme(theme), classes: classColors, registers: screen.registers)
    open?.composer = composer
    open?.changed = nil
  }

  private var classColors: [RGB] { open?.session?.state.classes.classes.map(\.color) ?? [] }

  mutating func begin(_ prepared: PreparedSession, _ request: Int) -> [Effect] {
    guard open?.request == request else { return [] }
    let session = Session(prepared)
    open?.session = session
    open?.changed = nil
    if open?.composer == nil { _ = show(Pyramid(session.image), request) }
    open?.progress = nil
    if session.isReadOnly { state.say(.note, "open read-only: nothing can be changed") }
    for notice in session.notices { state.say(.note, notice) }
    return []
  }

  mutating func fail(_ failure: OpenFailure, _ request: Int) -> [Effect] {
    guard open?.request == request else { return [] }
    open?.failure = failure
    open?.progress = nil
    state.say(.error, failure.message + (failure.isHeld ? "; Enter opens it read-only" : ""))
    return []
  }

  mutating func note(_ part: Double, _ request: Int) -> [Effect] {
    let part = min(max(part, 0), 1)
    if open?.request == request, open?.session == nil {
      open?.progress = part
    } else if open?.resegmentation?.request == request {
      open?.resegmentation?.progress = part
    }
    return []
  }

  // MARK: Segmenting again

  /// Checks the method and asks a worker for its segments.
  mutating func segment(_ spec: MethodSpec) -> [Effect] {
    guard let session = labelingSession() else { return [] }
    guard !session.isReadOnly else {
      state.say(.error, "\(SessionError.readOnly)")
      return []
    }
    let resolved: MethodSpec
    do { resolved = try registry.resolved(spec) } catch {
      state.say(.error, "\(error)")
      return []
    }
    var effects: [Effect] = []
    if let running = open?.resegmentation { effects.append(.cancel(request: running.request)) }
    let request = nextRequest()
    open?.resegmentation = (request, resolved, 0)
    return effects + [.segment(request: request, session.image, resolved)]
  }

  mutating func take(_ labels: PreparedLabels, _ request: Int) -> [Effect] {
    guard let running = open?.resegmentation, running.request == request else { return [] }
    open?.resegmentation = nil
    state.chain = []
    if label(.method(running.spec), labels) { method = running.spec }
    return []
  }

  mutating func drop(method reason: String, _ request: Int) -> [Effect] {
    guard open?.resegmentation?.request == request else { return [] }
    open?.resegmentation = nil
    state.say(.error, reason)
    return []
  }

  // MARK: Saving and leaving

  mutating func save() -> [Effect] {
    guard let session = labelingSession() else { return [] }
    endStroke()
    guard label(.save) else { return [] }
    let request = nextRequest()
    saves.append((request, session.file))
    return [.save(request: request, session.maskSnapshot())]
  }

  mutating func saved(_ request: Int, _ failure: String?) -> [Effect] {
    guard let at = saves.firstIndex(where: { $0.request == request }) else { return [] }
    let file = saves.remove(at: at).file
    state.failedSaves.removeAll { $0 == file }
    if let failure {
      state.failedSaves.append(file)
      state.isQuitting = false
      state.say(.error, "\(file.name) is not saved: \(failure)")
    } else {
      state.say(.note, "saved the masks of \(file.name)")
    }
    return state.isQuitting && saves.isEmpty ? leave() : []
  }

  /// Leaves at once, after the running saves, or, where a save failed, when asked a second time.
  mutating func quit() -> [Effect] {
    if let failed = state.failedSaves.first, !state.isQuitAsked {
      state.isQuitAsked = true
      let others = state.failedSaves.count > 1 ? " and \(state.failedSaves.count - 1) more" : ""
      let key = keymap.bindings(running: "quit").first?.keys ?? ":quit"
      state.say(
        .warning, "the masks of \(failed.name)\(others) could not be saved; \(key) again quits, the journal keeps all")
      return []
    }
    guard saves.isEmpty else {
      state.isQuitting = true
      state.say(.note, "saving…")
      return []
    }
    return leave()
  }

  private mutating func leave() -> [Effect] { closeImage() + [.quit] }

  // MARK: The session

  /// The session if labeling can begin; else says why not.
  mutating func labelingSession() -> Session? {
    if let session = open?.session { return session }
    if let failure = open?.failure {
      state.say(.error, failure.message)
    } else {
      state.say(.note, "segmenting…" + (open?.progress.map { " \(Int($0 * 100)) %" } ?? "") + " labeling waits for it")
    }
    return nil
  }

  /// Performs a labeling command; what was refused is said. True where it was performed.
  @discardableResult
  mutating func label(_ command: Command, _ labels: PreparedLabels? = nil) -> Bool {
    guard let session = labelingSession() else { return false }
    do {
      let outcome = try session.perform(command, labels: labels)
      if let message = outcome.message { state.say(.note, message) }
      noteChange(outcome.changed)
      syncTime = syncTime ?? state.time
      return true
    } catch {
      state.say(.error, "\(error)")
      return false
    }
  }

  private mutating func noteChange(_ rect: PixelRect) {
    if let changed = open?.changed { open?.changed = changed.union(rect) }
  }

  mutating func tick(_ time: Int) -> [Effect] {
    state.time = max(state.time, time)
    syncTime = nil
    if let session = open?.session {
      do { syncTime = try session.syncIfDue(now: state.time).map { state.time + $0 } } catch {
        state.say(.error, "\(error)")
      }
    }
    guard let deadline = state.pending.deadline, state.time >= deadline, state.pending.chords.isEmpty else { return [] }
    return flushDigits()
  }
}
