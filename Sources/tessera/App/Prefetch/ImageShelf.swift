import Editor
import Raster
import Segmentation
import Session

/// An image, as far as it is made ready to be opened.
struct PreparedImage: Sendable {
  /// Of the file when it was read.
  let identity: FileIdentity
  let decoded: DecodedImage
  let pyramid: Pyramid
  /// The method that was wished, and the segments: those of the journal where that pins others, nil where it failed.
  var segments: (wished: MethodSpec, labels: PreparedLabels?)?

  /// Bytes of memory.
  var byteCount: Int {
    pyramid.levels.reduce(0) { $0 + $1.bytes.count } + (segments?.labels?.byteCount ?? 0)
  }

  /// Bytes that a pixel of an image and its pyramid takes.
  static let bytesPerPixel = 4
}

/// What is at hand of the images that are wished; knows no thread and no file.
///
/// The image on the screen stays, at no cost: the editor holds its pixels anyway, and going back to it is likely.
struct ImageShelf: Sendable {
  /// Of all images together but the one on the screen.
  let byteLimit: Int
  /// Nearest first.
  private(set) var wishes: [ImageFile] = []
  private(set) var method = MethodSpec("")
  private(set) var shown: ImageFile?
  private var images: [ImageFile: PreparedImage] = [:]
  private var refused: [ImageFile: Refusal] = [:]

  /// Why a wish is not to be tried again.
  enum Refusal: Sendable { case unreadable, tooLarge }

  init(byteLimit: Int) { self.byteLimit = byteLimit }

  subscript(file: ImageFile) -> PreparedImage? { images[file] }

  /// Bytes of all images but the one on the screen.
  var byteCount: Int { wishes.reduce(0) { $0 + cost($1) } }

  /// Takes another list in place of the one before.
  mutating func wish(_ files: [ImageFile], _ method: MethodSpec) {
    (wishes, self.method) = (files, method)
    dropUnwished()
    // There may be room now.
    refused = refused.filter { $0.value == .unreadable }
    evict(beyond: nil)
  }

  /// From now on `file` is on the screen.
  mutating func show(_ file: ImageFile) { shown = file }

  func isWished(_ file: ImageFile) -> Bool { file == shown || wishes.contains(file) }

  /// The nearest image that is not ready yet; never the one on the screen.
  var next: ImageFile? {
    wishes.first { $0 != shown && refused[$0] == nil && images[$0]?.segments?.wished != method }
  }

  /// Bytes that an image may take: what the nearer ones leave.
  func room(for file: ImageFile) -> Int {
    byteLimit - wishes.prefix { $0 != file }.reduce(0) { $0 + cost($1) }
  }

  /// Keeps an image if it is wished and fits; farther ones make room for it.
  mutating func put(_ image: PreparedImage, of file: ImageFile) {
    guard isWished(file) else { return }
    images[file] = image
    evict(beyond: file)
  }

  /// Keeps segments of the image that is on the shelf, unless the file was another then.
  mutating func put(_ labels: PreparedLabels?, wished: MethodSpec, of file: ImageFile, _ identity: FileIdentity) {
    guard var image = images[file], image.identity == identity else { return }
    image.segments = (wished, labels)
    put(image, of: file)
  }

  mutating func refuse(_ file: ImageFile, _ reason: Refusal) { refused[file] = reason }

  mutating func remove(_ file: ImageFile) { images[file] = nil }

  private func cost(_ file: ImageFile) -> Int { file == shown ? 0 : images[file]?.byteCount ?? 0 }

  private mutating func dropUnwished() {
    images = images.filter { isWished($0.key) }
    refused = refused.filter { isWished($0.key) }
  }

  /// Takes away the farthest until all fit. One that would only come back to be taken away again is refused.
  private mutating func evict(beyond file: ImageFile?) {
    for farthest in wishes.reversed() where byteCount > byteLimit {
      images[farthest] = nil
      if farthest == file { refused[farthest] = .tooLarge }
    }
  }
}
