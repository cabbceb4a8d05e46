import ArgumentParser
import OpenCVMethods
import Segmentation
import Session

/// Which templates are looked for.
struct TemplateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Pictures to look for; alone, a folder of NAME_template, NAME_segment, and where wanted NAME_attention, NAME_mask.",
      valueName: "folder"))
  var templates: PathArgument?

  @Option(
    help: ArgumentHelp(
      "Where templates are compared, by the same names (default: everywhere but in black around the template).",
      valueName: "folder"))
  var attentions: PathArgument?

  @Option(help: ArgumentHelp("What is painted where templates match, by the same names.", valueName: "folder"))
  var segments: PathArgument?

  @Option(
    help: ArgumentHelp(
      "Where segments are painted, by the same names (default: where they are not black).", valueName: "folder"))
  var masks: PathArgument?

  func validate() throws {
    let isAlone = attentions == nil && segments == nil && masks == nil
    guard isAlone || (templates != nil && segments != nil) else {
      throw ValidationError(
        "--attentions and --masks belong to --templates and --segments; give both, or --templates with one folder alone"
      )
    }
  }

  /// The templates; none where none are asked for.
  func sets(_ limit: LimitOptions) throws(TemplateFileError) -> [TemplateSet] {
    guard let templates else { return [] }
    let folders = TemplateFolders(
      templates: templates.path, attentions: attentions?.path, segments: segments?.path, masks: masks?.path)
    return try folders.read(SystemFiles(), OpenCVCodec(), pixelLimit: limit.pixelLimit)
  }
}
