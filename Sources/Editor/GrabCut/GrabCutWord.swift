import Segmentation
import Session

/// What keys, drags and words do in GrabCut mode, beside the commands of the language.
enum GrabCutWord: Equatable, Sendable {
  /// What a drag of the pointer draws.
  enum Drag: Equatable, Sendable {
    case stroke(GrabCutKind)
    case rectangle
  }

  /// Begins a stroke at the cursor, or ends the one that was begun.
  case draw
  /// Begins a rectangle at the cursor, or ends the one that was begun.
  case corner
  case drag(Drag)
  /// What `draw` draws.
  case kind(GrabCutKind)
  /// So many sizes larger, or smaller.
  case brush(Int)
  /// Shows the answer instead of the marks, and back.
  case view

  private static let kinds = GrabCutKind.allCases.map(\.rawValue).joined(separator: "|")

  static let words: [(name: String, arguments: String, help: String)] = [
    ("grabcut-draw", "", "In GrabCut mode: begin a stroke at the cursor, or end it"),
    ("grabcut-corner", "", "In GrabCut mode: begin a rectangle at the cursor, or end it"),
    ("grabcut-drag", kinds + "|rectangle", "In GrabCut mode: draw with the pointer while the button is down"),
    ("grabcut-kind", kinds, "In GrabCut mode: what keys draw; where it is only probable, what drags draw is, too"),
    ("grabcut-brush", "STEP", "In GrabCut mode: a larger brush, or a smaller one"),
    ("grabcut-view", "", "In GrabCut mode: marks or answer, where there is no room for both"),
  ]

  /// Nil where word and arguments do not fit.
  init?(_ name: String, _ arguments: [String]) {
    let kind = arguments.count == 1 ? GrabCutKind(rawValue: arguments[0]) : nil
    let number = arguments.count == 1 ? Int(arguments[0]).flatMap { abs($0) <= 1_000_000 ? $0 : nil } : nil
    switch (name, arguments) {
    case ("grabcut-draw", []): self = .draw
    case ("grabcut-corner", []): self = .corner
    case ("grabcut-view", []): self = .view
    case ("grabcut-drag", ["rectangle"]): self = .drag(.rectangle)
    default:
      switch (name, kind, number) {
      case ("grabcut-drag", let kind?, _): self = .drag(.stroke(kind))
      case ("grabcut-kind", let kind?, _): self = .kind(kind)
      case ("grabcut-brush", _, let step?): self = .brush(step)
      default: return nil
      }
    }
  }
}
