import Raster
import SystemPackage

/// Where a person was in a folder when they left it: the image, what was seen of it, the cursor.
///
/// Kept as lines of the command language in one small file beside the journals. Losing it costs nothing but the way back.
public struct FolderView: Equatable, Sendable {
  /// Of the image.
  public var stem: String
  /// The image point in the middle of the screen, and screen pixels per image pixel; nil for the whole image.
  public var zoom: (ratio: Double, middle: PixelPoint)?
  /// Nil where the image was not on the screen yet.
  public var cursor: PixelPoint?

  /// An image, by default all of it.
  public init(stem: String, zoom: (ratio: Double, middle: PixelPoint)? = nil, cursor: PixelPoint? = nil) {
    (self.stem, self.zoom, self.cursor) = (stem, zoom, cursor)
  }

  /// The same image, seen in the same way.
  public static func == (one: FolderView, other: FolderView) -> Bool {
    one.stem == other.stem && one.cursor == other.cursor && one.zoom?.ratio == other.zoom?.ratio
      && one.zoom?.middle == other.zoom?.middle
  }

  private static let firstLine = "tessera-view 1"
  /// What is longer was not written by us.
  static let byteLimit = 10_000

  /// Nil for what names no image; lines that say nothing are left out.
  init?(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: 0x0A)
    guard bytes.count <= Self.byteLimit, let first = lines.first, first.elementsEqual(Self.firstLine.utf8) else {
      return nil
    }
    var stem: String?
    var (zoom, cursor): ((Double, PixelPoint)?, PixelPoint?)
    for line in lines.dropFirst() {
      switch try? Command.parse(bytes: line) {
      case .goto(.name(let name)): stem = name
      case .zoom(.ratio(let ratio), let middle?): zoom = (ratio, middle)
      case .cursor(let point): cursor = point
      default: break
      }
    }
    guard let stem else { return nil }
    self.init(stem: stem, zoom: zoom, cursor: cursor)
  }

  var written: [UInt8] {
    var lines = [Self.firstLine, "\(Command.goto(.name(stem)))"]
    if let zoom { lines.append("\(Command.zoom(.ratio(zoom.ratio), zoom.middle))") }
    if let cursor { lines.append("\(Command.cursor(cursor))") }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }
}

extension OutputFolder {
  private var view: FilePath { hidden.appending("view.log") }

  /// Where the folder was left; nil where nobody was there, or what is there is none of ours.
  public func readView(door: any FileDoor) -> FolderView? {
    guard let identity = door.identity(of: view), identity.size <= FolderView.byteLimit else { return nil }
    return (try? door.read(view)).flatMap { FolderView($0) }
  }

  /// Keeps where the folder is left, where anything else is kept: who only looks leaves no files.
  public func write(_ view: FolderView, door: any FileDoor) {
    guard isInUse(door) else { return }
    try? door.replace(self.view, with: view.written)
  }

  private func isInUse(_ door: any FileDoor) -> Bool {
    if door.exists(view) || door.exists(folderLog) { return true }
    return hasJournal(door)
  }

  /// Whether any image has a journal; one listing.
  func hasJournal(_ door: any FileDoor) -> Bool {
    (try? door.list(hidden))?.contains { $0.extension == "tessera" } ?? false
  }
}
