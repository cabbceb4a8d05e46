import Display
import Editor
import Glibc
import Terminal

/// The loop of `tessera label`: waits for the terminal, workers and signals, and shows what the editor composes.
final class InteractiveApp {
  private var editor: Editor
  private let screen: Screen
  private let mailbox: Mailbox
  private let effects: EffectRunner
  private let signals: Signals
  private var shownSpec: ScreenSpec
  private var isLeaving = false
  /// What the tutorial is begun with.
  private let tutorialArguments: [String]
  /// Until when no frame is shown because the picture of an image that was made ready is about to come: going to it
  /// takes one frame. Nil for any time.
  private var heldUntil: Int?
  /// What went wrong at the end and is to be said once the terminal is the shell's again.
  private(set) var farewell: String?

  init(
    _ editor: Editor, _ screen: Screen, _ mailbox: Mailbox, _ effects: EffectRunner, _ testLog: TestLog?,
    tutorialArguments: [String]
  ) {
    self.tutorialArguments = tutorialArguments
    (self.editor, self.screen, self.mailbox, self.effects) = (editor, screen, mailbox, effects)
    signals = Signals(mailbox)
    shownSpec = screen.spec
    screen.onSettled = { [unowned screen] in testLog?.settled(screen.lastPicture) }
  }

  /// Runs until the editor or a signal ends it. The terminal is restored when it returns.
  func run() {
    defer { screen.close() }
    handle(.tick(monotonicMilliseconds()))
    handle(.resized(shownSpec))
    screen.show(editor.compose())
    while !isLeaving {
      let wake = wait()
      handle(.tick(monotonicMilliseconds()))
      if takeEvents(wake), !isLeaving, !isHeld { show() }
    }
    for effect in editor.close() { effects.run(effect) }
    effects.finish()
  }

  private func show() {
    heldUntil = nil
    screen.show(editor.compose())
    effects.shown()
  }

  private var isHeld: Bool { heldUntil.map { editor.isPictureDue && monotonicMilliseconds() < $0 } ?? false }

  private struct Wake {
    var hasInput: Bool
    var hasRoom: Bool
  }

  /// Sleeps until there is something to do.
  private func wait() -> Wake {
    let output = screen.wantsWrite ? Int16(POLLOUT) : 0
    var descriptors = [
      pollfd(fd: screen.fileDescriptor, events: Int16(POLLIN) | output, revents: 0),
      pollfd(fd: mailbox.wakeDescriptor, events: Int16(POLLIN), revents: 0),
    ]
    let due = [screen.deadline, editor.wakeTime, heldUntil].compactMap(\.self).min()
    let timeout = due.map { Int32(clamping: max(0, $0 - monotonicMilliseconds())) } ?? -1
    guard poll(&descriptors, 2, timeout) > 0 else { return Wake(hasInput: false, hasRoom: false) }
    let terminal = Int32(descriptors[0].revents)
    return Wake(hasInput: terminal & (POLLIN | POLLHUP | POLLERR) != 0, hasRoom: terminal & POLLOUT != 0)
  }

  /// Hands everything that happened to the editor; false if only output went on.
  private func takeEvents(_ wake: Wake) -> Bool {
    let typed = (wake.hasInput ? screen.read() : []) + screen.tick()
    if wake.hasRoom { screen.flush() }
    for event in typed { handle(.input(event)) }
    let posted = mailbox.takeAll()
    for event in posted { take(event) }
    if screen.isClosed { isLeaving = true }
    if screen.spec != shownSpec {
      shownSpec = screen.spec
      handle(.resized(shownSpec))
      return true
    }
    return !wake.hasRoom || wake.hasInput || !posted.isEmpty
  }

  private func take(_ event: AppEvent) {
    switch event {
    case .editor(let event): handle(event)
    case .signal(SIGWINCH): screen.resized()
    case .signal(SIGTSTP): suspend()
    case .signal(SIGCONT): screen.continued()
    case .signal: isLeaving = true
    }
  }

  private func handle(_ event: EditorEvent) {
    for effect in editor.handle(event) { run(effect) }
  }

  private func run(_ effect: Effect) {
    switch effect {
    case .quit: isLeaving = true
    case .suspend: suspend()
    case .redraw: screen.redraw()
    case .tutorial: runTutorial()
    case .open(_, let file, let spec, _):
      // Set once: images that follow one another faster than they come must not hold the screen for ever.
      if effects.isAtHand(file, spec) { heldUntil = heldUntil ?? monotonicMilliseconds() + FirstPicture.patience + 10 }
      effects.run(effect)
    default: effects.run(effect)
    }
  }

  private func suspend() { take { () throws(ScreenError) in try screen.suspendProcess() } }

  /// Takes the terminal again.
  private func take(_ terminal: () throws(ScreenError) -> Void) {
    do throws(ScreenError) {
      try terminal()
    } catch {
      // Without a terminal nobody is left to type: the journal holds everything, so it is safe to leave.
      farewell = "\(error)"
      isLeaving = true
    }
  }

  // MARK: Tutorial

  /// Lends the terminal to a process that shares nothing with this one: the work that is open stays as it is.
  private func runTutorial() {
    screen.suspend()
    let code = ChildProgram(["tessera", "tutorial"] + tutorialArguments).flatMap(attend)
    guard !isLeaving else { return }
    take { () throws(ScreenError) in try screen.resume() }
    handle(.tutorialEnded(failure: code == 0 ? nil : SampleImages.folder == nil ? TutorialCommand.noSamples : failed))
  }

  private var failed: String { "the tutorial ended early; `tessera tutorial` in a shell says why" }

  /// Waits for the end of a child, and meanwhile does all that needs no terminal. Its exit code; nil if it was killed.
  private func attend(_ child: ChildProgram) -> Int32? {
    while true {
      switch child.state() {
      case .ended(let code): return code
      case .stopped:
        raise(SIGSTOP)
        kill(child.identifier, SIGCONT)
      case .running: break
      }
      var wake = pollfd(fd: mailbox.wakeDescriptor, events: Int16(POLLIN), revents: 0)
      poll(&wake, 1, 50)
      handle(.tick(monotonicMilliseconds()))
      for event in mailbox.takeAll() { take(event, duringLifeOf: child) }
    }
  }

  private func take(_ event: AppEvent, duringLifeOf child: ChildProgram) {
    switch event {
    case .editor(let event): handle(event)
    case .signal(SIGTERM), .signal(SIGHUP), .signal(SIGINT):
      kill(child.identifier, SIGTERM)
      isLeaving = true
    case .signal: break
    }
  }
}
