import Display
import Raster
import Session

/// A line of the message log.
public struct Message: Equatable, Sendable {
  /// How much it matters.
  public enum Level: Equatable, Sendable { case note, warning, error }

  /// How much it matters.
  public var level: Level
  /// One sentence, safe to show.
  public var text: String

  /// Makes `text` safe to show.
  public init(_ level: Level, _ text: String) {
    self.level = level
    self.text = PlainText.sanitized(text)
  }
}

/// What fills the large pane.
enum Pane: Equatable, Sendable {
  case picture
  /// Shown from that line on.
  case help(line: Int)
  case messages(line: Int)
}

/// The part of the editor that is cheap and in no mask: where one looks and what is half typed.
struct EditorState: Equatable, Sendable {
  var files: [ImageFile]
  /// Of the open image in `files`.
  var place: Int
  var heading = Heading.forwards
  var mode = Mode.single
  var overlay = Overlay.paintAndBorders
  var look = PaintLook()
  var imageLook = ImageLook()
  var overview = OverviewMap()
  /// Nil while the picture is the image alone.
  var debugView: DebugView?
  /// When what is drawn over the image comes back, on the app's clock; nil unless `blink` has hidden it.
  var blinkEnd: Int?
  var cursor: PixelPoint?
  /// The crosshair marks the cursor while the keyboard moves it; the pointer marks itself, at no cost.
  var showsCrosshair = true
  /// Nil until the image is decoded.
  var view: Viewport?
  var grabCut = GrabCutMode()
  var brush = BrushMode()
  var reshape = ReshapeMode()
  var wand = WandMode()
  var polygon = PolygonMode()
  var templates = TemplateMode()
  /// The points of consecutive cuts; the next one begins at the last.
  var chain: [PixelPoint] = []
  /// The cursor stands where a walk through the unpainted segments has come; whoever moves it ends the walk.
  var isWalking = false
  var walkOrder = WalkOrder.largest
  /// Codes on the segments; nil while they are not shown.
  var hints: Hints?
  /// What `repeat` does, with its points left out.
  var lastActions: [EditorAction] = []
  /// What the next motion does with the segments on its way.
  var along: Stroke?
  var smartFill = SmartFillMode()
  /// Of the session's open stroke; nil while none is open.
  var trail: StrokeTrail?
  /// Of a box that is being drawn; nil while none is.
  var corner: PixelPoint?
  var predictor = PredictorStatus()
  var pane = Pane.picture
  /// The method dialog, beside the picture; nil while it is closed.
  var dialog: MethodDialog?
  /// The model dialog, at the same place; nil while it is closed.
  var models: ModelDialog?
  /// The dialog of the classes, at the same place; nil while it is closed.
  var classDialog: ClassDialog?
  /// What the model dialog was told last; empty until it was opened once.
  var knownModels: [ModelEntry] = []
  /// Of all images; nil while nobody wants it.
  var relabeling: FolderRelabeling?
  /// The list of images, beside the picture; nil while it is closed.
  var fileList: FileList?
  var folder: FolderProgress
  /// Nil while nobody takes lessons.
  var tutorial: Tutorial?
  var pending = PendingKeys()
  var prompt: Prompt?
  var history: [String] = []
  /// The colours of the classes of the image that was opened last.
  var lastColors: [RGB] = []
  /// Colours that were taken in the colour picker, the latest first.
  var pickedColors: [RGB] = []
  /// What the last line shows; the next key takes it away.
  var message: Message?
  var log: [Message] = []
  var pointer = PointerState()
  /// Images whose last save failed, in the order of failure.
  var failedSaves: [ImageFile] = []
  /// `q` was answered with a question.
  var isQuitAsked = false
  /// Leaves once all saves are answered.
  var isQuitting = false
  /// The app's clock, as the last tick or mouse event told it.
  var time = 0

  static let logLimit = 1000

  /// A dialog takes keys and clicks; the picture is only looked at.
  var hasDialog: Bool { dialog != nil || models != nil || classDialog != nil }

  init(files: [ImageFile], place: Int) {
    (self.files, self.place) = (files, place)
    folder = FolderProgress(count: files.count)
  }

  mutating func say(_ level: Message.Level, _ text: String) {
    let message = Message(level, text)
    self.message = message
    log.append(message)
    if log.count > Self.logLimit { log.removeFirst(log.count - Self.logLimit) }
  }
}

/// What is known of the pointer between its events.
struct PointerState: Equatable, Sendable {
  struct Press: Equatable, Sendable {
    var button: MouseEvent.Button
    var position: PointerPosition
    var time: Int
  }

  enum Drag: Equatable, Sendable {
    case view(last: PointerPosition)
    /// The view, by the overview map.
    case overview
    case stroke
    /// From `EditorState.corner`.
    case box
    /// A mark of GrabCut mode.
    case mark
    /// A stroke of brush mode.
    case brush
    /// A vertex of polygon mode.
    case vertex
    /// In the part of the colour picker where the button went down.
    case color(PickerPart)
  }

  /// The last press that may become the first half of a double click.
  var lastPress: Press?
  var drag: Drag?
  /// The canvas pixel under the pointer while its wheel is turned: zooming keeps what lies there.
  var anchor: PixelPoint?
}
