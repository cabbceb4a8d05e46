import Display
import Raster
import Segmentation
import Session
import Synchronization
import SystemPackage
import TestSupport

@testable import Editor

/// What a scenario begins with; `setup` holds `name = value` lines for what differs.
struct ScenarioSetup {
  var images = ["flag"]
  var size = CellSize(columns: 62, rows: 14)
  var keymap = "default"
  var graphics = ScreenSpec.Graphics.none
  var classes = ["red", "green", "blue"]
  var keys = ""
  /// Pairs: a class and its parent.
  var parents: [String] = []
  /// The classes that are listed first, with a description.
  var ranked: [String] = []
  var readOnly = false
  /// What images are segmented by; `growing` is there only where it is named.
  var method = "flat"
  /// Images that another process has open.
  var held: [String] = []
  var tutorial = false
  /// Parts of the golden: `labels` adds the label map.
  var show: [String] = []

  init(_ text: String) {
    for line in text.split(separator: "\n") {
      let sides = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let parts = sides.map { $0.split(separator: " ").map(String.init) }
      guard parts.count == 2, let name = parts[0].first else { continue }
      set(name, parts[1])
    }
  }

  private mutating func set(_ name: String, _ values: [String]) {
    let value = values.first ?? ""
    switch name {
    case "images": images = values
    case "keymap": keymap = value
    case "graphics": graphics = ScreenSpec.Graphics(rawValue: value) ?? .none
    case "classes": classes = values
    case "keys": keys = value
    case "parents": parents = values
    case "ranked": ranked = values
    case "method": method = value
    case "readonly": readOnly = value == "yes"
    case "held": held = values
    case "tutorial": tutorial = value == "yes"
    case "show": show = values
    case "size":
      let sides = value.split(separator: "x").compactMap { Int($0) }
      if sides.count == 2 { size = CellSize(columns: sides[0], rows: sides[1]) }
    default: preconditionFailure("no setup '\(name)'")
    }
  }
}

extension ScenarioSetup {
  func arranged(_ list: ClassList) -> ClassList {
    var classes = list.classes
    for place in stride(from: 0, to: parents.count - 1, by: 2) {
      guard let at = classes.firstIndex(where: { $0.name == parents[place] }) else { continue }
      classes[at].parent = list.number(named: parents[place + 1])
    }
    for (rank, name) in ranked.enumerated() {
      guard let at = classes.firstIndex(where: { $0.name == name }) else { continue }
      (classes[at].rank, classes[at].description) = (rank, "What is \(name)")
    }
    return ClassList(classes, current: list.current)
  }
}

/// Drives the real editor without a terminal. Effects run at once, unless they are held; the disk is in memory.
final class ScenarioRunner {
  private(set) var editor: Editor
  let files = MemoryFiles()
  private var opener: SessionOpener
  private let registry: MethodRegistry
  private(set) var effects: [String] = []
  /// The neighbours that were asked for, list by list.
  private(set) var wishes: [(names: [String], method: MethodSpec)] = []
  private var isHeld = false
  private var held: [EditorEvent] = []
  private var time = 1000

  static let palette: [String: RGB] = [
    "red": RGB(204, 0, 0), "green": RGB(78, 154, 6), "blue": RGB(52, 101, 164), "yellow": RGB(237, 212, 0),
  ]

  init(_ setup: ScenarioSetup, images: [String: [UInt8]]) throws {
    let growing: [any SegmentationMethod] = setup.method == "growing" ? [Growing()] : []
    registry = MethodRegistry([FlatColors(), Stripes()] + growing).withHierarchy()
    for (name, bytes) in images { files.put(FilePath("/images/\(name).ppm"), bytes) }
    var classes = ClassList(
      setup.classes.map { PaintClass(name: $0, color: Self.palette[$0] ?? RGB(9, 9, 9)) },
      current: setup.classes.isEmpty ? 0 : 1)
    if !setup.keys.isEmpty {
      let keyed = zip(classes.classes, setup.keys).map { PaintClass(name: $0.name, color: $0.color, key: $1) }
      classes = ClassList(keyed, current: 1)
    }
    if !setup.parents.isEmpty || !setup.ranked.isEmpty { classes = setup.arranged(classes) }
    let output = OutputFolder(root: "/masks")
    for name in setup.held { files.hold(FilePath("/masks/.tessera/\(name).lock")) }
    opener = SessionOpener(
      door: files, codec: TextCodec(), registry: registry, output: output, pixelLimit: 1_000_000, classes: classes)
    opener.answerer = GrabCutAnswers(others: ColorPredictor())
    guard let keymap = try Keymap.preset(setup.keymap), let theme = try Theme.preset("dark") else {
      preconditionFailure("no preset \(setup.keymap)")
    }
    editor = Editor(
      files: setup.images.map { ImageFile(path: FilePath("/images/\($0).ppm")) }, method: MethodSpec(setup.method),
      registry: registry,
      keymap: keymap, theme: theme, screen: Self.screen(setup.size, setup.graphics), readOnly: setup.readOnly,
      folderLog: FolderLog(output, door: files))
    if setup.tutorial { editor.beginTutorial() }
    run(editor.start())
  }

  /// What lies in a folder: two pairs, a decoder of which nothing can be made, and the built-in predictor.
  private static let models = [
    ModelEntry(
      name: "edge.decoder.onnx", kind: "EdgeSAM", size: "39 MB", details: ["edge.encoder.onnx, 22 MB", "in models"]),
    ModelEntry(name: "vit b.onnx", kind: "SAM", size: "375 MB", details: ["vit.onnx, 360 MB", "in models"]),
    ModelEntry(
      name: "alone.onnx", kind: "SAM 2", size: "4 kB", details: ["in models"],
      problem: "models/alone.onnx: no encoder that belongs to it"),
    .builtIn,
  ]

  static func screen(_ size: CellSize, _ graphics: ScreenSpec.Graphics) -> ScreenSpec {
    ScreenSpec(
      cells: size, cellPixels: graphics == .sixel ? Size(width: 10, height: 20) : Size(width: 1, height: 2),
      graphics: graphics, hasPixelPointer: graphics == .sixel)
  }

  func compose() -> Frame { editor.compose() }

  // MARK: Steps

  func perform(_ steps: [ScenarioStep]) { for step in steps { perform(step) } }

  private func perform(_ step: ScenarioStep) {
    // A pause that makes no double click of two clicks, and lets no digit wait too long.
    time += 50
    send(.tick(time))
    switch step {
    case .key(let press): send(.input(.key(press)))
    case .paste(let text): send(.input(.paste(text)))
    case .click(let button, let modifiers, let point, let times): click(button, modifiers, point, times)
    case .press(let button, let modifiers, let point): mouse(.press(button), point, modifiers)
    case .drag(let button, let modifiers, let point): mouse(.drag(button), point, modifiers)
    case .release(let button, let point): mouse(.release(button), point)
    case .move(let point): mouse(.move, point)
    case .wheel(let up, let point): mouse(up ? .wheelUp : .wheelDown, point)
    case .cell(let cell): press(at: PointerPosition(cell: cell))
    case .cellWheel(let up, let cell):
      send(.input(.mouse(MouseEvent(up ? .wheelUp : .wheelDown, at: PointerPosition(cell: cell), time: time))))
    case .wait(let milliseconds):
      time += milliseconds
      send(.tick(time))
    case .resize(let size): send(.resized(Self.screen(size, editor.screen.graphics)))
    case .hold: isHeld = true
    case .go:
      isHeld = false
      let events = held
      held = []
      for event in events { send(event) }
    case .diskFull: files.isFull = true
    case .diskRoom: files.isFull = false
    }
  }

  private func click(_ button: MouseEvent.Button, _ modifiers: Modifiers, _ point: PixelPoint, _ times: Int) {
    time += 1000
    for _ in 0..<times {
      mouse(.press(button), point, modifiers)
      mouse(.release(button), point, modifiers)
      time += 100
    }
  }

  private func press(at position: PointerPosition) {
    send(.input(.mouse(MouseEvent(.press(.left), at: position, time: time))))
    send(.input(.mouse(MouseEvent(.release(.left), at: position, time: time))))
  }

  private func mouse(_ action: MouseEvent.Action, _ point: PixelPoint, _ modifiers: Modifiers = []) {
    let event = MouseEvent(action, at: position(of: point), modifiers: modifiers, time: time)
    send(.input(.mouse(event)))
  }

  /// Where the terminal would report the pointer over an image pixel.
  private func position(of point: PixelPoint) -> PointerPosition {
    let cell = editor.screen.cellPixels
    guard let view = editor.state.view else { return PointerPosition(cell: CellPoint(column: 0, row: 1)) }
    let (rect, pane) = (view.canvasRect(of: point), editor.layout.pane)
    let pixel = PixelPoint(
      x: rect.x + rect.width / 2 + pane.column * cell.width, y: rect.y + rect.height / 2 + pane.row * cell.height)
    return PointerPosition(
      cell: CellPoint(column: pixel.x / cell.width, row: pixel.y / cell.height),
      pixel: editor.screen.hasPixelPointer ? pixel : nil)
  }

  // MARK: Effects

  func send(_ event: EditorEvent) { run(editor.handle(event)) }

  private func answer(_ event: EditorEvent) {
    if isHeld { held.append(event) } else { send(event) }
  }

  private func run(_ list: [Effect]) { for effect in list { run(effect) } }

  private func run(_ effect: Effect) {
    switch effect {
    case .open(let request, let file, let spec, let readOnly):
      effects.append("open \(file.name)" + (readOnly ? " read-only" : ""))
      open(request, file, spec, readOnly: readOnly)
    case .prepare(let files, let spec): wishes.append((files.map(\.name), spec))
    case .cancel(let request):
      effects.append("cancel")
      giveUp(request)
    case .segment(let request, let image, let spec):
      effects.append("segment \(Command.method(spec))")
      segment(request, image, spec)
    case .hierarchy(let request, let image, let spec):
      effects.append("hierarchy \(Command.method(spec))")
      hierarchy(request, image, spec)
    case .likeness(let request, let image, let labels, let lastLabel):
      effects.append("likeness")
      if let likeness = try? SegmentLikeness(of: labels, lastLabel: lastLabel, image: image) {
        answer(.likenessReady(request: request, likeness))
      }
    case .answer(let request, let image, let annotations, let command):
      effects.append("answer \(command)")
      self.answer(request, image, annotations, command)
    case .save(let request, let snapshot):
      effects.append("save \(snapshot.stem)")
      var failure: String?
      do { _ = try opener.masks.save(snapshot) } catch { failure = "\(error)" }
      answer(.saved(request: request, failure: failure))
    case .findTemplates(let request, let image, let sets, let search):
      effects.append("find templates \(sets.map(\.name).joined(separator: " "))")
      find(request, image, sets, search)
    case .countRelabeling(let request, let files, let from, let to):
      effects.append("count \(from) to \(to)")
      relabel(request) { () throws(RelabelError) in
        .relabelingCounted(request: request, try relabeler(files).plan(from: from, to: to, jobs: 1))
      }
    case .relabelFolder(let request, let files, let plan, _):
      effects.append("relabel \(plan.from.name) to \(plan.to.name)")
      relabel(request) { () throws(RelabelError) in
        .folderRelabeled(request: request, try relabeler(files).run(plan))
      }
    case .takeRelabelingBack(let request, let files, _):
      effects.append("take relabeling back")
      relabel(request) { () throws(RelabelError) in
        .relabelingTakenBack(request: request, try relabeler(files).takeBack())
      }
    case .readFolder(let files): answer(.folderRead(opener.readStates(of: files)))
    case .keepView(let view): opener.keep(view)
    case .readyPredictor: effects.append("ready predictor")
    case .listModels:
      effects.append("list models")
      answer(.models(Self.models))
    case .chooseModel(let name):
      effects.append("choose model \(name)")
      answer(.predictor(PredictorStatus(name)))
    case .quit: effects.append("quit")
    case .suspend: effects.append("suspend")
    case .tutorial:
      effects.append("tutorial")
      answer(.tutorialEnded(failure: nil))
    case .redraw: effects.append("redraw")
    }
  }

  private func relabeler(_ files: [ImageFile]) -> FolderRelabeler {
    FolderRelabeler(files, opener: opener, method: MethodSpec("flat"))
  }

  private func relabel(_ request: Int, _ work: () throws(RelabelError) -> EditorEvent) {
    if isHeld { send(.progress(request: request, 0.25)) }
    do { answer(try work()) } catch { answer(.relabelingFailed(request: request, error.description)) }
  }

  /// What a worker does with an opening that was cancelled while it ran: it lets go of the image and says so.
  private func giveUp(_ request: Int) {
    for (place, event) in held.enumerated() {
      guard case .imageReady(request, let prepared) = event else { continue }
      try? Session(prepared).close()
      held[place] = .openFailed(request: request, OpenFailure("cancelled"))
    }
  }

  private func open(_ request: Int, _ file: ImageFile, _ spec: MethodSpec, readOnly: Bool) {
    do {
      let decoded = try opener.decode(file)
      // The picture comes before the segments even where those are held back.
      send(.imageDecoded(request: request, PictureSource(decoded.image)))
      if isHeld { send(.progress(request: request, 0.5)) }
      let prepared = try told(request) { run throws(SessionError) in
        try opener.prepare(decoded, spec, run, readOnly: readOnly)
      }
      answer(.imageReady(request: request, prepared))
    } catch SessionError.file(.heldBy(let path, let pid, let host)) {
      let message = "\(FileError.heldBy(path: path, pid: pid, host: host))"
      answer(.openFailed(request: request, OpenFailure(message, isHeld: true)))
    } catch {
      answer(.openFailed(request: request, OpenFailure("\(error)")))
    }
  }

  private func hierarchy(_ request: Int, _ image: Image, _ spec: MethodSpec) {
    do {
      if isHeld { send(.progress(request: request, 0.25)) }
      answer(.hierarchyReady(request: request, try opener.hierarchy(of: image, spec)))
    } catch {
      answer(.methodFailed(request: request, "\(error)"))
    }
  }

  /// What is to come is told even where the answer is held back.
  private func answer(_ request: Int, _ image: Image, _ annotations: Annotations, _ command: Command) {
    do {
      if isHeld { send(.progress(request: request, 0.25)) }
      let answer = try opener.answer(command, on: image, annotations)
      if isHeld { send(.answerPreview(request: request, answer.runs)) }
      self.answer(.answerReady(request: request, answer))
    } catch {
      self.answer(.answerFailed(request: request, "\(error)"))
    }
  }

  private func find(_ request: Int, _ image: Image, _ sets: [TemplateSet], _ search: TemplateSearch) {
    do {
      if isHeld { send(.progress(request: request, 0.25)) }
      let found = try search.matches(
        of: sets, in: image, limit: TemplateSearch.leastThreshold, by: ExactMatcher(), MethodRun())
      answer(.templatesFound(request: request, found))
    } catch {
      answer(.answerFailed(request: request, "\(error)"))
    }
  }

  private func segment(_ request: Int, _ image: Image, _ spec: MethodSpec) {
    do {
      if isHeld { send(.progress(request: request, 0.25)) }
      let labels = try told(request) { run throws(SegmentationError) in try opener.labels(of: image, spec, run) }
      answer(.methodReady(request: request, labels))
    } catch {
      answer(.methodFailed(request: request, "\(error)"))
    }
  }

  /// What a method offers comes before its result; the last of it is held back with that.
  private func told<Value, Failure: Error>(
    _ request: Int, _ work: (MethodRun) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let offered = Mutex<[SegmentsPreview]>([])
    defer {
      let previews = offered.withLock(\.self)
      for preview in previews.dropLast() { send(.segmentsPreview(request: request, preview)) }
      if let last = previews.last { answer(.segmentsPreview(request: request, last)) }
    }
    return try work(
      MethodRun(offer: { soFar in
        guard let labels = soFar() else { return }
        offered.withLock { $0.append(SegmentsPreview(labels)) }
      }))
  }
}
