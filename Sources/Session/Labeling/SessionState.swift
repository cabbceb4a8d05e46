import Raster

/// What one image's labeling consists of. Changes only through commands, so it can be undone and replayed.
///
/// A copy shares its planes until either side changes: whoever keeps one across a command makes that command copy
/// whole planes. Read what is needed and let go.
public struct SessionState: Equatable, Sendable {
  /// 0 = edge; every other label is one 4-connected region.
  public internal(set) var labels: LabelMap
  /// The highest segment id that was ever given out; new segments count on from here.
  public internal(set) var lastLabel: Int32
  /// 0 = unpainted, k = class k.
  public internal(set) var paint: PaintMap
  /// 0 = no object, k = object k, painted with that object's class; nil while no pixel belongs to one.
  public var objectMap: ObjectMap? { Int(objectAreas[0]) == size.area ? nil : keptObjectMap }
  /// Objects and which is current.
  public internal(set) var objects = ObjectList()
  /// Marks for the methods that answer prompts, and the answers.
  public internal(set) var annotations = Annotations()
  /// Classes and which is current.
  public internal(set) var classes: ClassList
  /// Segments that have pixels.
  public private(set) var segments: Int
  /// Pixels by label.
  private var areas: [UInt32]
  /// Pixels by class number.
  private var painted: [UInt32]
  /// Pixels by object.
  private var objectAreas: [UInt32]
  /// Made with the first object. Stays from then on: what is tried and taken back again must not cost a plane.
  private var keptObjectMap: ObjectMap?

  /// Counts areas and painted pixels by runs.
  /// - Precondition: all planes have one size; labels are 0…`lastLabel`; every object is painted with one class.
  init(
    labels: RunLengthPlane<Int32>, lastLabel: Int32, paint: RunLengthPlane<UInt16>,
    objects: RunLengthPlane<UInt16>? = nil, classes: ClassList
  ) {
    precondition(labels.size == paint.size, "labels and paint of different sizes")
    self.labels = labels.plane
    self.lastLabel = lastLabel
    self.paint = paint.plane
    self.classes = classes
    areas = labels.pixelCounts(upTo: lastLabel)
    segments = areas.dropFirst().count { $0 > 0 }
    painted = paint.pixelCounts(upTo: paint.values.max() ?? 0)
    objectAreas = objects.map { $0.pixelCounts(upTo: $0.values.max() ?? 0) } ?? [UInt32(labels.size.area)]
    if let objects {
      keptObjectMap = objects.plane
      self.objects = ObjectList(of: objects, paint: paint) ?? ObjectList()
    }
  }

  /// Width and height of the image.
  public var size: Size { labels.size }

  /// Pixels of the segment at a point inside; nil on an edge.
  public func area(ofSegmentAt point: PixelPoint) -> Int? {
    let label = labels[point]
    return label == 0 ? nil : Int(areas[Int(label)])
  }

  /// Pixels painted with the class of that number; 0 if there is no such class.
  public func pixels(ofClass number: Int) -> Int { number > 0 && number < painted.count ? Int(painted[number]) : 0 }

  /// Pixels that are painted with any class.
  public var paintedPixels: Int { size.area - Int(painted.first ?? 0) }

  /// Pixels of the object of that id; 0 if there is no such object.
  public func pixels(ofObject id: Int) -> Int { id > 0 && id < objectAreas.count ? Int(objectAreas[id]) : 0 }

  mutating func apply(_ patch: Patch, _ direction: PatchDirection) {
    for change in patch.labels { count(change, direction) }
    for change in patch.paint { painted.move(change, direction) }
    labels.apply(patch.labels, direction)
    paint.apply(patch.paint, direction)
    if !patch.objects.isEmpty { apply(patch.objects, direction) }
  }

  private mutating func apply(_ changes: [RunChange<UInt16>], _ direction: PatchDirection) {
    for change in changes { objectAreas.move(change, direction) }
    if keptObjectMap == nil { keptObjectMap = ObjectMap(size: size, filledWith: 0) }
    keptObjectMap?.apply(changes, direction)
  }

  private mutating func count(_ change: RunChange<Int32>, _ direction: PatchDirection) {
    let (gone, come) = areas.move(change, direction)
    if come != 0, areas[come] == change.length { segments += 1 }
    if gone != 0, areas[gone] == 0 { segments -= 1 }
  }
}

extension [UInt32] {
  /// Takes the pixels of a run from one value's count and adds them to another's.
  @discardableResult
  fileprivate mutating func move<Value: BinaryInteger>(
    _ change: RunChange<Value>, _ direction: PatchDirection
  ) -> (gone: Int, come: Int) {
    let (gone, come) = direction == .forwards ? (change.old, change.new) : (change.new, change.old)
    let missing = Int(Swift.max(gone, come)) + 1 - count
    if missing > 0 { append(contentsOf: repeatElement(0, count: missing)) }
    self[Int(gone)] -= change.length
    self[Int(come)] += change.length
    return (Int(gone), Int(come))
  }
}
