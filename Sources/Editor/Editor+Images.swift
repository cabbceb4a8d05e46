import Display
import Raster
import Segmentation
import Session

extension Editor {
  // MARK: Going from image to image

  /// Leaves the open image and asks for another.
  mutating func openImage(at place: Int, _ spec: MethodSpec? = nil, readOnly: Bool = false) -> [Effect] {
    let isFirst = open == nil
    var effects = closeImage()
    state.place = place
    let file = state.files[place]
    // Should the program be killed, the next one begins here.
    if !isFirst, !isReadOnly { effects.append(.keepView(FolderView(stem: file.stem))) }
    let request = nextRequest()
    open = OpenImage(request: request, file: file, isReadOnly: readOnly || isReadOnly)
    open?.method = spec ?? method
    open?.since = state.time == 0 ? nil : state.time
    state.mode = .single
    state.templates.forget()
    state.grabCut.draft = nil
    state.polygon.drop()
    state.chain = []
    state.corner = nil
    state.cursor = nil
    state.view = nil
    state.pointer.drag = nil
    state.pending = PendingKeys()
    state.message = nil
    effects.append(.open(request: request, file, spec ?? method, readOnly: readOnly || isReadOnly))
    return effects + prepareNeighbours()
  }

  mutating func closeImage() -> [Effect] {
    guard let leaving = open else { return [] }
    endStroke()
    var effects = dropHierarchy()
    open = nil
    effects += closeDialog()
    if let session = leaving.session {
      do { try session.close() } catch { state.say(.error, "\(error)") }
    } else if leaving.failure == nil {
      effects.append(.cancel(request: leaving.request))
    }
    if let question = leaving.question { effects.append(.cancel(request: question.request)) }
    if let again = leaving.resegmentation { effects.append(.cancel(request: again.request)) }
    return effects
  }

  /// `step` places on, around the ends of the list.
  mutating func walk(_ step: Int) -> [Effect] {
    let count = state.files.count
    let place = ((state.place + step % count) % count + count) % count
    guard place != state.place else {
      state.say(
        .note, count == 1 ? "this is the only image; \(promptLine("open PATH")) opens another" : "that is this image")
      return []
    }
    state.heading = step < 0 ? .backwards : .forwards
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
    state.folder.states.append()
    refilter()
    return openImage(at: state.files.count - 1, spec)
  }

  // MARK: What workers answer

  mutating func show(_ source: PictureSource, _ request: Int) -> [Effect] {
    guard open?.request == request else { return [] }
    let size = source.image.size
    makeComposer(source)
    state.view = Viewport(image: size, canvas: canvas)
    state.cursor = PixelPoint(x: size.width / 2, y: size.height / 2)
    state.showsCrosshair = true
    restoreView()
    return []
  }

  mutating func makeComposer(_ source: PictureSource) {
    let composer = PictureComposer(
      source, theme: PictureTheme(theme), classes: classColors, registers: screen.registers)
    open?.composer = composer
    open?.changed = nil
  }

  /// Until its session is there, an image most likely has the classes of the one before.
  private var classColors: [RGB] { open?.session?.state.classes.classes.map(\.color) ?? state.lastColors }

  mutating func begin(_ prepared: PreparedSession, _ request: Int) -> [Effect] {
    guard open?.request == request, open?.isCancelled == false else { return [] }
    let session = Session(prepared)
    open?.session = session
    open?.segmentsPreview = nil
    state.lastColors = session.state.classes.classes.map(\.color)
    open?.changed = nil
    if open?.composer == nil { _ = show(PictureSource(session.image), request) }
    open?.progress = nil
    if session.isReadOnly {
      state.say(.note, "open read-only: nothing can be changed; \(keyOrLine("help")) lists the keys to look around")
    }
    for notice in session.notices { state.say(.note, notice) }
    sayRelabelingEnd()
    if state.isWalking { walkSegments(1) }
    return makeHierarchyAhead()
  }

  mutating func fail(_ failure: OpenFailure, _ request: Int) -> [Effect] {
    guard open?.request == request, open?.isCancelled == false else { return [] }
    open?.failure = failure
    open?.segmentsPreview = nil
    open?.progress = nil
    state.say(.error, failure.message + (failure.isHeld ? "; Enter opens it read-only" : ""))
    sayRelabelingEnd()
    return []
  }

  mutating func note(_ part: Double, _ request: Int) -> [Effect] {
    let part = min(max(part, 0), 1)
    if open?.request == request, open?.session == nil {
      open?.progress = part
    } else if open?.resegmentation?.request == request {
      open?.resegmentation?.progress = part
    } else if open?.granularity.making?.request == request {
      open?.granularity.making?.progress = part
    } else if open?.question?.request == request {
      open?.question?.progress = part
    } else if state.relabeling?.work?.request == request {
      state.relabeling?.work?.progress = part
    } else if isPreview(request) {
      note(preview: part)
    }
    return []
  }

  // MARK: Segmenting again

  /// Checks the method and asks a worker for its segments.
  mutating func segment(_ spec: MethodSpec) -> [Effect] {
    // An image that one method could not segment, or has not segmented yet, is tried with the other.
    if let open, open.session == nil, open.failure?.isHeld != true {
      do {
        method = try registry.resolved(spec)
        return openImage(at: state.place, method, readOnly: open.isReadOnly)
      } catch {
        state.say(.error, "\(error)")
        return []
      }
    }
    guard let session = changeableSession() else { return [] }
    let resolved: MethodSpec
    do { resolved = try registry.resolved(spec) } catch {
      state.say(.error, "\(error)")
      return []
    }
    var effects: [Effect] = []
    if let running = open?.resegmentation { effects.append(.cancel(request: running.request)) }
    let request = nextRequest()
    open?.resegmentation = (request, resolved, 0, state.time)
    return effects + [.segment(request: request, session.image, resolved)]
  }

  mutating func take(_ labels: PreparedLabels, _ request: Int) -> [Effect] {
    guard let running = open?.resegmentation, running.request == request else { return [] }
    open?.resegmentation = nil
    open?.segmentsPreview = nil
    state.chain = []
    guard label(.method(labels.method), .labels(labels)) else { return makeHierarchyAhead() }
    method = labels.method
    open?.walk = nil
    return prepareNeighbours() + makeHierarchyAhead()
  }

  mutating func drop(method reason: String, _ request: Int) -> [Effect] {
    if isPreview(request) {
      fail(preview: reason)
      return []
    }
    if open?.resegmentation?.request == request {
      open?.resegmentation = nil
      open?.segmentsPreview = nil
    } else if open?.granularity.making?.request == request {
      open?.granularity.making = nil
    } else {
      return []
    }
    state.say(.error, reason)
    return []
  }
}
