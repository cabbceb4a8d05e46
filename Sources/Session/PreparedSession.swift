import Raster
import Segmentation
import Synchronization
import SystemPackage

/// Segments that a worker has computed for `method`, in the form in which they are stored.
public struct PreparedLabels: Equatable, Sendable {
  /// The method with every parameter written out.
  public let method: MethodSpec
  /// Number of segments.
  public let count: Int32
  let runs: RunLengthPlane<Int32>
  /// The label of every pixel; made anew by each call, one pass.
  public var labels: LabelMap { runs.plane }

  /// Bytes of memory that they take.
  public var byteCount: Int { runs.values.count * 8 }

  /// Segments that are at hand.
  /// - Parameter labels: 0 = edge, 1…`count`, one 4-connected region each.
  public init(method: MethodSpec, labels: LabelMap, count: Int32) {
    self.init(method: method, runs: RunLengthPlane(labels), count: count)
  }

  init(method: MethodSpec, runs: RunLengthPlane<Int32>, count: Int32) {
    self.method = method
    self.runs = runs
    self.count = count
  }

  /// Stored segments; nil where they cannot be segments of an image of that size.
  init?(of spec: MethodSpec, checking runs: RunLengthPlane<Int32>) {
    let count = runs.values.max() ?? 0
    guard Int(count) <= runs.size.area else { return nil }
    self.init(method: spec, runs: runs, count: count)
  }

  /// The cut of `hierarchy` that `spec` asks for; costs what it has runs.
  /// - Parameter hierarchy: that of the image, for `registry.uncut(spec)`.
  public init(
    cutting hierarchy: SegmentHierarchy, _ spec: MethodSpec, _ registry: MethodRegistry
  ) throws(SegmentationError) {
    let runs = try registry.runs(of: hierarchy, spec)
    self.init(method: try registry.resolved(spec), runs: runs, count: runs.values.max() ?? 0)
  }

  /// Computes the segments of `image` by `spec`; runs on a worker.
  public init(
    of image: Image, _ spec: MethodSpec, _ registry: MethodRegistry, _ run: MethodRun = MethodRun()
  ) throws(SegmentationError) {
    let resolved = try registry.pinned(spec)
    let regions = connectedRegions(of: try registry.segment(image, resolved, run))
    self.init(method: resolved, labels: regions.labels, count: regions.count)
  }
}

/// An image that is ready to be labeled: made on a worker, handed to one `Session`.
public struct PreparedSession: Sendable {
  /// The image's place on the disk.
  public let file: ImageFile
  /// The decoded pixels.
  public let image: Image
  /// What the person should know: commands resumed, masks adopted, a torn line dropped.
  public let notices: [String]
  /// Commands that change anything will be refused.
  public let isReadOnly: Bool
  /// The segments that the session began with.
  public let labels: PreparedLabels
  let labeling: Handoff<Labeling>
  let journal: JournalSite?
  /// Mask files that could not be read as paint; saving leaves them alone.
  let keptMasks: [FilePath.Component]

  init(
    file: ImageFile, image: Image, labels: PreparedLabels, labeling: consuming Labeling, journal: JournalSite?,
    notices: [String], isReadOnly: Bool, keptMasks: [FilePath.Component] = []
  ) {
    self.file = file
    self.image = image
    self.labels = labels
    self.labeling = Handoff(labeling)
    self.journal = journal
    self.notices = notices
    self.isReadOnly = isReadOnly
    self.keptMasks = keptMasks
  }

  /// A session that lives in memory only and keeps no journal.
  /// - Precondition: `labels` has the image's size.
  public init(file: ImageFile, image: Image, labels: PreparedLabels, classes: ClassList) {
    let labeling = Labeling(labels: labels, paint: .empty(image.size), classes: classes, image: image)
    self.init(
      file: file, image: image, labels: labels, labeling: labeling, journal: nil, notices: [], isReadOnly: false)
  }
}

/// Passes a value on once and keeps nothing, so that whoever takes it owns its planes alone.
final class Handoff<Value: Sendable>: Sendable {
  private let value: Mutex<Value?>

  init(_ value: consuming Value) { self.value = Mutex(value) }

  /// The value, the first time.
  func take() -> Value? {
    value.withLock { held in
      defer { held = nil }
      return held
    }
  }
}
