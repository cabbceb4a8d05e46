import Raster

/// Pictures side by side, all of the same view.
extension Editor {
  /// How many stand in the pane.
  var partCount: Int { isSplit ? 2 : isDebugSplit ? 3 : 1 }

  /// The canvas column where a part begins.
  func start(ofPart part: Int) -> Int {
    partCount > 1 ? part * (paneCanvas.width - canvas.width) / (partCount - 1) : 0
  }

  /// The part that holds a canvas column of the pane.
  func part(at column: Int) -> Int { (0..<partCount).last { start(ofPart: $0) <= column } ?? 0 }

  /// The parts of the pane as one plane.
  ///
  /// - Parameter parts: `partCount` planes of `canvas` size.
  func joined(_ parts: [IndexPlane], between: UInt8) -> IndexPlane {
    let width = paneCanvas.width
    var whole = IndexPlane(size: Size(width: width, height: canvas.height), filledWith: between)
    for (part, plane) in parts.enumerated() {
      for y in 0..<min(plane.height, whole.height) {
        let begin = y * width + start(ofPart: part)
        whole.elements.replaceSubrange(
          begin..<begin + plane.width, with: plane.elements[y * plane.width..<(y + 1) * plane.width])
      }
    }
    return whole
  }
}
