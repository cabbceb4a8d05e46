import Raster
import SystemPackage

/// Where masks and journals are written.
public struct OutputFolder: Equatable, Sendable {
  /// How masks are named.
  public enum MaskNames: String, CaseIterable, Sendable {
    /// `jet1_mask_(R:204,G:0,B:0).png`
    case standard
    /// `jet1_mask_(R-204,G-0,B-0).png`, for file systems without colons in names.
    case portable
  }

  /// The folder of the masks.
  public let root: FilePath
  /// How masks are named.
  public let maskNames: MaskNames

  /// The folder `root`, which need not exist yet.
  public init(root: FilePath, maskNames: MaskNames = .standard) {
    self.root = root
    self.maskNames = maskNames
  }

  /// The sibling `<images>_segmented` of a folder of images, or of the folder of a single file.
  public init(besideImages path: FilePath, door: any FileDoor, maskNames: MaskNames = .standard) {
    let folder = door.isFolder(path) ? path : path.removingLastComponent()
    // `.` and `..` have no name of their own to add to.
    let named = folder.lastComponent?.kind == .regular ? folder : door.absolute(folder.isEmpty ? "." : folder)
    let name = named.lastComponent.map(\.bytes) ?? Array("images".utf8)
    let sibling = FilePath.Component(bytes: name + Array("_segmented".utf8)) ?? "images_segmented"
    self.init(root: named.removingLastComponent().appending(sibling), maskNames: maskNames)
  }

  /// Journals, label maps and locks.
  var hidden: FilePath { root.appending(".tessera") }

  func journal(of stem: String) -> FilePath { hidden.appending(component(stem + ".tessera")) }

  func lock(of stem: String) -> FilePath { hidden.appending(component(stem + ".lock")) }

  /// The mask file of a class.
  public func mask(of stem: String, _ color: RGB) -> FilePath {
    root.appending(component(MaskName(stem: stem, color: color).fileName(maskNames)))
  }

  /// The instance map.
  public func instances(of stem: String) -> FilePath { root.appending(component(stem + "_instances.png")) }

  func component(_ name: String) -> FilePath.Component { FilePath.Component(bytes: Array(name.utf8)) ?? "_" }
}

/// What the name of a mask file says.
struct MaskName: Equatable {
  let stem: String
  let color: RGB

  func fileName(_ names: OutputFolder.MaskNames) -> String {
    let mark = names == .standard ? ":" : "-"
    return "\(stem)_mask_(R\(mark)\(color.red),G\(mark)\(color.green),B\(mark)\(color.blue)).png"
  }

  init(stem: String, color: RGB) {
    self.stem = stem
    self.color = color
  }

  /// Reads the name of a mask of exactly this stem, in either way of naming; nil for every other file.
  init?(fileName: [UInt8], stem: String) {
    let prefix = Array("\(stem)_mask_(".utf8)
    guard fileName.starts(with: prefix), fileName.count <= prefix.count + 24 else { return nil }
    let rest = String(decoding: fileName[prefix.count...], as: UTF8.self)
    guard rest.hasSuffix(").png") else { return nil }
    let parts = rest.dropLast(5).split(separator: ",", omittingEmptySubsequences: false)
    let values = zip(parts, ["R", "G", "B"]).compactMap { part, channel in
      part.hasPrefix(channel + ":") || part.hasPrefix(channel + "-") ? UInt8(part.dropFirst(2)) : nil
    }
    guard parts.count == 3, values.count == 3 else { return nil }
    self.init(stem: stem, color: RGB(values[0], values[1], values[2]))
    let canonical = OutputFolder.MaskNames.allCases.map { Array(self.fileName($0).utf8) }
    guard canonical.contains(fileName) else { return nil }
  }
}

extension FilePath.Component {
  /// The name from its bytes; nil if it is empty or holds a slash or a zero.
  init?(bytes: [UInt8]) {
    guard !bytes.isEmpty, !bytes.contains(0), !bytes.contains(UInt8(ascii: "/")), let path = FilePath(bytes: bytes),
      let component = path.lastComponent
    else { return nil }
    self = component
  }
}
