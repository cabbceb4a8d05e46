import Raster
import Segmentation
import SystemPackage

/// Why a command or an image was refused; the description is the sentence that people read.
public enum SessionError: Error, Equatable, Sendable, CustomStringConvertible {
  case notALabelingCommand(String)
  case readOnly
  case closed
  case needsPoint(String)
  case outside(PixelPoint, Size)
  case noClass
  case unknownClass(String, nearest: String?, count: Int)
  case classNameTaken(String, RGB)
  case badClassName(String)
  case blackClass
  case colorTaken(RGB, String)
  case mergedClass(String, into: String)
  case lockedClass(String)
  case tooManyClasses
  case tooManyObjects
  case unknownObject(Int, last: Int)
  case noSegment(PixelPoint)
  case notNeighbours(PixelPoint, PixelPoint)
  case noStroke
  case needsLabels
  case needsAnswer(String)
  case noAnswer(String, from: String)
  case noCandidate(Int, count: Int)
  case noImage
  case noSuchImage(String, count: Int)
  case misplacedPin
  /// The pinned value and what was found instead.
  case differs(image: String, what: String, pinned: String, found: String)
  case journal(file: String, line: Int, reason: String)
  case image(file: String, CodecError)
  case segmentation(SegmentationError)
  case file(FileError)
  case masks(MaskError)

  /// One sentence: what is wrong, and what to do next.
  public var description: String {
    switch self {
    case .notALabelingCommand(let name): "\(name) changes no labels; it works in the editor only"
    case .readOnly: "the image is open read-only, nothing can be changed; open it again when it is free"
    case .closed: "the image was left; open it again"
    case .needsPoint(let name): "\(name): no point; expected X Y"
    case .outside(let point, let size):
      "\(point.x) \(point.y) is outside the image; expected 0 0 to \(size.width - 1) \(size.height - 1)"
    case .noClass: "no class is selected; define one with `class NAME R G B`"
    case .unknownClass(let name, let nearest, let count): Self.unknownClass(name, nearest, count)
    case .classNameTaken(let name, let color):
      "class \(printable(name)) is \(color.red) \(color.green) \(color.blue) already; choose another name"
    case .badClassName(let name): "'\(printable(name))' cannot name a class; expected text without control characters"
    case .blackClass: "0 0 0 means background in a mask; choose another colour"
    case .colorTaken(let color, let name):
      "\(color.red) \(color.green) \(color.blue) is the colour of class \(printable(name)); choose another colour"
    case .mergedClass(let name, let other):
      "class \(printable(name)) was merged into \(printable(other)); choose that, or undo the merge"
    case .lockedClass(let name): "class \(printable(name)) is locked; unlock it first"
    case .tooManyClasses: "there are 65535 classes already, more do not fit into a mask"
    case .tooManyObjects: "there are 65535 objects already, more do not fit into an instance map"
    case .unknownObject(let id, let last):
      "no object \(id); " + (last == 0 ? "begin one with `object new`" : "expected a number up to \(last)")
    case .noSegment(let point): "no segment at \(point.x) \(point.y), it is an edge; choose a point beside it"
    case .notNeighbours(let one, let other):
      "the segments at \(one.x) \(one.y) and \(other.x) \(other.y) do not touch; merge neighbours only"
    case .noStroke: "no stroke is open; begin one with `stroke fill X Y` or `stroke unfill X Y`"
    case .needsLabels: "method: the segments have not been computed"
    case .needsAnswer(let name): "\(name): the answer has not been computed"
    case .noAnswer(let name, let run): "\(name): there is no answer yet; mark something, then `\(run)`"
    case .noCandidate(let number, let count): "sam-candidate: there is no mask \(number); expected 1 to \(count)"
    case .noImage: "no image is open; expected `open PATH` first"
    case .noSuchImage(let name, let count):
      "no image '\(printable(name))'; expected a file name or a number from 1 to \(count)"
    case .misplacedPin: "a digest in the middle; expected it right behind `open`"
    case .differs(let image, let what, let pinned, let found):
      "\(printable(image)): \(what) differs from what the session was recorded with (\(found) instead of \(pinned)); "
        + "restore it, or take it as it is with `tessera replay --force`"
    case .journal(let file, let line, let reason):
      "\(printable(file)):\(line): \(reason); mend the line, or move the file away to begin anew"
    case .image(let file, let error): "\(printable(file)): \(error)"
    case .segmentation(let error): "\(error)"
    case .file(let error): "\(error)"
    case .masks(let error): "\(error)"
    }
  }

  private static func unknownClass(_ name: String, _ nearest: String?, _ count: Int) -> String {
    if let nearest { return "no class '\(printable(name))'; did you mean '\(printable(nearest))'?" }
    if count == 0 { return "no class '\(printable(name))'; define one with `class NAME R G B`" }
    return "no class '\(printable(name))'; expected a name or a number from 1 to \(count)"
  }
}

/// `text` with control characters as escapes, fit for a terminal.
public func printable(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isControl) else { return text }
  return printable(Array(text.utf8))
}

/// Bytes as text fit for a terminal: control characters and invalid UTF-8 become escapes such as `\x1b` and `\n`.
func printable(_ bytes: some Collection<UInt8>) -> String {
  if bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) { return String(decoding: bytes, as: UTF8.self) }
  var text = ""
  for piece in TextPieces(bytes) {
    switch piece {
    case .scalar(let scalar) where !isControl(scalar): text.unicodeScalars.append(scalar)
    case .scalar(let scalar): text += escape(Array(String(scalar).utf8))
    case .invalid(let byte): text += escape([byte])
    }
  }
  return text
}

func escape(_ bytes: [UInt8]) -> String {
  bytes.map { byte in
    switch byte {
    case UInt8(ascii: "\n"): "\\n"
    case UInt8(ascii: "\t"): "\\t"
    case UInt8(ascii: "\r"): "\\r"
    default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
  }.joined()
}

/// Bytes divided into the Unicode scalars that they encode and the bytes that encode none.
struct TextPieces: Sequence, IteratorProtocol {
  enum Piece: Equatable {
    case scalar(Unicode.Scalar)
    case invalid(UInt8)
  }

  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: some Collection<UInt8>) { self.bytes = Array(bytes) }

  mutating func next() -> Piece? {
    guard at < bytes.count else { return nil }
    let length = Self.sequenceLength(bytes[at])
    if length > 0, at + length <= bytes.count,
      let text = String(validating: bytes[at..<at + length], as: UTF8.self), let scalar = text.unicodeScalars.first
    {
      at += length
      return .scalar(scalar)
    }
    at += 1
    return .invalid(bytes[at - 1])
  }

  private static func sequenceLength(_ first: UInt8) -> Int {
    switch first {
    case 0..<0x80: 1
    case 0xC2..<0xE0: 2
    case 0xE0..<0xF0: 3
    case 0xF0..<0xF5: 4
    default: 0
    }
  }
}
