import Raster
import Segmentation
import SystemPackage

/// What the outputs of one image were made of, as it lies beside the journals: a line per fact.
///
///     tessera-segments 1
///     program 0.1.0
///     image <sha256> 481 321
///     method superpixel region_size=40 …
///     ids connected
///     segments 600
///     labels png <sha256>
///     preview <sha256>
struct SegmentRecord: Equatable {
  /// What decides over the outputs' bytes.
  struct Recipe: Equatable {
    /// The version of the program.
    let program: String
    /// Of the image file's bytes.
    let image: Digest
    /// With every parameter written out.
    let method: MethodSpec
    /// The method's own ids.
    let isRaw: Bool
  }

  let recipe: Recipe
  let size: Size
  let segments: Int
  /// `png` or `tif`.
  let fileExtension: String
  let labels: Digest
  let preview: Digest?

  var written: [UInt8] {
    let lines = [
      Self.title, "program \(recipe.program)", "image \(recipe.image) \(size.width) \(size.height)",
      "method \(Self.line(recipe.method))", "ids \(Self.ids(recipe.isRaw))", "segments \(segments)",
      "labels \(fileExtension) \(labels)",
    ]
    return Array(((lines + (preview.map { ["preview \($0)"] } ?? [])).joined(separator: "\n") + "\n").utf8)
  }

  init(
    _ recipe: Recipe, size: Size, segments: Int, fileExtension: String, labels: Digest, preview: Digest?
  ) {
    self.recipe = recipe
    self.size = size
    self.segments = segments
    self.fileExtension = fileExtension
    self.labels = labels
    self.preview = preview
  }

  /// Nil for anything that is no whole record of this version.
  init?(_ bytes: [UInt8]) {
    guard bytes.last == 10, let text = String(validating: bytes, as: UTF8.self) else { return nil }
    let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    }
    guard (7...8).contains(lines.count), lines[0].joined(separator: " ") == Self.title,
      lines[1].count == 2, lines[2].count == 4, lines[3].count >= 2, lines[4].count == 2, lines[5].count == 2,
      lines[6].count == 3, let image = Digest(printed: lines[2][1]), let width = Int(lines[2][2]),
      let height = Int(lines[2][3]), let segments = Int(lines[5][1]), ["png", "tif"].contains(lines[6][1]),
      let labels = Digest(printed: lines[6][2])
    else { return nil }
    let preview = lines.dropFirst(7).first.flatMap { $0.last }.flatMap { Digest(printed: $0) }
    let settings = lines[3].dropFirst(2).map { (setting: String) in
      MethodSpec.Setting(written: setting) ?? MethodSpec.Setting(setting, "")
    }
    let recipe = Recipe(
      program: lines[1][1], image: image, method: MethodSpec(lines[3][1], settings),
      isRaw: lines[4][1] == Self.ids(true))
    self.init(
      recipe, size: Size(width: width, height: height), segments: segments, fileExtension: lines[6][1], labels: labels,
      preview: preview)
    // What was misread in any place would be written differently.
    guard written == bytes else { return nil }
  }

  private static let title = "tessera-segments 1"

  private static func ids(_ isRaw: Bool) -> String { isRaw ? "raw" : "connected" }

  private static func line(_ method: MethodSpec) -> String {
    ([method.name] + method.settings.map { "\($0.name)=\($0.value)" }).joined(separator: " ")
  }
}
