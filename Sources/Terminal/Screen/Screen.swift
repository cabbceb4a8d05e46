import Display
import Glibc
import Raster

/// The one door to the terminal: shows frames, reads input, and leaves the terminal as it found it.
///
/// It never waits: what the terminal does not take at once stays queued until `flush`, and while something is under
/// way only the newest frame is kept. The caller polls `fileDescriptor` for input, for output while `wantsWrite`,
/// and calls `tick` at `deadline`. Not for use from several threads.
public final class Screen {
  /// What the terminal can do.
  public internal(set) var capabilities: Capabilities
  /// What the next frame should be composed for.
  public internal(set) var spec: ScreenSpec
  /// Called when `spec` changed: late answers of the terminal, a new size.
  public var onSpecChange: (() -> Void)?
  /// Called once after every `show`, when the terminal has drawn what is to be seen.
  public var onSettled: (() -> Void)?

  let device: TerminalDevice
  let options: Options
  let isRemote: Bool
  var text: TextLayer
  var pictures: PictureLayer
  var flow: FlowControl
  var outgoing: [UInt8] = []
  var written = 0
  /// The newest frame that was asked for, and the one that was sent.
  var wanted: Frame?
  var current: Frame?
  var mustRepaint = true
  var lastShow = 0
  var isUnsettled = false
  /// Events went out since the last `show`.
  var hasDelivered = false
  /// The next SIGCONT was seen already.
  var expectsContinue = false
  var isActive = true
  var isFinished = false
  var decoder = InputDecoder()
  var probe = Probe()
  private var isProbed = false
  private var events: [InputEvent] = []

  /// Takes over the terminal: raw mode, alternate screen, mouse, paste and focus reports; asks what it can do, which
  /// takes one round trip and at most 2 s. Keys typed meanwhile are delivered by the first `read` or `tick`.
  /// - Throws: if there is no terminal, or ncurses does not know its type.
  public init(_ options: Options) throws(ScreenError) {
    self.options = options
    isRemote = !(options.variables["SSH_CONNECTION"] ?? "").isEmpty
    device = try TerminalDevice(path: options.path)
    let cells = device.windowSize?.cells ?? CellSize(columns: 80, rows: 24)
    text = try TextLayer(terminal: options.variables["TERM"] ?? "", size: cells)
    let environment = TerminalEnvironment(variables: options.variables, cells: cells)
    capabilities = Capabilities(replies: [], environment: environment, override: options.graphics)
    spec = capabilities.spec(cells: cells)
    pictures = PictureLayer(capabilities)
    flow = FlowControl(isAnswered: false)
    try device.armRestore(leaveBytes)
    device.enterRawMode()
    device.writeAll(takeOverBytes + Probe.questions, timeout: 1000)
    awaitAnswers()
    adopt(probedCapabilities(), cells: cells)
    device.writeAll(enterBytes, timeout: 1000)
  }

  deinit { close() }

  /// The terminal's file, for polling.
  public var fileDescriptor: Int32 { device.descriptor }
  /// The terminal is gone: save and exit.
  public var isClosed: Bool { device.isClosed }
  /// Output waits until the terminal takes more: poll for it, then call `flush`.
  public var wantsWrite: Bool { isActive && written < outgoing.count }
  /// Everything asked for was written, and drawn as far as the terminal tells.
  public var isSettled: Bool { isQuiet && !pictures.needsRefining }
  /// Nothing is under way.
  private var isQuiet: Bool { wanted == nil && written == outgoing.count && !flow.isWaiting }
  /// The picture as the terminal shows it once settled.
  public var lastPicture: Picture? { pictures.shown }

  func now() -> Int { options.clock() }
}

// MARK: Input

extension Screen {
  /// Everything that a person did since the last call. The terminal's own answers are used up here.
  public func read() -> [InputEvent] {
    guard isActive else { return [] }
    let bytes = device.read()
    take(decoder.decode(bytes, at: now()))
    pump()
    return takeEvents()
  }

  /// When `tick` has something to do, in the clock's milliseconds; nil = only when something arrives.
  public var deadline: Int? {
    guard isActive else { return nil }
    if !events.isEmpty { return 0 }
    return [decoder.deadline, flow.deadline, housekeeping].compactMap(\.self).min()
  }

  /// Does what is due: decides that a lone ESC is a key, gives up on overdue answers, frees images while idle.
  public func tick() -> [InputEvent] {
    guard isActive else { return [] }
    take(decoder.flush(now: now()))
    flow.expire(at: now())
    if let housekeeping, now() >= housekeeping, let current {
      if pictures.needsRefining { refine() } else { send(current, freeing: true) }
    }
    pump()
    return takeEvents()
  }

  /// When there will be time to refine what is shown roughly, or to free images; nil if there is nothing to do.
  private var housekeeping: Int? {
    guard isQuiet else { return nil }
    if pictures.needsRefining { return lastShow + 250 }
    return pictures.shouldFree ? lastShow + 400 : nil
  }

  private func takeEvents() -> [InputEvent] {
    defer { events = [] }
    if !events.isEmpty { hasDelivered = true }
    return events
  }

  private func take(_ decoded: [Decoded]) {
    var hasNews = false
    for item in decoded {
      switch item {
      case .input(let event): events.append(event)
      case .reply(.cursor): if flow.answer(at: now()) { continue }
      case .reply(let reply):
        probe.receive(reply)
        hasNews = true
      }
    }
    if hasNews && isProbed { adoptNews() }
  }

  private func awaitAnswers() {
    let end = monotonicMilliseconds() + Probe.ceiling
    while !probe.isComplete, monotonicMilliseconds() < end, !device.isClosed {
      guard device.waitForInput(timeout: Int32(max(1, end - monotonicMilliseconds()))) else { continue }
      take(decoder.decode(device.read(), at: now()))
    }
    isProbed = true
  }
}
