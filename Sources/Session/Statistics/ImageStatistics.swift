import Raster

/// What was painted in one class.
public struct ClassStatistics: Equatable, Sendable {
  /// As the image calls it.
  public let name: String
  /// What classes of different images are told apart by.
  public let color: RGB
  /// Painted pixels.
  public let pixels: Int
  /// Segments that hold at least one of them.
  public let segments: Int
  /// Objects that have pixels.
  public var objects = 0
}

/// What was labeled in one image, and by how much work.
public struct ImageStatistics: Equatable, Sendable {
  /// Where the figures come from.
  public enum Source: String, Sendable {
    /// The journal was replayed in memory.
    case journal
    /// There is no journal, only masks: of other tools, for example.
    case masks
  }

  /// The image's place on the disk.
  public let file: ImageFile
  /// How far the image is.
  public let status: ImageStatus
  /// What somebody has written on it.
  public let note: String
  /// Nil where nothing was labeled.
  public var source: Source?
  /// Nil where nothing was labeled.
  public var size: Size?
  /// Classes that have pixels, in the order of the image's classes.
  public var classes: [ClassStatistics] = []
  /// Pixels of any class.
  public var paintedPixels = 0
  /// Of the whole image.
  public var segments = 0
  /// Lines of the journal that somebody has caused.
  public var commands = 0
  /// Steps that could be undone, when they were made.
  public var steps = 0
  /// Steps that were taken back.
  public var undone = 0
  /// Time at work, milliseconds, without pauses of more than `WorkTime.longestPause`.
  public var milliseconds = 0
  /// Why the journal or the masks could not be read; what is above is then nothing.
  public var failure: String?

  init(file: ImageFile, status: ImageStatus, note: String) {
    (self.file, self.status, self.note) = (file, status, note)
  }

  /// Painted pixels of all; nil where nothing was labeled.
  public var paintedShare: Double? { size.map { Double(paintedPixels) / Double(max(1, $0.area)) } }

  /// Steps that were taken back of those that were made; nil where none was made.
  public var undoRatio: Double? { steps == 0 ? nil : Double(undone) / Double(steps) }
}

/// Sums over the images of a folder.
public struct FolderStatistics: Equatable, Sendable {
  /// One class over all images.
  public struct Total: Equatable, Sendable {
    /// What the first image calls it that has it.
    public let name: String
    /// What tells it from others.
    public let color: RGB
    /// Painted pixels.
    public fileprivate(set) var pixels = 0
    /// Segments that hold at least one of them.
    public fileprivate(set) var segments = 0
    /// Objects that have pixels.
    public fileprivate(set) var objects = 0
    /// Images that have it.
    public fileprivate(set) var images = 0
  }

  /// In the order in which they appear.
  public private(set) var classes: [Total] = []
  /// By state.
  public private(set) var states: [ImageStatus: Int] = [:]
  /// All images, those of which something could be counted, and those whose journal or masks could not be read.
  public private(set) var images = 0, counted = 0, failed = 0
  /// Of the images that are counted.
  public private(set) var pixels = 0, paintedPixels = 0, segments = 0, commands = 0, steps = 0, undone = 0
  /// Time at work.
  public private(set) var milliseconds = 0
  private var places: [RGB: Int] = [:]

  /// No images yet.
  public init() {}

  /// Painted pixels of all; nil where there are none.
  public var paintedShare: Double? { pixels == 0 ? nil : Double(paintedPixels) / Double(pixels) }
  /// Steps that were taken back of those that were made; nil where none was made.
  public var undoRatio: Double? { steps == 0 ? nil : Double(undone) / Double(steps) }

  /// Adds an image.
  public mutating func add(_ image: ImageStatistics) {
    images += 1
    states[image.status, default: 0] += 1
    if image.failure != nil { failed += 1 }
    guard let size = image.size else { return }
    counted += 1
    pixels += size.area
    paintedPixels += image.paintedPixels
    segments += image.segments
    commands += image.commands
    steps += image.steps
    undone += image.undone
    milliseconds += image.milliseconds
    for paint in image.classes { add(paint) }
  }

  /// Brings the classes into the order in which `list` has them; others follow as they were.
  public mutating func arrange(by list: ClassList) {
    var ranks: [RGB: Int] = [:]
    for (rank, number) in list.usable.enumerated() { if let listed = list[number] { ranks[listed.color] = rank } }
    let order = classes.indices.sorted {
      (ranks[classes[$0].color] ?? .max, $0) < (ranks[classes[$1].color] ?? .max, $1)
    }
    classes = order.map { classes[$0] }
    for (place, total) in classes.enumerated() { places[total.color] = place }
  }

  private mutating func add(_ paint: ClassStatistics) {
    let place = places[paint.color] ?? classes.count
    if place == classes.count {
      places[paint.color] = place
      classes.append(Total(name: paint.name, color: paint.color))
    }
    classes[place].pixels += paint.pixels
    classes[place].segments += paint.segments
    classes[place].objects += paint.objects
    classes[place].images += 1
  }
}
