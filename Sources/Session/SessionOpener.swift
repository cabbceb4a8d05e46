import Raster
import Segmentation
import Synchronization
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
  let door: any FileDoor
  let codec: any ImageCodec
  let registry: MethodRegistry
  let pixelLimit: Int
  private let created = CreatedFolders()

  /// - Parameter pixelLimit: larger images are refused.
  public init(
    door: any FileDoor, codec: any ImageCodec, registry: MethodRegistry, output: OutputFolder, pixelLimit: Int,
    classes: ClassList = ClassList(), force: Bool = false
  ) {
    self.door = door
    self.codec = codec
    self.registry = registry
    self.output = output
    self.pixelLimit = pixelLimit
    self.classes = classes
    self.force = force
  }

  /// The masks of the output folder.
  public var masks: MaskStore { MaskStore(output, door: door, codec: codec) }

  /// Reads and decodes an image file.
  public func decode(_ file: ImageFile) throws(SessionError) -> DecodedImage {
    try DecodedImage(reading: file, door, codec, pixelLimit: pixelLimit)
  }

  /// The segments of an image by another method, for `Session.perform(.method, labels:)`.
  public func labels(
    of image: Image, _ spec: MethodSpec, _ run: MethodRun = MethodRun()
  ) throws(SegmentationError) -> PreparedLabels { try PreparedLabels(of: image, spec, registry, run) }

  /// The hierarchy that changes of granularity cut, see `MethodRegistry.uncut`.
  public func hierarchy(
    of image: Image, _ spec: MethodSpec, _ run: MethodRun = MethodRun()
  ) throws(SegmentationError) -> SegmentHierarchy { try registry.hierarchy(of: image, spec, run) }

  /// Takes the lock and resumes the journal; where there is none, segments the image and loads masks that are there.
  ///
  /// Leaves no files but the lock. - Throws: `.file(.heldBy)` if another process has the image open: open it read-only then.
  public func prepare(
    _ decoded: DecodedImage, _ spec: MethodSpec, _ run: MethodRun = MethodRun(), readOnly: Bool = false
  ) throws(SessionError) -> PreparedSession {
    let claim: Claim
    do { claim = readOnly ? Claim() : try claimLock(decoded.file) } catch { throw .file(error) }
    do throws(SessionError) {
      let opening = Opening(opener: self, decoded: decoded, run: run, claim: claim, isReadOnly: readOnly)
      return try opening.prepare(spec)
    } catch {
      giveUp(claim)
      throw error
    }
  }

  private func claimLock(_ file: ImageFile) throws(FileError) -> Claim {
    do { return try claimOnce(file) } catch FileError.notFound {
      // Another session has just removed the folder because it had written nothing.
      return try claimOnce(file)
    } catch {
      throw error
    }
  }

  private func claimOnce(_ file: ImageFile) throws(FileError) -> Claim {
    if !door.exists(output.root) { created.note(output.root) }
    try door.createFolder(output.hidden)
    do {
      return Claim(lock: try door.lock(output.lock(of: file.stem)), created: created)
    } catch {
      created.removeEmpty(output, door)
      throw error
    }
  }

  private func giveUp(_ claim: Claim) {
    claim.lock?.release()
    claim.created.removeEmpty(output, door)
  }
}

/// The lock of an image, and what was created on the way.
struct Claim {
  var lock: (any FileLock)?
  var created = CreatedFolders()
}

/// The folders that sessions of one opener have created for their locks. Whoever leaves last having written nothing
/// takes them away again.
final class CreatedFolders: Sendable {
  private let roots = Mutex<Set<FilePath>>([])

  func note(_ root: FilePath) { roots.withLock { _ = $0.insert(root) } }

  /// Folders that hold anything stay: removing them fails.
  func removeEmpty(_ output: OutputFolder, _ door: any FileDoor) {
    try? door.remove(output.hidden)
    if roots.withLock({ $0.contains(output.root) }) { try? door.remove(output.root) }
  }
}
