import Raster
import Segmentation
import Session

/// What GrabCut mode knows beside the marks, which the session keeps.
struct GrabCutMode: Equatable, Sendable {
  /// A mark that is being drawn.
  enum Draft: Equatable, Sendable {
    case stroke(GrabCutStroke)
    case rectangle(PixelPoint, PixelPoint)

    /// The command that makes a mark of it.
    var command: Command {
      switch self {
      case .stroke(let stroke): .grabCut(.stroke(stroke))
      case .rectangle(let one, let other): .grabCut(.rectangle(one, other))
      }
    }

    /// The same, drawn on to `point`.
    func extended(to point: PixelPoint) -> Draft {
      switch self {
      case .stroke(let stroke): .stroke(stroke.extended(to: point))
      case .rectangle(let corner, _): .rectangle(corner, point)
      }
    }
  }

  /// What keys draw.
  var kind = GrabCutKind.foreground
  /// Of the brush, in image pixels.
  var radius = 3
  var draft: Draft?
  /// The answer is shown where there is room for one picture only.
  var showsAnswer = false
  /// Steps that could be undone when the mode began: what was done before it stays.
  var firstStep = 0

  /// Brushes, in image pixels.
  static let radii = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 25, 32, 40, 50, 64, 80, 100]

  mutating func changeBrush(by step: Int) {
    let place = (Self.radii.firstIndex { $0 >= radius } ?? 0) + min(max(step, -Self.radii.count), Self.radii.count)
    radius = Self.radii[min(max(place, 0), Self.radii.count - 1)]
  }

  /// What a drag that is bound to `kind` draws.
  func dragged(_ kind: GrabCutKind) -> GrabCutKind {
    switch (self.kind, kind) {
    case (.probableForeground, .foreground), (.probableBackground, .foreground): .probableForeground
    case (.probableForeground, .background), (.probableBackground, .background): .probableBackground
    default: kind
    }
  }
}

extension GrabCutStroke {
  /// The same stroke on to `point`; points on the way of a straight line are left out.
  func extended(to point: PixelPoint) -> GrabCutStroke {
    GrabCutStroke(kind, radius: radius, points.extended(to: point))
  }
}
