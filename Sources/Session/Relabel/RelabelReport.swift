import Raster

/// What relabeling a folder would do, counted without touching anything.
public struct RelabelPlan: Equatable, Sendable {
  /// An image that has something to be relabeled.
  public struct Image: Equatable, Sendable {
    /// The image's place on the disk.
    public let file: ImageFile
    /// Pixels that change their class; 0 where only masks are left to be written, after a crash.
    public let pixels: Int
    let hasTarget: Bool
    let hasJournal: Bool
  }

  /// The classes, by name and by colour: an image may call them otherwise.
  public let from: PaintClass, to: PaintClass
  /// In the order of the list.
  public let images: [Image]
  /// Images whose journal or masks could not be read.
  public let skipped: [RelabeledImage]
  /// It was cancelled: images are missing.
  public let isCancelled: Bool
  let maskNames: [String: OutputFolder.MaskNames]

  /// Of all images.
  public var pixels: Int { images.reduce(0) { $0 + $1.pixels } }

  /// Such as `1204 pixels in 37 images`.
  public var summary: String { counted(pixels, "pixel") + " in " + counted(images.count, "image") }
}

/// What became of one image.
public struct RelabeledImage: Equatable, Sendable {
  /// How it ended.
  public enum Outcome: Equatable, Sendable {
    /// So many pixels have the other class now.
    case relabeled(Int)
    /// So many pixels have their class again.
    case takenBack(Int)
    /// Only its masks were left to be written.
    case masksWritten
    /// Something was labeled since, so that the relabeling stays.
    case changedSince
    /// It is as it was, or, where only its masks could not be written, its journal is right: one sentence.
    case skipped(String)
  }

  /// The image.
  public let file: ImageFile
  /// How it ended.
  public let outcome: Outcome

  /// Pixels whose class has changed.
  public var pixels: Int {
    switch outcome {
    case .relabeled(let pixels), .takenBack(let pixels): pixels
    case .masksWritten, .changedSince, .skipped: 0
    }
  }

  /// It was not done.
  public var isLeft: Bool {
    switch outcome {
    case .changedSince, .skipped: true
    case .relabeled, .takenBack, .masksWritten: false
    }
  }
}

/// What relabeling a folder did, or taking that back.
public struct RelabelReport: Equatable, Sendable {
  /// Names of the classes.
  public let from: String, to: String
  /// In the order of the list; those that have nothing to be relabeled are not among them.
  public let images: [RelabeledImage]
  /// It was cancelled before the last image.
  public let isCancelled: Bool

  init(from: String, to: String, images: [RelabeledImage], isCancelled: Bool) {
    (self.from, self.to, self.images, self.isCancelled) = (from, to, images, isCancelled)
  }

  /// What would be done, as if it were.
  public init(counting plan: RelabelPlan) {
    let images = plan.images.map { image in
      RelabeledImage(file: image.file, outcome: image.pixels > 0 ? .relabeled(image.pixels) : .masksWritten)
    }
    self.init(from: plan.from.name, to: plan.to.name, images: plan.skipped + images, isCancelled: plan.isCancelled)
  }

  /// Of all images.
  public var pixels: Int { images.reduce(0) { $0 + $1.pixels } }
  /// Images that were done.
  public var done: Int { images.count { !$0.isLeft } }
  /// Images that were not.
  public var left: Int { images.count { $0.isLeft } }

  /// Such as `1204 pixels in 37 images`.
  public var summary: String { counted(pixels, "pixel") + " in " + counted(done, "image") }
}

private func counted(_ count: Int, _ unit: String) -> String { count == 1 ? "1 \(unit)" : "\(count) \(unit)s" }

/// Why a folder was not relabeled.
public enum RelabelError: Error, Equatable, Sendable, CustomStringConvertible {
  case unknownClass(String, nearest: String?)
  case sameClass(String)
  case inProgress(pid: Int32, host: String)
  case nothingToTakeBack
  case file(FileError)

  /// One sentence: what is wrong, and what to do next.
  public var description: String {
    switch self {
    case .unknownClass(let name, let nearest):
      "no class '\(printable(name))' in these images or the classes file"
        + (nearest.map { "; did you mean '\(printable($0))'?" } ?? "; name one that is there")
    case .sameClass(let name): "'\(printable(name))' and itself; choose two classes"
    case .inProgress(let pid, let host):
      "process \(pid) on \(printable(host)) is relabeling this folder; wait until it has ended"
    case .nothingToTakeBack: "no relabeling of this folder is left to take back; open an image to undo there"
    case .file(let error): "\(error)"
    }
  }
}
