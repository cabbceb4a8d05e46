import Raster
import Segmentation
import SystemPackage

/// The work on one image of a batch, from its bytes to its files.
struct ImageSegmenter: Sendable {
  let batch: BatchSegmenter
  /// The absolute paths of all images: none is written over.
  let images: Set<FilePath>
  let budget: PixelBudget
  let isCancelled: @Sendable () -> Bool

  /// Segments one image unless its files are up to date; nil if it was cancelled.
  func segment(_ file: ImageFile, _ progress: @escaping @Sendable (Double) -> Void) -> SegmentedImage? {
    let clock = ContinuousClock()
    var started = clock.now
    var size: Size?
    var result: SegmentedImage
    do throws(SegmentFailure) {
      let run = MethodRun(progress: progress, isCancelled: isCancelled, memory: batch.options.memory)
      result = try segment(file, run, &size, &started)
    } catch .method(_, .cancelled) {
      return nil
    } catch {
      result = SegmentedImage(file, .failed(error), size: size)
    }
    result.seconds = started.duration(to: clock.now) / .seconds(1)
    return result
  }

  /// - Parameter started: put off by the time for which the image waits for its turn.
  private func segment(
    _ file: ImageFile, _ run: MethodRun, _ size: inout Size?, _ started: inout ContinuousClock.Instant
  ) throws(SegmentFailure) -> SegmentedImage {
    let files = SegmentFiles(output: batch.output, stem: file.stem, door: batch.door)
    try checkOutputs(of: file, files)
    let bytes = try read(file)
    let recipe = SegmentRecord.Recipe(
      program: batch.program, image: Digest(of: bytes), method: batch.method, isRaw: batch.options.isRaw)
    if !batch.options.force, let record = files.record, record.recipe == recipe,
      files.hold(record, preview: batch.options.preview)
    {
      return image(file, .upToDate, record, files)
    }
    do { size = try batch.codec.size(of: bytes, pixelLimit: batch.options.pixelLimit) } catch {
      throw .image(file: file.name, error)
    }
    let queued = ContinuousClock().now
    let made = try budget.holding(size?.area ?? 0) { () throws(SegmentFailure) in
      started += queued.duration(to: ContinuousClock().now)
      return try make(file, bytes, recipe, run)
    }
    do { try files.write(made.record, labels: made.labels, preview: made.preview) } catch { throw .output(error) }
    return image(file, .written, made.record, files)
  }

  private func image(
    _ file: ImageFile, _ outcome: SegmentedImage.Outcome, _ record: SegmentRecord, _ files: SegmentFiles
  ) -> SegmentedImage {
    var image = SegmentedImage(file, outcome, size: record.size)
    image.segments = record.segments
    image.output = files.labels(record.fileExtension)
    image.preview = batch.options.preview ? files.preview : nil
    return image
  }

  private func checkOutputs(of file: ImageFile, _ files: SegmentFiles) throws(SegmentFailure) {
    for path in files.all where images.contains(batch.door.absolute(path)) {
      throw .overwritesImage(file: file.name, path)
    }
  }

  private func read(_ file: ImageFile) throws(SegmentFailure) -> [UInt8] {
    do { return try batch.door.read(file.path) } catch { throw .unreadable(error) }
  }

  // MARK: Pixels

  private func make(_ file: ImageFile, _ bytes: [UInt8], _ recipe: SegmentRecord.Recipe, _ run: MethodRun)
    throws(SegmentFailure) -> (record: SegmentRecord, labels: [UInt8], preview: [UInt8]?)
  {
    // It may have waited long for its turn.
    if isCancelled() { throw .method(file: file.name, .cancelled) }
    let image: Image
    do { image = try batch.codec.decode(bytes, pixelLimit: batch.options.pixelLimit) } catch {
      throw .image(file: file.name, error)
    }
    let (labels, segments) = try labels(of: image, file, run)
    do {
      let map = try batch.codec.encode(labels: labels)
      let preview = batch.options.preview ? try batch.codec.encode(picture: segmentPicture(of: labels, image)) : nil
      let record = SegmentRecord(
        recipe, size: image.size, segments: segments, fileExtension: map.fileExtension, labels: Digest(of: map.bytes),
        preview: preview.map { Digest(of: $0) })
      return (record, map.bytes, preview)
    } catch {
      throw .encoding(file: file.name, error)
    }
  }

  private func labels(of image: Image, _ file: ImageFile, _ run: MethodRun) throws(SegmentFailure)
    -> (labels: LabelMap, segments: Int)
  {
    let labels: LabelMap
    do { labels = try batch.registry.segment(image, batch.method, run) } catch {
      throw .method(file: file.name, error)
    }
    if batch.options.isRaw { return (labels, labelCount(of: labels)) }
    let regions = connectedRegions(of: labels)
    return (regions.labels, Int(regions.count))
  }
}
