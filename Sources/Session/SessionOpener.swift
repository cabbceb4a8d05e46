import Raster
import Segmentation
import SystemPackage

/// A decoded image file with the digest that journals pin.
public struct DecodedImage: Sendable {
  /// The file it was read from.
  public let file: ImageFile
  /// The decoded pixels.
  public let image: Image
  /// Of the file's bytes.
  public let digest: Digest

  init(reading file: ImageFile, _ door: any FileDoor, _ codec: any ImageCodec, pixelLimit: Int) throws(SessionError) {
    let bytes: [UInt8]
    do { bytes = try door.read(file.path) } catch { throw .file(error) }
    do { image = try codec.decode(bytes, pixelLimit: pixelLimit) } catch { throw .image(file: file.name, error) }
    digest = Digest(of: bytes)
    self.file = file
  }
}

/// Opens images for labeling: all that takes long, on a worker.
public struct SessionOpener: Sendable {
  /// Where masks and journals lie.
  public let output: OutputFolder
  /// The classes of every image, for example from classes.toml.
  public var classes: ClassList
  /// Takes an image, segments or paint that differ from what the journal pins.
  public var force: Bool
  /// Answers the commands that ask about annotations.
  public var answerer: (any PromptAnswerer)?
  let door: any FileDoor
  let codec: any ImageCodec
  let registry: MethodRegistry
  let pixelLimit: Int
  let cache: LabelCache?
  private let claims = Claims()

  /// - Parameters:
  ///   - pixelLimit: larger images are refused.
  ///   - cache: where segments are looked up before they are computed.
  public init(
    door: any FileDoor, codec: any ImageCodec, registry: MethodRegistry, output: OutputFolder, pixelLimit: Int,
    classes: ClassList = ClassList(), force: Bool = false, cache: LabelCache? = nil
  ) {
    self.door = door
    self.codec = codec
    self.registry = registry
    self.output = output
    self.pixelLimit = pixelLimit
    self.classes = classes
    self.force = force
    self.cache = cache
  }

  /// The states of images and the notes on them. Runs on a worker.
  public func readStates(of files: [ImageFile]) -> FolderReading { output.readStates(of: files, door: door) }

  /// Keeps for the next time how the folder is left. Runs on a worker.
  public func keep(_ view: FolderView) { output.write(view, door: door) }

  /// The masks of the output folder.
  public var masks: MaskStore { MaskStore(output, door: door, codec: codec) }

  /// Reads and decodes an image file.
  /// - Parameter limit: a lower limit of pixels than the opener's own.
  public func decode(_ file: ImageFile, pixelLimit limit: Int = .max) throws(SessionError) -> DecodedImage {
    try DecodedImage(reading: file, door, codec, pixelLimit: min(pixelLimit, limit))
  }

  /// Which contents the file has now; nil where it is gone.
  public func identity(of file: ImageFile) -> FileIdentity? { door.identity(of: file.path) }

  /// The segments of an image by another method, for `Session.perform(.method, labels:)`.
  public func labels(
    of image: Image, _ spec: MethodSpec, _ run: MethodRun = MethodRun()
  ) throws(SegmentationError) -> PreparedLabels { try PreparedLabels(of: image, spec, registry, run) }

  /// The answer of the method that `command` asks about the annotations, for `Session.perform(_:.answer)`.
  /// - Parameter preview: told what the answer will be about, where that is known earlier.
  public func answer(
    _ command: Command, on image: Image, _ annotations: Annotations, _ run: MethodRun = MethodRun(),
    preview: @escaping @Sendable (RunLengthPlane<Int32>) -> Void = { _ in }
  ) throws(SegmentationError) -> PreparedAnswer {
    guard let answerer else { throw .engine(method: command.name, message: "nothing here answers it") }
    return try answerer.answer(command, on: image, annotations, run, preview: preview)
  }

  /// The hierarchy that changes of granularity cut, see `MethodRegistry.uncut`.
  public func hierarchy(
    of image: Image, _ spec: MethodSpec, _ run: MethodRun = MethodRun()
  ) throws(SegmentationError) -> SegmentHierarchy { try registry.hierarchy(of: image, spec, run) }

  /// Takes the lock and resumes the journal; where there is none, segments the image and loads masks that are there.
  ///
  /// Leaves no files but the lock.
  /// - Parameter ahead: the segments that `foresee` gave; asked once the lock is held, and may wait for them.
  /// - Throws: `.file(.heldBy)` if another process has the image open: open it read-only then.
  public func prepare(
    _ decoded: DecodedImage, _ spec: MethodSpec, _ run: MethodRun = MethodRun(), readOnly: Bool = false,
    ahead: @escaping @Sendable () -> PreparedLabels? = { nil }
  ) throws(SessionError) -> PreparedSession {
    let claim = readOnly ? Claim() : try claims.take(decoded.file, output, door, run)
    do throws(SessionError) {
      let opening = Opening(
        opener: self, decoded: decoded, run: run, claim: claim, isReadOnly: readOnly, ahead: ahead)
      return try opening.prepare(spec)
    } catch {
      claim.giveUp(output, door)
      throw error
    }
  }

  /// The segments that `prepare` will begin with. Takes no lock and writes nothing but the cache.
  /// - Parameter known: segments that were foreseen by another method; the journal may pin them.
  public func foresee(
    _ decoded: DecodedImage, _ spec: MethodSpec, _ run: MethodRun = MethodRun(), known: PreparedLabels? = nil
  ) throws(SessionError) -> PreparedLabels {
    let opening = Opening(
      opener: self, decoded: decoded, run: run, claim: Claim(), isReadOnly: true, ahead: { known })
    return try opening.foresee(spec)
  }

  /// Gives every image free, also those that a worker is still opening, and opens none any more: for the end of the
  /// program. Waits for the cache's file that is being written.
  public func close() {
    claims.close(output, door)
    cache?.close()
  }
}
