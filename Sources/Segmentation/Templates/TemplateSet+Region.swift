import Raster

extension TemplateSet {
  /// Regions of fewer pixels are found everywhere.
  public static let leastPixels = 16

  /// A region of an image as a template: its box is looked for, compared and painted where the region is.
  /// - Parameters:
  ///   - region: inside the image, not empty.
  ///   - color: of the class that is painted.
  public init(name: String, cutting region: [PixelRun], from image: Image, color: RGB) {
    let width = image.size.width
    var box = PixelRect(x: 0, y: 0, width: 0, height: 0)
    for run in region {
      box = box.union(
        PixelRect(x: run.range.lowerBound % width, y: run.range.lowerBound / width, width: Int(run.length), height: 1))
    }
    let size = Size(width: box.width, height: box.height)
    var attention = Mask(size: size, filledWith: 0)
    for run in region {
      let start = (run.range.lowerBound / width - box.y) * size.width + run.range.lowerBound % width - box.x
      for at in start..<start + Int(run.length) { attention.elements[at] = 255 }
    }
    let rows = (box.y..<box.maxY).map { ($0 * width + box.x) * 3..<($0 * width + box.maxX) * 3 }
    let template = Image(size: size, bytes: rows.flatMap { image.bytes[$0] })
    let stamp = Mask(size: size, elements: attention.elements.map { $0 == 0 ? 0 : 1 })
    self.init(name: name, template: template, attention: attention, stamp: stamp, colors: [color])
  }
}
