import Raster
import Segmentation
import SystemPackage

/// What a command did, for the screen.
public struct Outcome: Equatable, Sendable {
  /// Where labels or paint changed; empty where nothing did.
  public var changed: PixelRect
  /// One sentence for the status line; nil where the picture says it all.
  public var message: String?

  /// An outcome; by default nothing changed and nothing is to be said.
  public init(changed: PixelRect = PixelRect(x: 0, y: 0, width: 0, height: 0), message: String? = nil) {
    self.changed = changed
    self.message = message
  }
}

/// Why a command would change nothing, in one sentence; empty where it says itself.
public struct PlanRefusal: Error, Equatable, Sendable {
  /// Fit for the status line.
  public let reason: String
}

/// The labeling of one open image. Every change goes through `perform`; belongs to the main thread.
public final class Session {
  /// The image's place on the disk.
  public let file: ImageFile
  /// The decoded pixels.
  public let image: Image
  /// Commands that change anything are refused.
  public let isReadOnly: Bool
  /// What the person should know about how the image was opened.
  public let notices: [String]
  private let keptMasks: [FilePath.Component]
  private var labeling: Labeling
  /// How often anything has changed.
  public private(set) var changes = 0
  private let journal: JournalWriter?

  /// Takes over what a worker has prepared.
  /// - Precondition: no other session was made of `prepared`.
  public init(_ prepared: consuming PreparedSession) {
    guard let labeling = prepared.labeling.take() else { preconditionFailure("one session per prepared image") }
    file = prepared.file
    image = prepared.image
    isReadOnly = prepared.isReadOnly
    notices = prepared.notices
    keptMasks = prepared.keptMasks
    self.labeling = labeling
    journal = prepared.journal.map(JournalWriter.init)
  }

  /// Labels, paint and classes as they are now. Read what is needed and let go: see `SessionState`.
  public var state: SessionState { labeling.state }
  /// What can be undone and redone, and its size.
  public var history: History { labeling.history }
  /// The method that the segments were made by, with all its parameters.
  public var method: MethodSpec { labeling.method }
  /// Steps that can be undone.
  public var undoDepth: Int { labeling.history.undoDepth }
  /// Steps that can be redone.
  public var redoDepth: Int { labeling.history.redoDepth }
  /// A continuous fill or unfill is going on.
  public var hasOpenStroke: Bool { labeling.stroke != nil }

  /// Performs a labeling command: computes what changes, writes its line to the journal, and only then changes anything.
  ///
  /// Cost: the pixels that change. `save` only writes the line and syncs; the masks are `MaskStore`'s.
  /// - Parameter work: what a worker has computed for the command, where it takes one.
  /// - Throws: and then nothing has changed.
  public func perform(_ command: Command, _ work: Work = .none) throws(SessionError) -> Outcome {
    let command = try labeling.explicit(command)
    let change = try labeling.plan(command, work)
    if change.isWorthALine {
      guard !isReadOnly else { throw .readOnly }
      try journal?.write(command, change, work, classes: labeling.state.classes)
    }
    changes += 1
    return labeling.apply(change)
  }

  /// Lets `body` see the session as it would be after `command`, and takes that back: nothing is journaled or kept.
  ///
  /// Only for commands that change labels or paint; all others, and those that would be refused, show no difference.
  /// Cost: the pixels that differ.
  /// - Parameter body: told where they differ. It must not keep `state`.
  public func withPreview<Result>(of command: Command, _ body: (_ changed: PixelRect) -> Result) -> Result {
    guard case .edit(let edit)? = try? labeling.plan(command) else { return body(Outcome().changed) }
    labeling.state.apply(edit.patch, .forwards)
    defer { labeling.state.apply(edit.patch, .backwards) }
    return body(edit.patch.bounds(width: labeling.state.size.width))
  }

  /// What `command` would change of the paint, from the first pixel to the last, or why it would change nothing; nothing
  /// is journaled or changed.
  public func plannedPaint(of command: Command) -> Result<[RunChange<UInt16>], PlanRefusal> {
    do throws(SessionError) {
      switch try labeling.plan(command) {
      case .edit(let edit): return .success(edit.patch.paint.sorted { $0.start < $1.start })
      case .nothing(let reason, _): return .failure(PlanRefusal(reason: reason ?? ""))
      case .mark, .stroke, .classes, .objects, .undo, .redo: return .success([])
      }
    } catch {
      return .failure(PlanRefusal(reason: "\(error)"))
    }
  }

  /// What masks are written from; one pass over the paint, and over the object map where there is one.
  public func maskSnapshot() -> MaskSnapshot { MaskSnapshot(stem: file.stem, labeling.state, kept: keptMasks) }

  /// Makes the journal survive a power cut if its oldest unsynced line was seen a second ago. The loop calls this often.
  /// - Parameter now: milliseconds on the caller's monotonic clock.
  /// - Returns: milliseconds until it wants to be called again; nil if all is safe.
  @discardableResult
  public func syncIfDue(now: Int) throws(SessionError) -> Int? { try journal?.syncIfDue(now: now) }

  /// Syncs the journal and gives the image free. The session takes no commands afterwards.
  public func close() throws(SessionError) { try journal?.close() }
}
