import Raster
import Segmentation

/// A journal performed in memory: nearly all that takes the image is pinned and stored beside it.
struct JournalReplay {
  let store: LabelStore
  private(set) var labeling: Labeling
  private(set) var commands = 0
  private(set) var steps = 0
  private(set) var undone = 0
  private(set) var work = WorkTime()
  /// The lines of the steps that can be undone, and of those that can be redone, the last one last.
  private(set) var undoLines: [Int] = [], redoLines: [Int] = []

  /// - Parameter image: for commands that look at its pixels; without it they are refused.
  /// - Returns: nil where the journal was cut short before its first command.
  init?(_ script: Script, _ store: LabelStore, pixelLimit: Int, image pixels: Image? = nil) throws(JournalProblem) {
    let split: (header: JournalHeader, commands: ArraySlice<ScriptLine>)?
    do { split = try script.header() } catch { throw JournalProblem(error) }
    guard let (header, lines) = split, let image = header.image, let labels = header.labels else { return nil }
    guard image.size.isSane(pixelLimit) else {
      throw JournalProblem(line: nil, reason: "an image of \(image.size.width) x \(image.size.height) pixels")
    }
    self.store = store
    let runs = try Self.plane(labels, image.size, store)
    guard let prepared = PreparedLabels(of: header.method ?? MethodSpec(""), checking: runs) else {
      throw JournalProblem(line: nil, reason: "its segments are damaged")
    }
    labeling = Labeling(
      labels: prepared, paint: try Self.paint(header.paint, image.size, store),
      objects: try Self.objects(header.objects, image.size, store), classes: ClassList(), image: pixels)
    work.note(0)
    for line in lines { try perform(line) }
  }

  private mutating func perform(_ line: ScriptLine) throws(JournalProblem) {
    guard case .command(let command, let pinned) = line.statement else {
      throw JournalProblem(line: line.number, reason: "a digest after the first command; expected a command")
    }
    if let time = line.time {
      commands += 1
      work.note(time)
    }
    let depth = labeling.history.undoDepth
    let work = try planes(for: command, pinned, line.number)
    do throws(SessionError) { _ = labeling.apply(try labeling.plan(command, work)) } catch {
      var problem = JournalProblem(line: line.number, reason: "\(error)")
      if case .noImage = error { problem.lacksImage = true }
      throw problem
    }
    count(command, from: depth)
    keepSteps(command, line.number, from: depth)
  }

  private mutating func keepSteps(_ command: Command, _ line: Int, from depth: Int) {
    let change = labeling.history.undoDepth - depth
    switch command {
    case .undo: for _ in change..<0 { redoLines.append(undoLines.removeLast()) }
    case .redo: for _ in 0..<max(0, change) { undoLines.append(redoLines.removeLast()) }
    default:
      if change > 0 { undoLines.append(line) }
      if labeling.history.redoDepth == 0 { redoLines = [] }
    }
  }

  private mutating func count(_ command: Command, from depth: Int) {
    let change = labeling.history.undoDepth - depth
    switch command {
    case .undo: undone -= change
    case .redo: undone -= change
    default: steps += max(0, change)
    }
  }

  /// What a worker had computed for the command.
  private func planes(for command: Command, _ pinned: Digest?, _ line: Int) throws(JournalProblem) -> Work {
    guard command.isPinned else { return .none }
    guard let pinned else { throw JournalProblem(line: line, reason: "no digest of what \(command.name) made") }
    let runs = try Self.plane(pinned, labeling.state.size, store)
    if command.wantsAnswer { return .answer(PreparedAnswer(command: command, runs: runs)) }
    guard let labels = PreparedLabels(of: labeling.method, checking: runs) else {
      throw JournalProblem(line: line, reason: "what \(command.name) made is damaged")
    }
    return .labels(labels)
  }

  private static func plane(
    _ digest: Digest, _ size: Size, _ store: LabelStore
  ) throws(JournalProblem) -> RunLengthPlane<Int32> {
    do throws(StoredPlaneError) {
      if let runs = try store.labels(digest), runs.size == size { return runs }
    } catch {
      throw JournalProblem(line: nil, reason: "\(error)")
    }
    throw JournalProblem(line: nil, reason: "its segments \(short(digest)) are not beside it")
  }

  private static func paint(
    _ digest: Digest?, _ size: Size, _ store: LabelStore
  ) throws(JournalProblem) -> RunLengthPlane<UInt16> {
    guard let digest else { return .empty(size) }
    do throws(StoredPlaneError) {
      if let runs = try store.paint(digest), runs.size == size { return runs }
    } catch {
      throw JournalProblem(line: nil, reason: "\(error)")
    }
    throw JournalProblem(line: nil, reason: "the paint \(short(digest)) that it began with is not beside it")
  }

  private static func objects(
    _ digest: Digest?, _ size: Size, _ store: LabelStore
  ) throws(JournalProblem) -> RunLengthPlane<UInt16>? {
    guard let digest else { return nil }
    do throws(StoredPlaneError) {
      if let runs = try store.objects(digest), runs.size == size { return runs }
    } catch {
      throw JournalProblem(line: nil, reason: "\(error)")
    }
    throw JournalProblem(line: nil, reason: "the objects \(short(digest)) that it began with are not beside it")
  }
}

extension JournalReplay {
  /// Opens the image only where a command looks at its pixels: that takes longer than all else.
  /// - Parameter decode: gives the image; one that is not what was labeled is not used.
  /// - Returns: nil where the journal was cut short before its first command.
  static func performing(
    _ script: Script, _ store: LabelStore, pixelLimit: Int, decode: () -> DecodedImage?
  ) throws(JournalProblem) -> JournalReplay? {
    do { return try JournalReplay(script, store, pixelLimit: pixelLimit) } catch {
      let header = try? script.header()?.0
      guard error.lacksImage else { throw error }
      guard let decoded = decode(), decoded.digest == header?.image?.digest else {
        throw JournalProblem(
          line: error.line,
          reason: "it looks at the image, which is gone, unreadable or another one now; put back what was labeled")
      }
      return try JournalReplay(script, store, pixelLimit: pixelLimit, image: decoded.image)
    }
  }
}

/// What is wrong with a journal, and where.
struct JournalProblem: Error {
  let line: Int?
  let reason: String
  /// A command looks at the pixels of the image.
  var lacksImage = false

  init(line: Int?, reason: String) { (self.line, self.reason) = (line, reason) }

  init(_ error: ScriptError) { self.init(line: error.line, reason: error.reason) }
}

extension Size {
  /// Sides of images, without an overflow where they are not.
  fileprivate func isSane(_ pixelLimit: Int) -> Bool {
    (1...1_000_000).contains(width) && (1...1_000_000).contains(height) && area <= pixelLimit
  }
}

extension SessionState {
  /// What is painted in each class that has pixels; one pass over the planes.
  func statistics() -> [ClassStatistics] {
    var owners = [UInt16](repeating: 0, count: Int(lastLabel) + 1)
    var others: Set<UInt64> = []
    var segments = [Int](repeating: 0, count: classes.classes.count + 1)
    labels.elements.withUnsafeBufferPointer { labels in
      paint.elements.withUnsafeBufferPointer { paint in
        for at in labels.indices where paint[at] != 0 && labels[at] != 0 {
          let (label, paint) = (Int(labels[at]), paint[at])
          guard owners[label] != paint else { continue }
          // The first class of a segment is all there is of most.
          if owners[label] == 0 {
            owners[label] = paint
          } else if !others.insert(UInt64(label) << 16 | UInt64(paint)).inserted {
            continue
          }
          segments[Int(paint)] += 1
        }
      }
    }
    let objects = objectCounts
    return classes.classes.indices.compactMap { index in
      let pixels = pixels(ofClass: index + 1)
      guard pixels > 0 else { return nil }
      let shown = classes.classes[index]
      return ClassStatistics(
        name: shown.name, color: shown.color, pixels: pixels, segments: segments[index + 1],
        objects: objects[index + 1] ?? 0)
    }
  }
}
