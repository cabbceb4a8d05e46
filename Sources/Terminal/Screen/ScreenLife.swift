import Display
import Glibc
import Raster

// MARK: What the terminal can do, as it becomes known

extension Screen {
  func probedCapabilities() -> Capabilities {
    let window = device.windowSize
    let environment = TerminalEnvironment(
      variables: options.variables, cells: window?.cells ?? spec.cells, windowPixels: window?.pixels)
    return Capabilities(replies: probe.replies, environment: environment, override: options.graphics)
  }

  /// Takes over answers that came late, or a new size of the window.
  func adoptNews() {
    let before = spec
    let found = probedCapabilities()
    let cells = device.windowSize?.cells ?? spec.cells
    guard found != capabilities || cells != spec.cells else { return }
    let gained = found.hasPixelPointer && !capabilities.hasPixelPointer
    adopt(found, cells: cells)
    if gained { append(Array(Sequences.enterPixelPointer.utf8)) }
    if spec != before { onSpecChange?() }
  }

  func adopt(_ found: Capabilities, cells: CellSize) {
    if found.answers != capabilities.answers || found.isTmux != capabilities.isTmux {
      flow = FlowControl(isAnswered: found.answers, cap: found.isTmux ? 64 * 1024 : nil)
    }
    capabilities = found
    spec = found.spec(cells: cells)
    pictures = PictureLayer(found)
    decoder.pointerCell = found.hasPixelPointer ? found.cellPixels : nil
    text.resize(cells)
    mustRepaint = true
  }
}

// MARK: Coming and going

extension Screen {
  /// Gives the terminal back, as for a shell; `resume` takes it again.
  public func suspend() {
    guard isActive else { return }
    isActive = false
    finishOutput()
    device.writeAll(leaveBytes, timeout: 500)
    device.leaveRawMode()
    device.disarmRestore()
    flow.forget()
    pictures.forget()
  }

  /// Takes the terminal again after `suspend` and draws everything.
  public func resume() throws(ScreenError) {
    guard !isActive, !isFinished else { return }
    try device.armRestore(leaveBytes)
    device.enterRawMode()
    device.writeAll(takeOverBytes + enterBytes, timeout: 1000)
    isActive = true
    adoptNews()
    repaint()
  }

  /// Gives the terminal back, stops the process as Ctrl-Z does, and takes the terminal again when it continues.
  public func suspendProcess() throws(ScreenError) {
    suspend()
    expectsContinue = true
    raise(SIGSTOP)
    try resume()
  }

  /// Takes the terminal again after somebody else stopped the process and let it continue (SIGCONT): a shell may
  /// have used the terminal meanwhile. Does nothing after `suspendProcess`, which saw to that itself.
  public func continued() {
    guard !expectsContinue else { return expectsContinue = false }
    guard isActive else { return }
    device.enterRawMode()
    // What was under way may have been cut inside a picture.
    (outgoing, written) = ([], 0)
    device.writeAll(Array(Sequences.endString.utf8) + takeOverBytes + enterBytes, timeout: 1000)
    flow.forget()
    adoptNews()
    repaint()
  }

  /// Restores the terminal: modes, screen and settings are as they were found. May be called again.
  public func close() {
    suspend()
    isFinished = true
  }

  /// Ends what is under way, so that no half picture and no late answer is left to the shell.
  private func finishOutput() {
    if written < outgoing.count {
      let rest = Array(outgoing[written...])
      device.writeAll(rest, timeout: 300)
      (outgoing, written) = ([], 0)
    }
    wanted = nil
    let end = monotonicMilliseconds() + 1000
    while flow.isWaiting, monotonicMilliseconds() < end, !device.isClosed, device.waitForInput(timeout: 200) {
      for case .reply(.cursor) in decoder.decode(device.read(), at: now()) { _ = flow.answer(at: now()) }
    }
  }

  /// The alternate screen, in a state that ncurses knows.
  var takeOverBytes: [UInt8] { Array((text.capability("smcup") + Sequences.plainState).utf8) }

  var enterBytes: [UInt8] {
    Array((Sequences.enterModes + (capabilities.hasPixelPointer ? Sequences.enterPixelPointer : "")).utf8)
  }

  var leaveBytes: [UInt8] {
    let screen = text.capability("rmcup")
    let bottom = "\u{1B}[\(spec.cells.rows);1H\r\n"
    return Array((Sequences.leaveModes + (screen.isEmpty ? bottom : screen)).utf8)
  }
}
