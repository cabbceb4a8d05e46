import Raster
import Segmentation

/// Divides the image downwards, then its lower part across, and tells after each division.
struct Growing: SegmentationMethod {
  let description = MethodDescription(name: "growing", summary: "One segment after the other", parameters: [])

  func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap {
    let size = image.size
    func labels(_ divisions: Int) -> LabelMap {
      LabelMap(
        size: size,
        elements: (0..<size.area).map { at in
          let (x, y) = (at % size.width, at / size.width)
          if x < size.width / 3 { return divisions > 0 ? 2 : 1 }
          return divisions > 1 && y > size.height / 2 ? 3 : 1
        })
    }
    for divisions in 1...2 { run.offer { labels(divisions) } }
    return labels(2)
  }
}
