import ArgumentParser
import Display
import Editor
import Glibc
import OpenCVMethods
import Segmentation
import Session
import SystemPackage
import Terminal

/// `tessera label PATH…`: the interactive app.
struct Label: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Label images in the terminal (the default command).",
    discussion: """
      Example: `tessera label photos/ --set region_size=30` opens the images of a folder in the order of their names. \
      Masks go to photos_segmented/; every action is journaled at once, so nothing is lost by leaving or by a crash. \
      A folder that was labeled before opens where it was left, unless --first or an image is named.
      """)

  @Argument(help: "Image files and folders.") var paths: [PathArgument]
  @OptionGroup var method: MethodOptions
  @OptionGroup var models: ModelOptions
  @OptionGroup var templates: TemplateOptions
  @OptionGroup var classes: ClassesOption
  @OptionGroup var output: OutputOptions
  @OptionGroup var look: LookOptions
  @Flag(help: "Open folders with everything below them.") var recursive = false
  @Flag(help: "Begin with the first image instead of where the folder was left.") var first = false
  @Flag(help: "Look, but paint and write nothing.") var readOnly = false
  @Flag(help: "Take an image, its segments or a mask that differ from what the journal pins.") var force = false
  @OptionGroup var limit: LimitOptions
  @Option(help: .hidden) var testLog: String?
  @Option(help: .hidden) var frameDump: String?

  func run() throws { try open(isTutorial: false) {} }

  /// Runs the app to its end.
  /// - Parameters:
  ///   - isTutorial: with lessons, and with the classes that they speak of.
  ///   - atEnd: what is done once the terminal is the shell's again.
  func open(isTutorial: Bool, atEnd: () -> Void) throws {
    let library = try models.library()
    let registry = try reading { () throws(ModelFileError) in try MethodRegistry.with(library, for: method.method) }
    let spec = try method.spec(registry)
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      throw fail("label needs a terminal, and this is none; use `tessera replay SCRIPT` to work without one")
    }
    let settings = try Settings(keymap: look.keymap?.path, theme: look.theme?.path, classes: classes.classes?.path)
    let images = try reading { () throws(ImageListError) in
      try ImageList(paths.map(\.path), recursive: recursive, door: SystemFiles())
    }
    let sets = try reading { () throws(TemplateFileError) in try templates.sets(limit) }
    let namesImages = paths.contains { !SystemFiles().isFolder($0.path) }
    var editor = Editor(
      files: images.files, method: spec, registry: registry, keymap: settings.keymap, theme: settings.theme,
      screen: .unknown, readOnly: readOnly, templates: sets,
      folderLog: FolderLog(outputFolder, door: SystemFiles()),
      left: first || namesImages ? nil : outputFolder.readView(door: SystemFiles()))
    if isTutorial { editor.beginTutorial() }
    let classes = isTutorial ? try Settings.standardClasses() : settings.classes
    try start(editor, opener(registry, classes, images), library, isTutorial: isTutorial, atEnd: atEnd)
  }

  private func opener(_ registry: MethodRegistry, _ classes: ClassList, _ images: ImageList) -> SessionOpener {
    let (door, folder) = (SystemFiles(), outputFolder)
    return SessionOpener(
      door: door, codec: OpenCVCodec(), registry: registry, output: folder, pixelLimit: limit.pixelLimit,
      classes: classes, force: force,
      cache: LabelCache(door: door, output: folder, version: programVersion(door), readOnly: readOnly))
  }

  private var outputFolder: OutputFolder {
    output.output.map { OutputFolder(root: $0.path, maskNames: output.maskNames) }
      ?? OutputFolder(besideImages: paths[0].path, door: SystemFiles(), maskNames: output.maskNames)
  }

  private func predictor(_ library: ModelLibrary, _ mailbox: Mailbox) -> PredictorService {
    let folder = CacheFolder(
      door: SystemFiles(), output: outputFolder, kind: "embeddings", byteLimit: EmbeddingCache.standardByteLimit,
      readOnly: readOnly)
    return PredictorService(library, cache: EmbeddingCache(folder: folder)) { mailbox.post(.editor(.predictor($0))) }
  }

  /// Tells programs apart that may make other segments: a program that was built anew counts as another.
  private func programVersion(_ door: SystemFiles) -> String {
    let program = door.identity(of: "/proc/self/exe").map { "\($0.size) bytes of \($0.modified)" } ?? ""
    return "\(Tessera.configuration.version) \(program)"
  }

  /// The first image is read while the terminal is asked what it can do.
  private func start(
    _ editor: Editor, _ opener: SessionOpener, _ library: ModelLibrary, isTutorial: Bool, atEnd: () -> Void
  ) throws -> Never {
    guard let mailbox = Mailbox() else { throw fail("no more file descriptors; close some programs and try again") }
    Signals.hold()
    let predictor = predictor(library, mailbox)
    var (editor, opener) = (editor, opener)
    opener.answerer = PromptMethods(predictor: predictor)
    let effects = EffectRunner(opener: opener, mailbox: mailbox, predictor: predictor)
    for effect in editor.start() { effects.run(effect) }
    if !isTutorial, !readOnly, FirstRun.begins() { editor.welcome() }
    let variables = ProcessEnvironment.variables
    let errors = ErrorLog()
    let screen: Screen
    do throws(ScreenError) { screen = try Screen(.init(graphics: look.graphics.choice, variables: variables)) } catch {
      errors?.end()
      note(error)
      effects.finish()
      atEnd()
      leave(Exit.failed)
    }
    let log = testLog.flatMap { TestLog(path: $0, dumpPath: frameDump) }
    let app = InteractiveApp(editor, screen, mailbox, effects, log, tutorialArguments: look.arguments)
    app.run()
    errors?.end()
    atEnd()
    if let farewell = app.farewell { note(farewell) }
    leave(app.farewell == nil ? .success : Exit.failed)
  }
}

/// `--graphics`.
enum GraphicsChoice: String, CaseIterable, ExpressibleByArgument {
  case auto, sixel, blocks, none

  /// Nil leaves the choice to what the terminal says.
  var choice: ScreenSpec.Graphics? { ScreenSpec.Graphics(rawValue: rawValue) }
}

extension ScreenSpec {
  /// Before the terminal has answered.
  static let unknown = ScreenSpec(
    cells: .init(columns: 80, rows: 24), cellPixels: .init(width: 1, height: 2), graphics: .none)
}

/// Runs `body`; its error becomes a sentence on stderr and exit code 1.
func reading<Value, Failure: Error & CustomStringConvertible>(_ body: () throws(Failure) -> Value) throws -> Value {
  do { return try body() } catch { throw fail(error) }
}
