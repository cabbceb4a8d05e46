import Display
import Raster
import Segmentation
import Session

/// The labeling app without a terminal: events go in, effects and frames come out.
///
/// Deterministic: clock, disk, workers and screen appear only as events and effects; the session writes its journal
/// through the file door it was prepared with. Belongs to one thread.
public struct Editor {
  var state: EditorState
  var screen: ScreenSpec
  /// The image that is open or being opened.
  var open: OpenImage?
  let keymap: Keymap
  let theme: Theme
  let registry: MethodRegistry
  /// How the next image is segmented; a `method` command changes it.
  var method: MethodSpec
  let isReadOnly: Bool
  /// Where states and notes are written; nil where they are not kept.
  let folderLog: FolderLog?
  /// How the folder was left the last time; nil once it is shown.
  var leftView: FolderView?
  /// For filters; made when the first is written.
  var names = FileNames([])
  /// The images are there for the lessons of the tutorial.
  var isTutorial = false
  private var lastRequest = 0
  /// Saves that are not answered yet, with their images.
  var saves: [(request: Int, file: ImageFile)] = []

  /// - Parameters:
  ///   - files: the list that `n` and `p` walk; not empty.
  ///   - start: the place in `files` to begin with.
  ///   - method: how images are segmented that have no journal yet.
  ///   - readOnly: nothing is painted and nothing written.
  ///   - templates: what template mode looks for.
  ///   - folderLog: where states of images and notes are written; nil where they are not kept.
  ///   - left: how the folder was left the last time: it begins there, if the image is still in `files`.
  public init(
    files: [ImageFile], start: Int = 0, method: MethodSpec, registry: MethodRegistry, keymap: Keymap, theme: Theme,
    screen: ScreenSpec, readOnly: Bool = false, templates: [TemplateSet] = [], folderLog: FolderLog? = nil,
    left: FolderView? = nil
  ) {
    let leftPlace = left.flatMap { left in files.firstIndex { $0.stem == left.stem } }
    state = EditorState(files: files, place: min(max(leftPlace ?? start, 0), max(0, files.count - 1)))
    leftView = left
    self.screen = screen
    self.keymap = keymap
    self.theme = theme
    self.registry = registry
    self.method = method
    isReadOnly = readOnly
    state.templates.sets = templates
    self.folderLog = folderLog
  }

  /// The first effects: opens the first image. To be called once.
  public mutating func start() -> [Effect] {
    guard !state.files.isEmpty else { return [.quit] }
    return openImage(at: state.place) + [.readFolder(state.files)]
  }

  /// Takes in one event.
  public mutating func handle(_ event: EditorEvent) -> [Effect] {
    let before = tutorialView
    let effects = take(event) + dropStaleQuestion() + followLikeness()
    if let before { followTutorial(since: before) }
    return effects
  }

  private mutating func take(_ event: EditorEvent) -> [Effect] {
    if case .input(let input) = event { noteWork(input) }
    switch event {
    case .input(.key(let press)): return handle(press)
    case .input(.mouse(let event)): return handle(event)
    case .input(.paste(let text)): return paste(text)
    case .input(.focus): return []
    case .resized(let screen): return resize(to: screen)
    case .imageDecoded(let request, let source): return show(source, request)
    case .imageReady(let request, let prepared): return begin(prepared, request)
    case .openFailed(let request, let failure): return fail(failure, request)
    case .progress(let request, let part): return note(part, request)
    case .methodReady(let request, let labels):
      return isPreview(request) ? show(preview: labels) : take(labels, request)
    case .segmentsPreview(let request, let preview): show(preview: preview, request)
    case .hierarchyReady(let request, let hierarchy): return take(hierarchy, request)
    case .likenessReady(let request, let likeness): take(likeness, request)
    case .methodFailed(let request, let reason): return drop(method: reason, request)
    case .answerPreview(let request, let answer): show(preview: answer, request)
    case .answerReady(let request, let answer): return take(answer, request)
    case .templatesFound(let request, let found): return take(found, request)
    case .answerFailed(let request, let reason): failQuestion(reason, request)
    case .predictor(let status): take(status)
    case .models(let entries): take(models: entries)
    case .folderRead(let reading): take(reading)
    case .tutorialEnded(let failure): endTutorial(failure)
    case .relabelingCounted(let request, let plan): take(plan, request)
    case .folderRelabeled(let request, let report): return take(report, isTakingBack: false, request)
    case .relabelingTakenBack(let request, let report): return take(report, isTakingBack: true, request)
    case .relabelingFailed(let request, let reason): return fail(relabeling: reason, request)
    case .saved(let request, let failure): return saved(request, failure)
    case .tick(let time): return tick(time) + startPreview()
    }
    return []
  }

  /// Leaves the open image at once: syncs its journal and gives it free. For signals; `quit` does it by itself.
  public mutating func close() -> [Effect] { keepView() + closeImage() }

  /// When a tick is wanted at the latest, on the app's clock; nil if only input can change anything.
  public var wakeTime: Int? {
    let spin = activity.map { _ in Spinner.time(after: state.time) }
    return [state.pending.deadline, state.blinkEnd, syncTime, previewTime, spin].compactMap { $0 }.min()
  }

  /// The class, paint and labels of the open image, for tests and dumps; nil until it can be labeled.
  public var session: Session? { open?.session }

  /// What the last line says, if anything.
  public var message: String? { state.message?.text }

  var syncTime: Int?

  mutating func nextRequest() -> Int {
    lastRequest += 1
    return lastRequest
  }
}

/// The open image on its way: asked for, decoded, ready.
struct OpenImage {
  let request: Int
  let file: ImageFile
  var isReadOnly: Bool
  /// Nil until the image is decoded.
  var composer: PictureComposer?
  /// Where labels or paint changed since the last picture; nil for anywhere.
  var changed: PixelRect?
  /// Where the last picture showed a fill that is not done yet.
  var previewed = Outcome().changed
  var session: Session?
  /// 0…1 while it is segmented.
  var progress: Double?
  var failure: OpenFailure?
  /// What it is segmented by where no journal says otherwise.
  var method: MethodSpec?
  /// When it was asked for, on the app's clock; nil until the clock is told.
  var since: Int?
  /// It was decoded, but its segmentation was given up.
  var isCancelled = false
  var granularity = Granularity()
  /// How alike the segments look that were last asked about; nil until smart fill wants to know.
  var likeness: SegmentLikeness?
  /// Of a likeness that a worker makes.
  var likenessRequest: Int?
  /// The command that a worker answers.
  var question: Question?
  var shownMask: ShownMask?
  /// What the mode's command would paint, as the last picture showed it.
  var planned: PlannedPaint?
  /// Where the next stretch of a polygon would go.
  var wire: PolygonWire?
  /// What a smart fill chooses from.
  var reach: FoundReach?
  /// What the last picture of GrabCut mode was made of.
  var markLayer: MarkLayer?
  var answerLayer: (runs: RunLengthPlane<Int32>, kinds: Mask)?
  /// The unpainted segments, in the order in which one walks through them; nil until someone does.
  var walk: SegmentWalk?
  /// The open request of a `method` command, its spec, and when it was asked for.
  var resegmentation: (request: Int, spec: MethodSpec, progress: Double, since: Int)?
  /// The last that came for a request, see `Editor.segmentsPreview`.
  var segmentsPreview: (request: Int, SegmentsPreview)?

  var image: Image? { composer?.pyramid.image }
}
