import CTestSupport
import Display
import Glibc
import Raster
import Synchronization
import TestSupport

@testable import Terminal

/// A pseudo terminal with an emulator behind it that lives on a thread of its own, as a real terminal does.
final class Glass: @unchecked Sendable {
  let path: String
  private let master: Int32
  private let slave: Int32
  private let lock = Mutex(State())
  private let emulator: TerminalEmulator
  private var thread = pthread_t()

  private struct State {
    var isRunning = true
    var isReading = true
    var isAnswering = true
    var output: [UInt8] = []
    var typed: [UInt8] = []
    var marksSeen = 0
  }

  /// A byte that terminals ignore and screens do not send.
  private static let mark: UInt8 = 0

  init(_ profile: TerminalProfile = .xterm, size: CellSize = CellSize(columns: 60, rows: 20)) throws {
    emulator = TerminalEmulator(size: size, profile: profile)
    var name = [CChar](repeating: 0, count: 64)
    var slave: Int32 = -1
    let pixels = emulator.pixelSize
    master = ctest_open_terminal(
      UInt16(size.rows), UInt16(size.columns), UInt16(pixels.width), UInt16(pixels.height), &slave, &name, name.count)
    guard master >= 0 else { throw TestSupportError.system(call: "posix_openpt", code: -master) }
    self.slave = slave
    path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let context = Unmanaged.passUnretained(self).toOpaque()
    pthread_create(
      &thread, nil,
      { context in
        context.map { Unmanaged<Glass>.fromOpaque($0).takeUnretainedValue().live() }
        return nil
      }, context)
  }

  /// Ends the terminal's thread; call it before the value goes away.
  func stop() {
    lock.withLock { $0.isRunning = false }
    pthread_join(thread, nil)
    Glibc.close(master)
    Glibc.close(slave)
  }

  /// Types bytes at the terminal.
  func type(_ text: String) { lock.withLock { $0.typed += Array(text.utf8) } }
  /// A terminal that reads nothing fills its queue.
  func setReading(_ isReading: Bool) { lock.withLock { $0.isReading = isReading } }
  /// A slow link delivers the terminal's answers late.
  func setAnswering(_ isAnswering: Bool) { lock.withLock { $0.isAnswering = isAnswering } }
  /// Everything that was written so far.
  var output: [UInt8] { lock.withLock { $0.output } }
  /// Looks at the emulator while it stands still.
  func look<Result>(_ body: (TerminalEmulator) -> Result) -> Result { lock.withLock { _ in body(emulator) } }

  /// Waits until the emulator has come to this; false if it does not within 20 s.
  func becomes(_ condition: (TerminalEmulator) -> Bool) -> Bool { becomes(where: { _ in condition(emulator) }) }

  private func becomes(where condition: (State) -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < end {
      if lock.withLock({ condition($0) }) { return true }
      usleep(1000)
    }
    return false
  }

  /// Waits until everything that was written before has been read; false if it was not within 20 s.
  func hasReadAll() -> Bool {
    let before = lock.withLock { $0.marksSeen }
    var mark = Glass.mark
    guard Glibc.write(slave, &mark, 1) == 1 else { return false }
    return becomes(where: { $0.marksSeen > before })
  }

  func resize(to size: CellSize) {
    look { $0.resize(to: size) }
    let pixels = look { $0.pixelSize }
    _ = ctest_resize_terminal(
      master, UInt16(size.rows), UInt16(size.columns), UInt16(pixels.width), UInt16(pixels.height))
  }

  /// The terminal's settings, as `stty` tells them.
  var settings: [UInt32] {
    var settings = termios()
    tcgetattr(slave, &settings)
    return [settings.c_iflag, settings.c_oflag, settings.c_cflag, settings.c_lflag]
  }

  /// Sets the terminal as a shell does.
  func makeCooked() {
    var settings = termios()
    tcgetattr(slave, &settings)
    settings.c_lflag |= tcflag_t(ICANON | ECHO | ISIG)
    settings.c_oflag |= tcflag_t(OPOST)
    tcsetattr(slave, TCSANOW, &settings)
  }

  private func live() {
    while lock.withLock({ $0.isRunning }) {
      var item = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      let isReading = lock.withLock { $0.isReading }
      let isReady = poll(&item, 1, 1) > 0 && isReading
      if !isReady && isReading == false { usleep(1000) }
      lock.withLock { state in
        if isReady { receive(&state) }
        let pending = state.typed + (state.isAnswering ? emulator.takeReplies() : [])
        state.typed = []
        _ = pending.withUnsafeBytes { Glibc.write(master, $0.baseAddress, $0.count) }
      }
    }
  }

  private func receive(_ state: inout State) {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = Glibc.read(master, &buffer, buffer.count)
    guard count > 0 else { return }
    let written = buffer[..<count].filter { $0 != Glass.mark }
    state.marksSeen += count - written.count
    state.output += written
    emulator.feed(written)
  }
}

/// A screen on a glass, and the loop that an app runs around it.
final class Bench {
  let glass: Glass
  let screen: Screen
  private(set) var events: [InputEvent] = []
  private(set) var settledCount = 0

  init(
    _ profile: TerminalProfile = .xterm, size: CellSize = CellSize(columns: 60, rows: 20),
    graphics: ScreenSpec.Graphics? = nil, variables: [String: String] = [:], typingAhead: String = "",
    answersLate: Bool = false
  ) throws {
    glass = try Glass(profile, size: size)
    glass.type(typingAhead)
    glass.setAnswering(!answersLate)
    do {
      let variables = ["TERM": profile.term].merging(variables) { $1 }
      screen = try Screen(Screen.Options(graphics: graphics, path: glass.path, variables: variables))
    } catch {
      glass.stop()
      throw error
    }
    screen.onSettled = { [unowned self] in settledCount += 1 }
  }

  /// Ends both sides.
  func finish() {
    screen.close()
    glass.stop()
  }

  /// Runs the loop until `condition` holds; false if it does not within 20 s.
  func run(until condition: () -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < end {
      var item = pollfd(
        fd: screen.fileDescriptor, events: Int16(POLLIN | (screen.wantsWrite ? POLLOUT : 0)), revents: 0)
      poll(&item, 1, 5)
      events += screen.read() + screen.tick()
      if condition() { return true }
    }
    return false
  }

  /// Shows a frame and waits until it is drawn; returns the bytes that this took.
  func show(_ frame: Frame) throws -> [UInt8] {
    let before = glass.output.count
    screen.show(frame)
    // What asks for no answer is settled once written: the terminal may still have to read it.
    guard run(until: { screen.isSettled }), glass.hasReadAll() else { throw BenchError.unsettled }
    return Array(glass.output[before...])
  }
}

enum BenchError: Error { case unsettled }

/// Frames like the app's: a menu, a canvas with a picture, a panel, a status line.
struct Scene {
  var spec: ScreenSpec
  var status = "ready"
  var panel = "panel"
  var dots: [PixelPoint] = []
  var hasPicture = true
  var seed = 0

  init(_ spec: ScreenSpec) { self.spec = spec }

  static let palette = Palette(
    colors: (0..<256).map { index in
      func snap(_ value: Int) -> UInt8 { UInt8(value % 101 * 255 / 100) }
      return RGB(snap(index), snap(index * 3), snap(index * 7))
    })

  var canvas: CellRect {
    CellRect(column: 0, row: 1, columns: spec.cells.columns - 15, rows: spec.cells.rows - 2)
  }

  var picture: Picture {
    let size = Size(width: canvas.columns * spec.cellPixels.width, height: canvas.rows * spec.cellPixels.height)
    var plane = IndexPlane(size: size, filledWith: 0)
    for y in 0..<size.height {
      for x in 0..<size.width { plane.elements[y * size.width + x] = UInt8((x / 3 + y / 5 + seed) % 64 + 32) }
    }
    for dot in dots where size.contains(dot) { plane[dot] = 3 }
    return Picture(cells: canvas, plane: plane, palette: Self.palette)
  }

  var frame: Frame {
    var text = TextGrid(size: spec.cells)
    func write(_ string: String, _ column: Int, _ row: Int, _ style: TextStyle = TextStyle()) {
      for (offset, character) in string.enumerated() where column + offset < spec.cells.columns {
        text[column + offset, row] = TextCell(String(character), style: style)
      }
    }
    write("File Edit", 0, 0, TextStyle(foreground: RGB(255, 255, 255), background: RGB(0, 0, 135), bold: true))
    for row in 1..<spec.cells.rows - 1 { write(panel, spec.cells.columns - 14, row) }
    write(status, 0, spec.cells.rows - 1)
    return Frame(text: text, picture: hasPicture ? picture : nil)
  }
}
