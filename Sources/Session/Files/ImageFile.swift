import SystemPackage

/// One image of the list.
public struct ImageFile: Hashable, Sendable {
  /// Where the file lies.
  public let path: FilePath
  /// The file's name fit for a terminal: control characters and invalid UTF-8 are shown as escapes.
  public let name: String
  /// The key of the image's output files, unique within the list and valid as a part of a file name.
  public let stem: String

  init(path: FilePath, stem: String) {
    self.init(path: path, nameBytes: path.nameBytes, stem: stem)
  }

  init(path: FilePath, nameBytes: [UInt8], stem: String) {
    self.path = path
    self.stem = stem
    name = printable(nameBytes)
  }

  /// An image on its own.
  public init(path: FilePath) {
    var stems = StemNames()
    self.init(path: path, stem: stems.next(for: path.nameBytes))
  }
}

/// Gives every image of a list a stem of its own.
struct StemNames {
  private var taken: Set<String> = []

  /// The name without its extension; with it where an earlier image has that stem; numbered where even that is taken.
  mutating func next(for name: [UInt8]) -> String {
    let short = fileNamePart(Array(splitName(name).stem))
    if taken.insert(short).inserted { return short }
    let long = fileNamePart(name)
    var candidate = long
    var number = 2
    while !taken.insert(candidate).inserted {
      candidate = "\(long)~\(number)"
      number += 1
    }
    return candidate
  }
}

/// `bytes` as a part of a file name: control characters and invalid UTF-8 become `%HH`, and room is left for what
/// is put behind it (a name may have 255 bytes).
private func fileNamePart(_ bytes: [UInt8]) -> String {
  let limit = 180
  if bytes.count <= limit, bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) {
    return String(decoding: bytes, as: UTF8.self)
  }
  var text = ""
  for piece in TextPieces(bytes) {
    switch piece {
    case .scalar(let scalar) where !isControl(scalar): text.unicodeScalars.append(scalar)
    case .scalar(let scalar): text += percent(Array(String(scalar).utf8))
    case .invalid(let byte): text += percent([byte])
    }
  }
  while text.utf8.count > limit { text.unicodeScalars.removeLast() }
  return text
}

private func percent(_ bytes: [UInt8]) -> String {
  bytes.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
}

/// A file's name before and behind its last dot. A dot in front hides a file and begins no extension.
func splitName(_ name: [UInt8]) -> (stem: ArraySlice<UInt8>, extension: ArraySlice<UInt8>?) {
  guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return (name[...], nil) }
  return (name[..<dot], name[(dot + 1)...])
}

/// Whether a file's name ends with one of `extensions`, which are in lower case and have 4 letters at most.
func hasExtension(_ name: [UInt8], in extensions: Set<String>) -> Bool {
  guard let found = splitName(name).extension, found.count <= 4 else { return false }
  return extensions.contains(String(decoding: found, as: UTF8.self).lowercased())
}

extension FilePath {
  /// The bytes of the last component.
  var nameBytes: [UInt8] { lastComponent?.bytes ?? bytes }
}

extension FilePath.Component {
  /// The bytes of the name.
  var bytes: [UInt8] { FilePath(root: nil, [self]).bytes }
}
