import Raster
import Segmentation
import SystemPackage

/// Runs session scripts and journals without a screen: same script, same images, same masks.
public struct Replayer: Sendable {
  let door: any FileDoor
  let codec: any ImageCodec
  let registry: MethodRegistry
  let pixelLimit: Int
  /// For images that are opened without a method.
  public var method: MethodSpec
  /// The classes that exist before the script's own.
  public var classes: ClassList
  /// Where relative paths begin; nil: at the script's folder.
  public var images: FilePath?
  /// Where masks go; nil: the sibling `<images>_segmented` of each image's folder.
  public var output: FilePath?
  /// How masks are named.
  public var maskNames: OutputFolder.MaskNames = .standard
  /// Answers the commands that ask about annotations; what a journal pins needs none.
  public var answerer: (any PromptAnswerer)?
  /// Goes on where an image or its segments differ from what the script pins.
  public var force = false

  /// - Parameter method: for images that are opened without one.
  public init(
    door: any FileDoor, codec: any ImageCodec, registry: MethodRegistry, pixelLimit: Int, method: MethodSpec,
    classes: ClassList = ClassList()
  ) {
    self.door = door
    self.codec = codec
    self.registry = registry
    self.pixelLimit = pixelLimit
    self.method = method
    self.classes = classes
  }

  /// Runs a script to its end or its first mistake. Masks of an image are written when the script leaves it: as they
  /// were at its last `save`, without one as they are. Of an image with a mistake none are written.
  /// - Parameter run: `isCancelled` stops between two commands; images that were left stay finished.
  public func run(_ script: FilePath, _ run: MethodRun = MethodRun()) -> ReplayReport {
    var replay = Replay(replayer: self, script: script, run: run)
    do throws(ReplayError) {
      try replay.runAll()
      return ReplayReport(images: replay.finished, notices: replay.notices, failure: nil)
    } catch {
      return ReplayReport(images: replay.finished, notices: replay.notices, failure: error)
    }
  }
}

/// What a replay did.
public struct ReplayReport: Equatable, Sendable {
  /// The images whose masks were written, in the order in which they were first left.
  public let images: [ReplayedImage]
  /// What differed and was taken because of `force`, and what was dropped.
  public let notices: [String]
  /// Why it stopped; nil if it ran to the end.
  public let failure: ReplayError?
}

/// What a replay did with one image.
public struct ReplayedImage: Equatable, Sendable {
  /// The image.
  public let file: ImageFile
  /// Labeling commands that were performed.
  public let commands: Int
  /// Steps that undo took back, less those that redo brought back.
  public let undone: Int
  /// The masks that were written, in the order of the classes.
  public let masks: [SavedMask]
  /// The instance map; nil where there are no objects.
  public let instances: SavedInstances?
  /// From opening the image to its last mask.
  public let seconds: Double
}

/// Why a replay stopped; the description begins with the script and, where there is one, the line.
public enum ReplayError: Error, Equatable, Sendable, CustomStringConvertible {
  case mistake(script: String, line: Int, reason: String)
  case file(FileError)
  case cancelled(script: String, line: Int)

  /// One sentence: what is wrong, and what to do next.
  public var description: String {
    switch self {
    case .mistake(let script, let line, let reason): "\(script):\(line): \(reason)"
    case .file(let error): "\(error)"
    case .cancelled(let script, let line): "\(script):\(line): cancelled"
    }
  }
}
