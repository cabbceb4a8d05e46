import Raster
import Segmentation
import SystemPackage

/// One action of the command language: what a key is bound to, the prompt reads, the journal holds and scripts say.
///
/// A point that is left out (`nil`) means the cursor; journals and scripts always write it.
public enum Command: Equatable, Sendable {
  // Labeling: changes the session, goes into the journal.
  case fill(PixelPoint?, ClassReference? = nil)
  case unfill(PixelPoint?)
  /// Paints what is unpainted of the segments at these points.
  case fillSegments(ClassReference, [PixelPoint])
  /// A session makes `fillSegments` of it, which is what its journal keeps.
  case smartFill(SmartFill)
  case cut(PixelPoint, PixelPoint)
  case merge(PixelPoint, PixelPoint)
  /// Begins a continuous fill or unfill; `strokeTo` and `strokeEnd` follow. One undo step.
  case strokeBegin(Stroke, PixelPoint?)
  case strokeTo(PixelPoint?)
  case strokeEnd
  case selectClass(ClassReference)
  case defineClass(name: String, RGB)
  case color(RGB)
  /// Another colour for the class; paint and number stay.
  case recolorClass(ClassReference, RGB)
  /// All paint of the first class becomes paint of the second; the first is gone until that is undone.
  case mergeClasses(ClassReference, ClassReference)
  /// All paint of the first class becomes paint of the second; both classes stay.
  case relabel(ClassReference, ClassReference)
  case method(MethodSpec)
  /// So many levels coarser along the merge tree of the segments; finer where negative.
  case granularity(Int)
  case sam(SamAction)
  /// Marks for GrabCut, and what becomes of them.
  case grabCut(GrabCutAction)
  /// Paint by hand.
  case freehand(FreehandAction)
  /// What is painted with the class is not painted over, or is again.
  case lock(ClassReference?, isLocked: Bool)
  /// Paints what templates match.
  case template(TemplateOrder)
  /// Which object new paint belongs to.
  case object(ObjectAction)
  case reset
  case undo(Int)
  case redo(Int)
  case save
  // Folder.
  case open(FilePath, MethodSpec?)
  case next(Int)
  case previous(Int)
  case goto(ImageReference)
  case nextUnfinished(Int)
  case previousUnfinished(Int)
  case mark(ImageStatus)
  /// Nil for the line that writes one.
  case note(String?)
  /// `relabel` in all images; asks first.
  case relabelFolder(ClassReference, ClassReference)
  /// Takes the last `relabelFolder` back in all images where nothing was labeled since.
  case relabelFolderUndo
  case quit
  // View: never part of the masks.
  case cursor(PixelPoint)
  case move(dx: Int, dy: Int)
  case zoom(Zoom, PixelPoint?)
  case pan(dx: Int, dy: Int)
  case overlay(Overlay?)
  /// How much of the paint's colour shows, in percent.
  case opacity(Int)
  /// So many percent more or less.
  case stepOpacity(Int)
  /// A hatching of its own over every class's paint, on and off.
  case patterns
  /// Segments and paint beside the image, on and off; one after the other where there is no room for both.
  case debugView
  /// The image alone for a moment.
  case blink
  /// How the image itself is shown.
  case imageLook(ImageLookAction)
  /// The whole image in a corner while only a part of it shows, on and off.
  case overviewMap
  /// An image point in the middle of the view.
  case center(PixelPoint?)
  case mode(Mode)
  case act
  case stepClass(Int)
  /// So many unpainted segments further, or back.
  case walk(Int)
  /// Nil for the next order.
  case walkOrder(WalkOrder?)
  /// So many objects further, or back; the one that is come to is the current one.
  case walkObjects(Int)
  /// Codes on the segments, on and off.
  case hints
  /// The next motion fills or unfills every segment on its way.
  case along(Stroke)
  /// The last fill, unfill or change of granularity once more, at the cursor.
  case again
  case prompt(String)
  case help
  case messages
  case redraw
  case suspend
  case cancel
}

extension Command {
  /// How far from the image's corner a point may lie: lines are clipped, but their arithmetic must not overflow.
  static let farthest = 1_000_000_000
  static let coordinates = -farthest...farthest
  static let percent = 0...100
  /// How many levels one `granularity` may go.
  public static let granularitySteps = -40...40

  /// Gives the image other segments, which a journal pins.
  var replacesSegments: Bool {
    switch self {
    case .method, .granularity: true
    default: false
    }
  }

  /// Asks a worker about the image or the annotations; the answer is pinned as well.
  public var wantsAnswer: Bool {
    switch self {
    case .sam(.predict), .grabCut(.run), .template: true
    default: false
    }
  }

  /// Makes a journal begin where there is none, without changing a pixel: masks are named after colours, and paint that
  /// follows belongs to objects.
  var beginsJournal: Bool {
    switch self {
    case .recolorClass, .object: true
    default: false
    }
  }

  var isPinned: Bool { replacesSegments || wantsAnswer }
}

/// Which continuous mode a stroke belongs to.
public enum Stroke: String, CaseIterable, Sendable { case fill, unfill }

/// A class by its name or by its number.
public enum ClassReference: Equatable, Sendable {
  case name(String)
  case number(Int)
}

/// An image of the folder by its place (from 1) or by its file name.
public enum ImageReference: Equatable, Sendable {
  case place(Int)
  case name(String)
}

/// How the view is enlarged.
public enum Zoom: Equatable, Sendable {
  case closer, farther, fit
  /// Screen pixels per image pixel, 1/32…32.
  case ratio(Double)
}

/// What is drawn over the image.
public enum Overlay: String, CaseIterable, Sendable {
  case paintAndBorders = "paint+borders"
  case paint
  /// Paint as lines around it, which leave the image as it is.
  case outline
  case borders, plain
}

/// Which unpainted segment a walk goes to next.
public enum WalkOrder: String, CaseIterable, Sendable { case largest, reading, similar }

/// What Enter and the pointer do. Naming the mode that is on switches back to `single`.
public enum Mode: String, CaseIterable, Sendable {
  case single, fill, unfill, cut, grabcut, sam, brush, reshape, wand, polygon, template
  case smartFill = "smart-fill"
}
