import Raster
import Segmentation
import SystemPackage

/// Where templates lie: a folder for each kind of picture, files of one stem belonging together; or one folder, whose
/// files are called STEM_template, STEM_attention, STEM_segment and STEM_mask.
public struct TemplateFolders: Equatable, Sendable {
  /// What is looked for, or everything.
  public var templates: FilePath
  /// Where templates are compared.
  public var attentions: FilePath?
  /// What is painted; nil where one folder holds everything.
  public var segments: FilePath?
  /// Where segments are painted.
  public var masks: FilePath?

  /// Folders; without `segments` one folder holds everything.
  public init(templates: FilePath, attentions: FilePath? = nil, segments: FilePath? = nil, masks: FilePath? = nil) {
    (self.templates, self.attentions, self.segments, self.masks) = (templates, attentions, segments, masks)
  }

  /// The templates in the order of their names' bytes; at least one.
  /// - Parameter pixelLimit: larger pictures are refused.
  public func read(
    _ door: any FileDoor, _ codec: any ImageCodec, pixelLimit: Int
  ) throws(TemplateFileError) -> [TemplateSet] {
    let files = TemplateFiles(door: door, codec: codec, pixelLimit: pixelLimit)
    let templates = try files.pictures(in: self.templates, suffix("template"))
    guard !templates.isEmpty else { throw segments == nil ? .noTemplates(self.templates) : .noPictures(self.templates) }
    let segments = try files.pictures(in: self.segments ?? self.templates, suffix("segment"))
    let attentions = try files.pictures(in: attentions ?? alone, suffix("attention"))
    let masks = try files.pictures(in: masks ?? alone, suffix("mask"))
    var sets: [TemplateSet] = []
    for (stem, path) in templates.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      guard let segment = segments[stem] else { throw noSegment(path, stem) }
      sets.append(try files.set(stem, path, attention: attentions[stem], segment: segment, mask: masks[stem]))
    }
    return sets
  }

  private var alone: FilePath? { segments == nil ? templates : nil }

  private func suffix(_ kind: String) -> String { segments == nil ? "_" + kind : "" }

  private func noSegment(_ template: FilePath, _ stem: [UInt8]) -> TemplateFileError {
    .noSegment(template, wanted: printable(stem) + suffix("segment"), segments ?? templates)
  }
}

/// Why templates could not be read; the description is the sentence that people read.
public enum TemplateFileError: Error, Equatable, Sendable, CustomStringConvertible {
  case noPictures(FilePath)
  case noTemplates(FilePath)
  case noSegment(FilePath, wanted: String, FilePath)
  case sameStem(FilePath, FilePath)
  case file(FileError)
  case image(FilePath, CodecError)
  case template(TemplateError)

  /// What is wrong, where, and what to do next.
  public var description: String {
    switch self {
    case .noPictures(let folder): "\(folder.shown): no pictures in this folder of templates; name one that holds some"
    case .noTemplates(let folder):
      "\(folder.shown): no picture is called NAME_template; call them NAME_template and NAME_segment, "
        + "or name the folder of segments with --segments"
    case .noSegment(let template, let wanted, let folder):
      "\(template.shown): there is no segment for this template; put \(wanted).png into \(folder.shown)"
    case .sameStem(let one, let other):
      "\(one.shown) and \(other.shown) have one name; rename one of them"
    case .file(let error): "\(error)"
    case .image(let path, let error): "\(path.shown): \(error)"
    case .template(let error): "\(error)"
    }
  }
}

/// Reads the pictures of templates.
private struct TemplateFiles {
  let door: any FileDoor
  let codec: any ImageCodec
  let pixelLimit: Int

  /// The pictures of a folder whose stems end with `suffix`, by what stands before that.
  func pictures(in folder: FilePath?, _ suffix: String) throws(TemplateFileError) -> [[UInt8]: FilePath] {
    guard let folder else { return [:] }
    let names: [FilePath.Component]
    do { names = try door.list(folder) } catch { throw .file(error) }
    var found: [[UInt8]: FilePath] = [:]
    for component in names {
      let name = component.bytes
      guard name.first != UInt8(ascii: "."), hasExtension(name, in: imageExtensions) else { continue }
      let stem = Array(splitName(name).stem)
      guard stem.count > suffix.utf8.count, stem.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) else { continue }
      let path = folder.appending(component)
      let key = Array(stem.dropLast(suffix.utf8.count))
      if let other = found[key] { throw .sameStem(other, path) }
      found[key] = path
    }
    return found
  }

  func set(
    _ stem: [UInt8], _ template: FilePath, attention: FilePath?, segment: FilePath, mask: FilePath?
  ) throws(TemplateFileError) -> TemplateSet {
    let (template, segment) = (try image(template), try image(segment))
    let (attention, mask) = (try self.mask(attention), try self.mask(mask))
    do {
      return try TemplateSet(
        name: printable(stem), template: template, attention: attention, segment: segment, mask: mask)
    } catch { throw .template(error) }
  }

  private func image(_ path: FilePath) throws(TemplateFileError) -> Image {
    let bytes: [UInt8]
    do { bytes = try door.read(path) } catch { throw .file(error) }
    do { return try codec.decode(bytes, pixelLimit: pixelLimit) } catch { throw .image(path, error) }
  }

  /// 255 where any channel is not 0.
  private func mask(_ path: FilePath?) throws(TemplateFileError) -> Mask? {
    guard let path else { return nil }
    let image = try image(path)
    let isBlack = (0..<image.size.area).map { image.bytes[$0 * 3..<$0 * 3 + 3].allSatisfy { $0 == 0 } }
    return Mask(size: image.size, elements: isBlack.map { $0 ? 0 : 255 })
  }
}
