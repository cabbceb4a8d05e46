import Raster
import SystemPackage

/// Looks what an image has of a class, without its lock and without writing anything.
struct RelabelCounter {
  /// What one image says.
  struct Finding {
    let file: ImageFile
    /// Painted pixels by colour.
    var painted: [(color: RGB, pixels: Int)] = []
    /// The colours of the classes that it calls by the names in question.
    var from: RGB?, to: RGB?
    var names: [String] = []
    var hasJournal = false
    var failure: String?
  }

  let from: String
  let to: String
  let opener: SessionOpener
  let counter: FolderCounter

  func find(_ file: ImageFile, at place: Int) -> Finding {
    var finding = Finding(file: file)
    do throws(SessionError) {
      if let replay = try opener.replay(journalOf: file) {
        finding.hasJournal = true
        finding.take(replay.labeling.state, from, to)
        return finding
      }
    } catch {
      finding.failure = "\(error)"
      return finding
    }
    let counted = counter.count(at: place)
    finding.failure = counted.failure
    finding.painted = counted.classes.map { ($0.color, $0.pixels) }
    return finding
  }
}

extension RelabelCounter.Finding {
  fileprivate mutating func take(_ state: SessionState, _ from: String, _ to: String) {
    let classes = state.classes
    func color(_ name: String) -> RGB? {
      classes.number(named: name).flatMap { classes.isMerged($0) ? nil : classes[$0]?.color }
    }
    (self.from, self.to) = (color(from), color(to))
    names = classes.usableNames
    for (index, paint) in classes.classes.enumerated() {
      let pixels = state.pixels(ofClass: index + 1)
      if pixels > 0 { painted.append((paint.color, pixels)) }
    }
  }

  /// - Parameter color: what images have that do not call a class by the name.
  func pixels(_ color: RGB) -> Int { painted.first { $0.color == from ?? color }?.pixels ?? 0 }
}

extension SessionOpener {
  /// The journal of an image, performed in memory; nil where there is none. Opens the image only where a command of the
  /// journal looks at its pixels.
  func replay(journalOf file: ImageFile) throws(SessionError) -> JournalReplay? {
    guard let script = try script(of: file) else { return nil }
    let store = LabelStore(door: door, folder: output.hidden)
    do throws(JournalProblem) {
      return try JournalReplay.performing(script, store, pixelLimit: pixelLimit) { try? decode(file) }
    } catch { throw problem(error, file) }
  }

  /// The lines of an image's journal; nil where there is none.
  func script(of file: ImageFile) throws(SessionError) -> Script? {
    let bytes: [UInt8]
    do { bytes = try door.read(output.journal(of: file.stem)) } catch .notFound { return nil } catch {
      throw .file(error)
    }
    do { return try Script(bytes, tail: .torn) } catch { throw problem(JournalProblem(error), file) }
  }

  private func problem(_ problem: JournalProblem, _ file: ImageFile) -> SessionError {
    .journal(file: output.journal(of: file.stem).shown, line: problem.line ?? 1, reason: problem.reason)
  }
}
