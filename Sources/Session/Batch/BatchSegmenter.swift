import Raster
import Segmentation
import SystemPackage

/// Label maps of many images by one method, several images at once. Files do not depend on how many.
public struct BatchSegmenter: Sendable {
  /// What is written of each image, and when.
  public struct Options: Equatable, Sendable {
    /// The method's own ids instead of 4-connected regions 1…n.
    public var isRaw = false
    /// A picture of the segments beside each label map.
    public var preview = false
    /// Does again what is up to date.
    public var force = false
    /// How many images are in memory at once, at least 1.
    public var jobs = 1
    /// Larger images are refused.
    public var pixelLimit = Int.max
    /// Images are decoded at once up to so many pixels in all; a larger one goes alone. Nil: by the number of jobs.
    public var pixelsAtOnce: Int?
    /// The bytes that the system can still give; nil where nobody has asked it.
    public var memory: Int?

    /// Connected regions, no pictures, one at a time.
    public init() {}
  }

  let door: any FileDoor
  let codec: any LabelMapCodec
  let registry: MethodRegistry
  let output: OutputFolder
  let method: MethodSpec
  let options: Options
  let program: String

  /// - Parameter program: the version that is written into records; another version does everything again.
  /// - Throws: if `registry` does not know the method or refuses a parameter.
  public init(
    door: any FileDoor, codec: any LabelMapCodec, registry: MethodRegistry, output: OutputFolder, method: MethodSpec,
    options: Options, program: String
  ) throws(SegmentationError) {
    self.door = door
    self.codec = codec
    self.registry = registry
    self.output = output
    self.method = try registry.pinned(method)
    self.options = options
    self.program = program
  }

  /// Segments `files`, each by its own: one that fails does not stop the others, an output folder that takes no more
  /// files does.
  ///
  /// Returns when all threads have ended. Every file is written atomically, an image's record last.
  /// - Parameter isCancelled: asked from many threads; once true, running methods stop and no image is begun.
  /// - Parameter tell: gets the images that came to an end in the order of the list, one at a time.
  /// - Parameter watch: gets the progress, from any thread.
  public func run(
    _ files: [ImageFile], isCancelled: @escaping @Sendable () -> Bool = { false },
    tell: @escaping @Sendable (SegmentedImage) -> Void = { _ in },
    watch: @escaping @Sendable (WorkProgress) -> Void = { _ in }
  ) -> BatchReport {
    let created = CreatedFolders()
    created.note(output, door)
    defer { created.removeEmpty(output, door) }
    if let failure = folderFailure(files) {
      return BatchReport(images: [failure], total: files.count, isCancelled: false)
    }
    let outputLost = StopFlag()
    let work = ImageSegmenter(
      batch: self, images: Set(files.map { door.absolute($0.path) }),
      budget: PixelBudget(limit: options.pixelsAtOnce ?? PixelBudget.standard(jobs: options.jobs)),
      isCancelled: { isCancelled() || outputLost.isRaised })
    let board = WorkBoard<SegmentedImage>(count: files.count, threads: options.jobs, tell: tell, watch: watch)
    let images = board.run { number, share in
      guard !work.isCancelled(), let image = work.segment(files[number], share) else { return nil }
      if case .output = image.failure { outputLost.raise() }
      return (image, image.outcome == .upToDate)
    }
    return BatchReport(images: images, total: files.count, isCancelled: isCancelled() && images.count < files.count)
  }

  private func folderFailure(_ files: [ImageFile]) -> SegmentedImage? {
    do { try door.createFolder(output.hidden) } catch {
      return files.first.map { SegmentedImage($0, .failed(.output(error))) }
    }
    return nil
  }
}
