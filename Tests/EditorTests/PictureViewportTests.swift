import Raster
import Testing

@testable import Editor

@Suite struct PictureViewportTests {
  @Test func fitShowsTheWholeImageCentred() {
    let view = Viewport(image: Size(width: 1600, height: 900), canvas: Size(width: 800, height: 800))
    #expect(view.zoom == 0.5)
    #expect(view.visible == PixelRect(x: 0, y: 175, width: 800, height: 450))
  }

  @Test func fitEnlargesSmallImagesInStepsOfAHalf() {
    #expect(Viewport(image: Size(width: 481, height: 321), canvas: Size(width: 1280, height: 800)).zoom == 2)
    #expect(Viewport(image: Size(width: 300, height: 200), canvas: Size(width: 900, height: 500)).zoom == 2.5)
    #expect(Viewport(image: Size(width: 2, height: 2), canvas: Size(width: 900, height: 500)).zoom == 8)
  }

  @Test func fitGoesBelowTheSmallestZoomForLargeImages() {
    var view = Viewport(image: Size(width: 8000, height: 6000), canvas: Size(width: 100, height: 76))
    #expect(view.visible.width == 100 && view.zoom < Viewport.zooms.lowerBound)
    let fitted = view
    view.farther(at: PixelPoint(x: 0, y: 0))
    #expect(view == fitted)
  }

  @Test(arguments: UInt64(0)..<40)
  func zoomKeepsThePointUnderTheAnchor(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var view = Viewport(image: Size(width: 4000, height: 3000), canvas: Size(width: 640, height: 480))
    view.zoom(to: .random(in: 0.3...20, using: &random), at: PixelPoint(x: 320, y: 240))
    let anchor = PixelPoint(x: .random(in: 0..<640, using: &random), y: .random(in: 0..<480, using: &random))
    let before = view.nearestImagePoint(to: anchor)
    view.zoom(to: view.zoom * 1.5, at: anchor)
    let after = view.nearestImagePoint(to: anchor)
    // One canvas pixel of rounding, seen through the zoom before.
    let slack = 1 + Int(1.5 / view.zoom)
    #expect(abs(after.x - before.x) <= slack && abs(after.y - before.y) <= slack)
  }

  private static let sizes = [(1, 1), (3, 1), (1, 7000), (640, 480), (20_000, 3), (20_000, 20_000)].map {
    Size(width: $0.0, height: $0.1)
  }

  /// Tiny and huge images: both ends of the zoom are reached, and what lies under the anchor stays to a canvas pixel.
  @Test(arguments: sizes, [Size(width: 1280, height: 800), Size(width: 57, height: 42)])
  func allZoomsKeepTheAnchor(image: Size, canvas: Size) {
    var random = SplitMix64(seed: UInt64(image.area + canvas.area))
    var view = Viewport(image: image, canvas: canvas)
    for step in 0..<200 {
      let visible = view.visible
      let anchor = PixelPoint(
        x: .random(in: visible.x..<visible.maxX, using: &random),
        y: .random(in: visible.y..<visible.maxY, using: &random))
      let before = view
      switch step % 4 {
      case 0: view.zoom(to: [1.0 / 32, 32].randomElement(using: &random) ?? 1, at: anchor)
      case 1: view.zoom(to: .random(in: 0.01...40, using: &random), at: anchor)
      case 2: view.closer(at: anchor)
      default: view.farther(at: anchor)
      }
      #expect(view.zoom <= 32 && view.zoom >= min(1.0 / 32, view.fittingZoom))
      #expect(keeps(anchor.x, before.offset.x, before.scaled.width, view.offset.x, view.scaled.width, canvas.width))
      #expect(keeps(anchor.y, before.offset.y, before.scaled.height, view.offset.y, view.scaled.height, canvas.height))
      let point = view.nearestImagePoint(to: anchor)
      #expect(view.image.contains(point) && view.visible.intersection(canvas.bounds) == view.visible)
    }
  }

  /// On one axis; where the image's edge holds the view there is nothing to keep.
  private func keeps(_ anchor: Int, _ from: Int, _ old: Int, _ to: Int, _ new: Int, _ canvas: Int) -> Bool {
    if new <= canvas || to == 0 || to == canvas - new { return true }
    let wanted = (Double(anchor - from) + 0.5) / Double(old) * Double(new)
    return abs(Double(anchor - to) + 0.5 - wanted) <= 1
  }

  @Test(arguments: sizes) func stepsLeadToBothEndsOfAnyImage(image: Size) {
    var view = Viewport(image: image, canvas: Size(width: 1280, height: 800))
    for _ in 0..<Viewport.steps.count + 1 { view.closer(at: PixelPoint(x: 640, y: 400)) }
    #expect(view.zoom == 32)
    #expect(view.scaled == Size(width: image.width * 32, height: image.height * 32))
    for _ in 0..<Viewport.steps.count + 1 { view.farther(at: PixelPoint(x: 640, y: 400)) }
    #expect(view.zoom == 1.0 / 32)
    #expect(view.visible.area > 0)
  }

  @Test func anyPixelIsShownInTheMiddle() {
    var view = Viewport(image: Size(width: 20_000, height: 20_000), canvas: Size(width: 1280, height: 800))
    view.zoom(to: 32, at: PixelPoint(x: 1, y: 1))
    let point = PixelPoint(x: 12_345, y: 19_000)
    view.center(on: point)
    #expect(view.canvasRect(of: point).contains(PixelPoint(x: 640, y: 400)))
    view.center(on: PixelPoint(x: .max, y: -1))
    #expect(view.offset == PixelPoint(x: 1280 - 640_000, y: 0))
  }

  @Test(arguments: [1.0 / 32, 0.1, 1.0 / 3, 0.77, 1, 1.5, 2.5, 3, 32])
  func everyVisibleImagePointIsFoundAgain(zoom: Double) {
    var view = Viewport(image: Size(width: 211, height: 173), canvas: Size(width: 160, height: 120))
    view.zoom(to: zoom, at: PixelPoint(x: 100, y: 30))
    for y in view.visible.y..<view.visible.maxY {
      for x in view.visible.x..<view.visible.maxX {
        let point = PixelPoint(x: x, y: y)
        guard let image = view.imagePoint(at: point) else {
          Issue.record("no image under \(point)")
          return
        }
        #expect(view.image.contains(image))
        #expect(view.canvasRect(of: image).contains(point), "\(point) shows \(image)")
      }
    }
  }

  @Test func letterboxIsNoImage() {
    let view = Viewport(image: Size(width: 100, height: 100), canvas: Size(width: 400, height: 200))
    #expect(view.imagePoint(at: PixelPoint(x: 10, y: 100)) == nil)
    #expect(view.imagePoint(at: PixelPoint(x: -1, y: 100)) == nil)
    #expect(view.nearestImagePoint(to: PixelPoint(x: 10, y: -50)) == PixelPoint(x: 0, y: 0))
    #expect(view.nearestImagePoint(to: PixelPoint(x: .max, y: .max)) == PixelPoint(x: 99, y: 99))
  }

  @Test func panStopsAtTheImage() {
    var view = Viewport(image: Size(width: 500, height: 400), canvas: Size(width: 300, height: 300))
    view.zoom(to: 2, at: PixelPoint(x: 150, y: 150))
    view.pan(dx: .max, dy: .min)
    #expect(view.offset == PixelPoint(x: 300 - 1000, y: 0))
    view.pan(dx: -10, dy: 7)
    #expect(view.offset == PixelPoint(x: -690, y: -7))
    view.fit()
    view.pan(dx: 5, dy: 5)
    #expect(view == Viewport(image: view.image, canvas: view.canvas))
  }

  @Test func stepsLeadToBothEndsAndBack() {
    var view = Viewport(image: Size(width: 5000, height: 5000), canvas: Size(width: 300, height: 300))
    let anchor = PixelPoint(x: 10, y: 20)
    for _ in 0..<40 { view.closer(at: anchor) }
    #expect(view.zoom == 32)
    for _ in 0..<40 { view.farther(at: anchor) }
    #expect(view.zoom == 1.0 / 32)
    view.zoom(to: .nan, at: anchor)
    #expect(view.zoom == 1.0 / 32)
  }

  @Test func revealMovesAsLittleAsNeeded() {
    var view = Viewport(image: Size(width: 1000, height: 1000), canvas: Size(width: 100, height: 100))
    view.zoom(to: 1, at: PixelPoint(x: 50, y: 50))
    let before = view
    view.reveal(view.nearestImagePoint(to: PixelPoint(x: 50, y: 50)))
    #expect(view == before)
    view.reveal(PixelPoint(x: 900, y: 5))
    #expect(view.visible.contains(PixelPoint(x: view.canvasRect(of: PixelPoint(x: 900, y: 5)).x, y: 5)))
    #expect(view.offset == PixelPoint(x: 100 - 16 - 901, y: 0))
  }

  @Test func resizingKeepsTheCentreOrTheFit() {
    var view = Viewport(image: Size(width: 1000, height: 1000), canvas: Size(width: 200, height: 200))
    #expect(view.resized(to: Size(width: 500, height: 500)).zoom == 0.5)
    view.zoom(to: 4, at: PixelPoint(x: 100, y: 100))
    let centre = view.nearestImagePoint(to: PixelPoint(x: 100, y: 100))
    let wide = view.resized(to: Size(width: 600, height: 300))
    #expect(wide.zoom == 4)
    #expect(wide.nearestImagePoint(to: PixelPoint(x: 300, y: 150)) == centre)
  }
}
