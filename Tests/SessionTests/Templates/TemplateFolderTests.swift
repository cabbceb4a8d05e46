import Raster
import Segmentation
import SystemPackage
import Testing

@testable import Session

/// A picture of grey values, as `PlainCodec` reads it.
private func picture(_ width: Int, _ height: Int, _ pixels: [UInt8]) -> [UInt8] {
  Array("image \(width) \(height)\n".utf8) + pixels
}

private let template = picture(2, 2, [0, 10, 20, 30])
private let segment = picture(2, 2, [0, 0, 90, 91])

@Suite struct TemplateFolderTests {
  private let files = MemoryFiles()

  private func read(_ folders: TemplateFolders) throws(TemplateFileError) -> [TemplateSet] {
    try folders.read(files, PlainCodec(), pixelLimit: 1000)
  }

  /// The sentence that reading ends with.
  private func sentence(_ folders: TemplateFolders) -> String {
    do {
      return "\(try read(folders).count) templates"
    } catch { return "\(error)" }
  }

  @Test func oneFolderGoesByEndings() throws {
    for (name, bytes) in [
      ("b_template.png", template), ("b_segment.ppm", segment), ("a_template.PNG", template),
      ("a_segment.png", segment),
      ("a_attention.png", picture(2, 2, [1, 0, 0, 0])), ("a_mask.png", picture(2, 2, [0, 0, 1, 0])),
      ("notes.txt", [1]), ("other.png", [2]), ("_template.png", [3]), (".c_template.png", [4]),
    ] { files[FilePath("/t/\(name)")] = bytes }
    let sets = try read(TemplateFolders(templates: "/t"))
    #expect(sets.map(\.name) == ["a", "b"])
    #expect(sets[0].attention.elements == [255, 0, 0, 0] && sets[0].stamp.elements == [0, 0, 1, 0])
    #expect(sets[1].attention.elements == [0, 255, 255, 255] && sets[1].stamp.elements == [0, 0, 1, 2])
    #expect(sets[1].colors == [RGB(90, 90, 90), RGB(91, 91, 91)])
  }

  @Test func foldersGoByEqualStems() throws {
    let names = ["z", "plane 2", "_template", "a.b", "#=,;", "ü", "\u{1B}[2J"]
    for name in names {
      files[FilePath("/t/\(name).png")] = template
      files[FilePath("/s/\(name).bmp")] = segment
    }
    files["/m/z.png"] = picture(2, 2, [0, 0, 0, 9])
    files["/s/nobody's.png"] = segment
    let sets = try read(TemplateFolders(templates: "/t", segments: "/s", masks: "/m"))
    #expect(sets.count == names.count)
    #expect(Set(sets.map(\.name)).contains("\\x1b[2J"))
    #expect(sets.allSatisfy { set in !set.name.unicodeScalars.contains(where: isControl) })
    #expect(sets.first { $0.name == "z" }?.stamp.elements == [0, 0, 0, 1])
  }

  @Test func namesNeedNotBeText() throws {
    let bytes: [UInt8] = Array("/t/".utf8) + [0xFF, 0x0A]
    for ending in ["_template.png", "_segment.png"] {
      files[try #require(FilePath(bytes: bytes + Array(ending.utf8)))] = ending.hasPrefix("_t") ? template : segment
    }
    #expect(try read(TemplateFolders(templates: "/t")).map(\.name) == ["\\xff\\n"])
  }

  @Test func whatIsWrongIsSaid() {
    files["/empty/notes.txt"] = [1]
    #expect(sentence(TemplateFolders(templates: "/nowhere")) == "/nowhere: no such file or folder; check the path")
    #expect(
      sentence(TemplateFolders(templates: "/empty", segments: "/empty"))
        == "/empty: no pictures in this folder of templates; name one that holds some")
    #expect(
      sentence(TemplateFolders(templates: "/empty"))
        == "/empty: no picture is called NAME_template; call them NAME_template and NAME_segment, "
        + "or name the folder of segments with --segments")
    files["/t/a_template.png"] = template
    #expect(
      sentence(TemplateFolders(templates: "/t"))
        == "/t/a_template.png: there is no segment for this template; put a_segment.png into /t")
    files["/t/a_segment.png"] = picture(1, 2, [7, 7])
    #expect(
      sentence(TemplateFolders(templates: "/t"))
        == "template a: the segment is 1x2, the template 2x2; make them one size")
    files["/t/a_segment.png"] = [1, 2, 3]
    #expect(sentence(TemplateFolders(templates: "/t")).hasPrefix("/t/a_segment.png: not an image"))
    files["/t/a_segment.png"] = segment
    #expect(sentence(TemplateFolders(templates: "/t")) == "1 templates")
    files["/t/a_template.jpg"] = template
    #expect(
      sentence(TemplateFolders(templates: "/t"))
        == "/t/a_template.jpg and /t/a_template.png have one name; rename one of them")
    files["/t/a_template.jpg"] = nil
    files["/t/a_template.png"] = picture(40, 40, [UInt8](repeating: 1, count: 1600))
    #expect(sentence(TemplateFolders(templates: "/t")).hasPrefix("/t/a_template.png: 40 x 40 pixels, the limit is"))
  }
}
