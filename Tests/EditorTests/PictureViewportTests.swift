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
