import Display
import Raster
import Segmentation
import Session

/// Everything that can happen to the editor. Results of effects bear the request id they were asked with; a result
/// whose request is no longer open is dropped.
public enum EditorEvent: Sendable {
  case input(InputEvent)
  case resized(ScreenSpec)
  /// The first half of `Effect.open`: the picture can be shown. The worker has done what takes the whole image.
  case imageDecoded(request: Int, PictureSource)
  /// The second half: segments and journal are there, labeling can begin.
  case imageReady(request: Int, PreparedSession)
  /// Instead of either half.
  case openFailed(request: Int, OpenFailure)
  /// 0…1, while an image is segmented.
  case progress(request: Int, Double)
  case methodReady(request: Int, PreparedLabels)
  case hierarchyReady(request: Int, SegmentHierarchy)
  /// What `imageReady` or `methodReady` will be about, of the image or a smaller copy of it. May come more than once.
  case segmentsPreview(request: Int, SegmentsPreview)
  case likenessReady(request: Int, SegmentLikeness)
  /// Instead of `methodReady` or `hierarchyReady`.
  case methodFailed(request: Int, String)
  /// What `answerReady` will be about; of the image's size. May come more than once.
  case answerPreview(request: Int, RunLengthPlane<Int32>)
  case answerReady(request: Int, PreparedAnswer)
  /// What was found, the best first; see `TemplateSearch.matches`.
  case templatesFound(request: Int, [TemplateMatch])
  /// Instead of `answerReady` or `templatesFound`.
  case answerFailed(request: Int, String)
  /// Who answers the marks of Segment Anything from now on, and how far it is.
  case predictor(PredictorStatus)
  /// All that can be chosen to answer them, the answer to `Effect.listModels`.
  case models([ModelEntry])
  /// The answer to `Effect.readFolder`.
  case folderRead(FolderReading)
  /// The end of `Effect.tutorial`; `failure` says why it could not begin and what to do next.
  case tutorialEnded(failure: String?)
  /// The answer to `Effect.countRelabeling`.
  case relabelingCounted(request: Int, RelabelPlan)
  /// The end of `Effect.relabelFolder`, also where it was cancelled.
  case folderRelabeled(request: Int, RelabelReport)
  /// The end of `Effect.takeRelabelingBack`, also where it was cancelled.
  case relabelingTakenBack(request: Int, RelabelReport)
  /// Instead of any of these.
  case relabelingFailed(request: Int, String)
  /// The end of `Effect.save`; `failure` says what went wrong and what to do next.
  case saved(request: Int, failure: String?)
  /// The time on the app's monotonic clock, in milliseconds, the same that mouse events bear. To be sent before every
  /// batch of input and when `Editor.wakeTime` comes.
  case tick(Int)
}

/// Why an image could not be opened.
public struct OpenFailure: Equatable, Sendable {
  /// One sentence: what, where, what to do next.
  public var message: String
  /// Another Tessera holds it: it may be opened read-only.
  public var isHeld: Bool

  /// A failure in one sentence.
  public init(_ message: String, isHeld: Bool = false) {
    self.message = message
    self.isHeld = isHeld
  }
}

/// Work that the editor asks for. A value: the executable runs it on a worker, tests run it at once.
public enum Effect: Equatable, Sendable {
  /// Decode, answer `imageDecoded`; then segment or read the journal, answer `segmentsPreview` where there is one, then
  /// `imageReady`. Or `openFailed`.
  case open(request: Int, ImageFile, MethodSpec, readOnly: Bool)
  /// Make ready, behind the open image and once that is ready, what opening these will need; nearest first, answered by
  /// nothing. The list takes the place of the one before; what is not in it any more is dropped.
  case prepare([ImageFile], MethodSpec)
  /// Nobody waits for that request any more.
  case cancel(request: Int)
  /// Segment again; answer `segmentsPreview` where there is one, then `methodReady` or `methodFailed`, and `progress`
  /// meanwhile.
  case segment(request: Int, Image, MethodSpec)
  /// Make the hierarchy of `MethodRegistry.uncut`; answer `hierarchyReady` or `methodFailed`, and `progress` meanwhile.
  case hierarchy(request: Int, Image, MethodSpec)
  /// Look how alike the segments are, the last of which has that number; answer `likenessReady`.
  case likeness(request: Int, Image, LabelMap, lastLabel: Int32)
  /// Have a command answered that asks about the annotations; answer `answerPreview` where there is one, then
  /// `answerReady` or `answerFailed`, and `progress` meanwhile.
  case answer(request: Int, Image, Annotations, Command)
  /// Look for templates, for scores up to the threshold and `TemplateSearch.leastThreshold`; answer `templatesFound` or
  /// `answerFailed`, and `progress` meanwhile.
  case findTemplates(request: Int, Image, [TemplateSet], TemplateSearch)
  /// Make the image ready for marks of Segment Anything; answer `predictor`.
  case readyPredictor(Image)
  /// Look at the models that there are; answer `models`.
  case listModels
  /// Have the model of that name answer from now on, also what is asked before it is ready; answer `predictor`.
  case chooseModel(String)
  /// Read the states of these images and the notes on them, behind the first picture; answer `folderRead`.
  case readFolder([ImageFile])
  /// Keep for the next time how the folder is left; answered by nothing. The newest takes the place of those before.
  case keepView(FolderView)
  /// Count what of a class the images have; answer `relabelingCounted` or `relabelingFailed`, and `progress` meanwhile.
  case countRelabeling(request: Int, [ImageFile], from: String, to: String)
  /// Relabel these images, none of which is open, as it was counted; answer `folderRelabeled` or `relabelingFailed`, and
  /// `progress` meanwhile. Cancelled, it ends behind the image that it is at, and answers.
  case relabelFolder(request: Int, [ImageFile], RelabelPlan, MethodSpec)
  /// Take the last relabeling back; answer `relabelingTakenBack`, else the same.
  case takeRelabelingBack(request: Int, [ImageFile], MethodSpec)
  /// Write the masks; answer `saved`.
  case save(request: Int, MaskSnapshot)
  /// Give the terminal to the tutorial, which has images and files of its own; answer `tutorialEnded`.
  case tutorial
  /// Leave. All saves have been answered.
  case quit
  /// Give the terminal back to the shell until the program is continued.
  case suspend
  /// Everything on the glass is doubtful: paint all of it again.
  case redraw
}
