import Raster
import Segmentation
import SystemPackage

/// What a batch did with one image.
public struct SegmentedImage: Equatable, Sendable {
  /// How it came to its end.
  public enum Outcome: Equatable, Sendable {
    /// The files were written.
    case written
    /// The files were there already, made of the same image by the same method.
    case upToDate
    case failed(SegmentFailure)
  }

  /// The image.
  public let file: ImageFile
  /// How it came to its end.
  public let outcome: Outcome
  /// The image's size; nil where its header could not be read.
  public internal(set) var size: Size?
  /// Segments of the label map; with the method's own ids, the number of different ids. Nil without a label map.
  public internal(set) var segments: Int?
  /// The label map; nil if there is none.
  public internal(set) var output: FilePath?
  /// The picture of the segments; nil where none was asked for.
  public internal(set) var preview: FilePath?
  /// From reading the image to its last file, without the time for which it waited for room.
  public internal(set) var seconds = 0.0

  init(_ file: ImageFile, _ outcome: Outcome, size: Size? = nil) {
    (self.file, self.outcome, self.size) = (file, outcome, size)
  }

  /// Why there is no label map; nil if there is one.
  public var failure: SegmentFailure? {
    if case .failed(let failure) = outcome { failure } else { nil }
  }
}

/// Why an image has no label map; the description is the sentence that people read.
public enum SegmentFailure: Error, Equatable, Sendable, CustomStringConvertible {
  case unreadable(FileError)
  case image(file: String, CodecError)
  case method(file: String, SegmentationError)
  case encoding(file: String, CodecError)
  case overwritesImage(file: String, FilePath)
  /// No other image of the batch can be written either.
  case output(FileError)

  /// One sentence: what is wrong, and what to do next.
  public var description: String {
    switch self {
    case .unreadable(let error): error.whenReading
    case .output(let error): "\(error)"
    case .image(let file, let error), .encoding(let file, let error): "\(file): \(error)"
    case .method(let file, let error): "\(file): \(error)"
    case .overwritesImage(let file, let path):
      "\(file): its output \(path.shown) is one of the images; choose another folder with --output"
    }
  }
}

/// What a batch did.
public struct BatchReport: Equatable, Sendable {
  /// The images that came to an end, in the order of the list.
  public let images: [SegmentedImage]
  /// How many there were to do.
  public let total: Int
  /// It was told to stop and left images out.
  public let isCancelled: Bool

  /// Those that have no label map.
  public var failures: [SegmentFailure] { images.compactMap(\.failure) }
}
