import Raster
import SystemPackage

/// A label map and what it is compared with.
public struct LabelPair: Equatable, Sendable {
  /// The file to score.
  public let labels: FilePath
  /// Its ground truths, in the order in which they were named. None if it has no partner.
  public let truths: [FilePath]

  /// The name of the file to score, fit for a terminal.
  public var name: String { printable(labels.nameBytes) }
}

/// Label maps with their ground truths, in the byte order of their names.
public struct LabelPairs: Equatable, Sendable {
  /// At least one.
  public let pairs: [LabelPair]
  /// Ground truths that belong to no label map.
  public let idle: Int

  /// Matches a label map, or a folder of them, with files or folders of ground truths.
  ///
  /// In folders, partners have the same name without the extension and without `_segments` behind it. Of a folder that
  /// holds such `_segments` only those count, so that masks and previews beside them are left alone. A ground truth
  /// file belongs to the one label map that is named.
  public init(_ labels: FilePath, _ truths: [FilePath], door: any FileDoor) throws(LabelPairError) {
    for path in [labels] + truths where !door.exists(path) { throw .notFound(path) }
    let scored = try NamedMaps(labels, door)
    if door.isFolder(labels), let file = truths.first(where: { !door.isFolder($0) }) { throw .needsFolder(file) }
    var partners = [[FilePath]](repeating: [], count: scored.maps.count)
    var idle = 0
    for truth in truths {
      guard door.isFolder(truth) else {
        partners[0].append(truth)
        continue
      }
      let named = try NamedMaps(truth, door)
      var used = 0
      for (place, map) in scored.maps.enumerated() {
        guard let partner = named.path(of: map.key) else { continue }
        partners[place].append(partner)
        used += 1
      }
      idle += named.maps.count - used
    }
    pairs = zip(scored.maps, partners).map { LabelPair(labels: $0.path, truths: $1) }
    self.idle = idle
  }
}

/// Why there is nothing to compare.
public enum LabelPairError: Error, Equatable, Sendable, CustomStringConvertible {
  case notFound(FilePath)
  case empty(FilePath)
  case needsFolder(FilePath)
  case sameName(FilePath, FilePath)
  case file(FileError)

  /// One sentence: what is wrong, and what to do next.
  public var description: String {
    switch self {
    case .notFound(let path): "\(path.shown): no such file or folder; check the path"
    case .empty(let path): "\(path.shown): no label maps in this folder (PNG, TIFF, BMP, PGM); name one that holds some"
    case .needsFolder(let path):
      "\(path.shown): one file cannot be the ground truth of a folder; name a folder with files of the same names"
    case .sameName(let one, let other):
      "\(one.shown) and \(other.shown) are maps of the same image; give each annotator a folder"
    case .file(let error): error.whenReading
    }
  }
}

/// The label maps of a folder by the names of their images; a file is the only one of itself.
private struct NamedMaps {
  /// Sorted by key.
  let maps: [(key: [UInt8], path: FilePath)]

  init(_ path: FilePath, _ door: any FileDoor) throws(LabelPairError) {
    guard door.isFolder(path) else {
      maps = [(imageName(path.nameBytes).key, path)]
      return
    }
    let names: [FilePath.Component]
    do { names = try door.list(path) } catch { throw .file(error) }
    let files = names.filter { isLabelMap($0.bytes) }
    let marked = files.filter { imageName($0.bytes).isMarked }
    let found = (marked.isEmpty ? files : marked).map { (key: imageName($0.bytes).key, path: path.appending($0)) }
    maps = found.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    if maps.isEmpty { throw .empty(path) }
    for (one, other) in zip(maps, maps.dropFirst()) where one.key == other.key { throw .sameName(one.path, other.path) }
  }

  func path(of key: [UInt8]) -> FilePath? {
    var (low, high) = (0, maps.count)
    while low < high {
      let middle = (low + high) / 2
      if maps[middle].key.lexicographicallyPrecedes(key) { low = middle + 1 } else { high = middle }
    }
    return low < maps.count && maps[low].key == key ? maps[low].path : nil
  }
}

private let labelMapExtensions: Set<String> = ["png", "tif", "tiff", "bmp", "pgm"]

private func isLabelMap(_ name: [UInt8]) -> Bool {
  name.first != UInt8(ascii: ".") && hasExtension(name, in: labelMapExtensions)
}

/// The name without its extension and without `_segments`.
private func imageName(_ name: [UInt8]) -> (key: [UInt8], isMarked: Bool) {
  let stem = Array(splitName(name).stem)
  let mark = Array("_segments".utf8)
  let isMarked = stem.count > mark.count && stem.suffix(mark.count).elementsEqual(mark)
  return (isMarked ? stem.dropLast(mark.count) : stem, isMarked)
}
