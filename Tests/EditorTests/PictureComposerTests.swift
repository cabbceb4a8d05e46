import Display
import Raster
import Session
import Testing

@testable import Editor

/// An image, a segmentation with edges and some paint, all random but in patches.
private struct Scene {
  var image: Image
  var labels: LabelMap
  var paint: PaintMap
  var random: SplitMix64

  init(_ size: Size, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    image = Image(
      size: size, bytes: (0..<size.area * 3).map { UInt8(($0 / 40) % 200) &+ .random(in: 0...40, using: &random) })
    labels = LabelMap(size: size, filledWith: 1)
    paint = PaintMap(size: size, filledWith: 0)
    self.random = random
    for label in 2...9 { set(\.labels, to: Int32(label)) }
    set(\.labels, to: 0, atMost: 5)
    for number in 1...3 { set(\.paint, to: UInt16(number)) }
  }

  /// Sets a random rectangle of a plane; returns which.
  @discardableResult
  mutating func set<T>(_ plane: WritableKeyPath<Scene, Plane<T>>, to value: T, atMost most: Int = 60) -> PixelRect {
    let size = self[keyPath: plane].size
    let (x, y) = (Int.random(in: 0..<size.width, using: &random), Int.random(in: 0..<size.height, using: &random))
    let (width, height) = (Int.random(in: 1...most, using: &random), Int.random(in: 1...most, using: &random))
    let rect = PixelRect(x: x, y: y, width: width, height: height).intersection(size.bounds)
    for row in rect.y..<rect.maxY {
      for column in rect.x..<rect.maxX { self[keyPath: plane][PixelPoint(x: column, y: row)] = value }
    }
    return rect
  }

  /// Writes to paint or labels; returns where.
  mutating func edit() -> PixelRect {
    Bool.random(using: &random)
      ? set(\.paint, to: UInt16(Int.random(in: 0...3, using: &random)))
      : set(\.labels, to: Int32(Int.random(in: 0...20, using: &random)))
  }

  /// Any, the image as it is among them.
  mutating func look() -> ImageLook {
    var look = ImageLook()
    guard Bool.random(using: &random) else { return look }
    look.channel = Channel.allCases[.random(in: 0..<6, using: &random)]
    look.contrast = Bool.random(using: &random) ? .automatic : .percent(.random(in: 10...1000, using: &random))
    look.gamma = .random(in: 0.1...10, using: &random)
    return look
  }

  mutating func point() -> PixelPoint {
    PixelPoint(
      x: .random(in: 0..<image.size.width, using: &random), y: .random(in: 0..<image.size.height, using: &random))
  }
}

private let classColors = [RGB(204, 0, 0), RGB(0, 180, 40), RGB(40, 80, 250)]
private let nowhere = PixelRect(x: 0, y: 0, width: 0, height: 0)

@Suite struct PictureComposerTests {
  /// Whatever happens, what the composer keeps shows the same as a composer that starts anew.
  @Test(arguments: UInt64(0)..<12)
  func keptStepsEqualAFreshPicture(seed: UInt64) {
    var scene = Scene(Size(width: 190, height: 130), seed: seed)
    let source = PictureSource(scene.image)
    var composer = PictureComposer(source, classes: classColors, registers: seed % 4 == 3 ? 16 : 256)
    var view = Viewport(image: scene.image.size, canvas: Size(width: 240, height: 220))
    var overlay = Overlay.paintAndBorders
    var cursor: PixelPoint? = nil
    for step in 0..<25 {
      var changed = nowhere
      composer.hasArms = .random(using: &scene.random)
      if Int.random(in: 0..<4, using: &scene.random) == 0 { composer.imageLook = scene.look() }
      switch Int.random(in: 0..<7, using: &scene.random) {
      case 0, 1: changed = scene.edit()
      case 2, 3: cursor = scene.point()
      case 4: view.zoom(to: .random(in: 0.2...12, using: &scene.random), at: PixelPoint(x: 70, y: 90))
      case 5: view.pan(dx: .random(in: -40...40, using: &scene.random), dy: 13)
      default: overlay = Overlay.allCases[Int.random(in: 0..<4, using: &scene.random)]
      }
      let kept = composer.compose(
        labels: scene.labels, paint: scene.paint, classes: classColors, viewport: view, overlay: overlay,
        cursor: cursor, changed: changed)
      var fresh = PictureComposer(source, classes: classColors, registers: seed % 4 == 3 ? 16 : 256)
      (fresh.hasArms, fresh.imageLook) = (composer.hasArms, composer.imageLook)
      let expected = fresh.compose(
        labels: scene.labels, paint: scene.paint, classes: classColors, viewport: view, overlay: overlay,
        cursor: cursor, changed: nil)
      let isEqual = kept == expected && composer.palette == fresh.palette
      #expect(isEqual, "step \(step)")
    }
  }

  private func compose(
    _ scene: Scene, labels: Bool = true, zoom: Double = 1, overlay: Overlay = .paintAndBorders,
    cursor: PixelPoint? = nil
  ) -> (PictureComposer, IndexPlane, Viewport) {
    var composer = PictureComposer(PictureSource(scene.image), classes: classColors)
    var view = Viewport(image: scene.image.size, canvas: Size(width: 190, height: 130))
    view.zoom(to: zoom, at: PixelPoint(x: 60, y: 55))
    let plane = composer.compose(
      labels: labels ? scene.labels : nil, paint: scene.paint, classes: classColors, viewport: view, overlay: overlay,
      cursor: cursor, changed: nil)
    return (composer, plane, view)
  }

  @Test func bordersLieWhereSegmentsDiffer() {
    let scene = Scene(Size(width: 190, height: 130), seed: 100)
    let (composer, plane, _) = compose(scene, overlay: .borders)
    var wrong = 0
    for y in 0..<130 {
      for x in 0..<190 {
        let own = scene.labels[PixelPoint(x: x, y: y)]
        let right = scene.labels[PixelPoint(x: min(x + 1, 189), y: y)]
        let below = scene.labels[PixelPoint(x: x, y: min(y + 1, 129))]
        let isBorder = own == 0 || (right != own && right != 0) || (below != own && below != 0)
        if (plane[PixelPoint(x: x, y: y)] == composer.colors.border) != isBorder { wrong += 1 }
      }
    }
    #expect(wrong == 0)
  }

  @Test(arguments: [0.9, 0.5, 0.31])
  func aCutIsSeenWholeInShrunkenViews(zoom: Double) {
    var scene = Scene(Size(width: 190, height: 130), seed: 110)
    scene.labels = LabelMap(size: scene.labels.size, filledWith: 7)
    for x in 20..<150 { scene.labels[PixelPoint(x: x, y: 10 + x * 2 / 3)] = 0 }
    let (composer, plane, view) = compose(scene, zoom: zoom, overlay: .borders)
    for x in 20..<150 {
      let shown = view.canvasRect(of: PixelPoint(x: x, y: 10 + x * 2 / 3))
      let isSeen = (shown.x..<shown.maxX).contains { column in
        plane[PixelPoint(x: column, y: shown.y)] == composer.colors.border
          || plane[PixelPoint(x: column, y: shown.maxY - 1)] == composer.colors.border
      }
      #expect(isSeen, "the cut is lost at column \(x)")
    }
    #expect(plane.elements.count { $0 == composer.colors.border } < 2 * 130)
  }

  @Test func paintKeepsHueAndDetail() {
    var scene = Scene(Size(width: 190, height: 130), seed: 101)
    scene.paint = PaintMap(size: scene.paint.size, filledWith: 1)
    let (composer, plane, _) = compose(scene, overlay: .paint)
    let colors = plane.elements.map { composer.palette.colors[Int($0)] }
    #expect(colors.allSatisfy { Int($0.red) > Int($0.green) + 40 && Int($0.red) > Int($0.blue) + 40 })
    #expect(Set(plane.elements).count >= 6, "detail is lost under the paint")
  }

  @Test func plainShowsTheImageOnly() {
    let scene = Scene(Size(width: 190, height: 130), seed: 102)
    let (composer, plane, _) = compose(scene, overlay: .plain)
    var worst = 0
    for (at, index) in plane.elements.enumerated() {
      let (shown, real) = (composer.palette.colors[Int(index)], scene.image[PixelPoint(x: at % 190, y: at / 190)])
      worst = max(worst, abs(Int(shown.green) - Int(real.green)))
    }
    #expect(worst < 60)
    let (_, unsegmented, _) = compose(scene, labels: false, overlay: .borders)
    let isEqual = plane == unsegmented
    #expect(isEqual)
  }

  @Test(arguments: [0.5, 1, 7, 32])
  func theCursorIsSeenInBothTones(zoom: Double) {
    let scene = Scene(Size(width: 190, height: 130), seed: 103)
    let cursor = PixelPoint(x: 60, y: 55)
    let (composer, with, view) = compose(scene, zoom: zoom, cursor: cursor)
    let (_, without, _) = compose(scene, zoom: zoom)
    let changed = zip(with.elements, without.elements).enumerated().filter { $0.element.0 != $0.element.1 }
    let tones = Set(changed.map { $0.element.0 })
    #expect(tones == [composer.colors.dark, composer.colors.bright])
    let pixel = view.canvasRect(of: cursor)
    #expect(changed.allSatisfy { !pixel.contains(PixelPoint(x: $0.offset % 190, y: $0.offset / 190)) })
  }

  @Test func aNewClassKeepsTheImagesColours() {
    let histogram = ColorHistogram(Scene(Size(width: 190, height: 130), seed: 104).image)
    let two = PictureColors(histogram, theme: PictureTheme(), classes: Array(classColors.prefix(2)))
    let three = PictureColors(histogram, theme: PictureTheme(), classes: classColors)
    #expect(two.table == three.table)
    #expect(two.palette.colors.suffix(100) == three.palette.colors.suffix(100))
    #expect(two.palette.colors[18] != three.palette.colors[18])
  }

  @Test(arguments: [0, 1, 5, 16, 17, 60, 300])
  func everyClassHasARegisterAndATint(count: Int) {
    var random = SplitMix64(seed: 9)
    let classes = (0..<count).map { _ in
      RGB(
        .random(in: 0...255, using: &random), .random(in: 0...255, using: &random), .random(in: 0...255, using: &random)
      )
    }
    let histogram = ColorHistogram(Scene(Size(width: 190, height: 130), seed: 105).image)
    for registers in [16, 256] {
      let colors = PictureColors(histogram, theme: PictureTheme(), classes: classes, registers: registers)
      #expect(colors.palette.colors.count <= registers)
      #expect(colors.tints.count == (count + 1) * 512)
      #expect(colors.tints.prefix(512).enumerated().allSatisfy { Int($0.element) == $0.offset % 256 })
      for number in 0...count { #expect(Int(colors.register(class: number)) < colors.palette.colors.count) }
      for color in colors.palette.colors { #expect(color == color.onSixelGrid) }
      if count > 0 { #expect(colors.register(class: 1) != colors.register(class: 0)) }
    }
  }

  @Test func anImageOfFewColoursIsShownExactly() {
    let colors = [RGB(255, 0, 0), RGB(0, 255, 0), RGB(51, 51, 51), RGB(255, 255, 255)]
    let bytes = (0..<64 * 64).flatMap { [colors[$0 % 4].red, colors[$0 % 4].green, colors[$0 % 4].blue] }
    let histogram = ColorHistogram(Image(size: Size(width: 64, height: 64), bytes: bytes))
    #expect(Set(histogram.quantized(to: 160)) == Set(colors))
  }

  @Test func whatDoesNotFitTheImageIsLeftOut() {
    let scene = Scene(Size(width: 190, height: 130), seed: 106)
    var composer = PictureComposer(PictureSource(scene.image), classes: classColors)
    let canvas = Size(width: 190, height: 130)
    let other = Size(width: 3000, height: 2000)
    let plane = composer.compose(
      labels: LabelMap(size: Size(width: 2, height: 2), filledWith: 3), paint: PaintMap(size: other, filledWith: 1),
      classes: classColors, viewport: Viewport(image: other, canvas: canvas), overlay: .paintAndBorders,
      cursor: PixelPoint(x: 2999, y: -1), changed: nil)
    let (_, plain, _) = compose(scene, overlay: .plain)
    let isEqual = plane == plain
    #expect(isEqual)
  }

  @Test func oddSizesNeverTrap() {
    for size in [Size(width: 1, height: 1), Size(width: 1, height: 500), Size(width: 700, height: 2)] {
      let image = Image(size: size, bytes: [UInt8](repeating: 9, count: size.area * 3))
      var composer = PictureComposer(PictureSource(image), classes: [])
      for canvas in [Size(width: 1, height: 2), Size(width: 3, height: 400), Size(width: 90, height: 70)] {
        var view = Viewport(image: size, canvas: canvas)
        for zoom in [0.001, 0.9, 5, 32, 1e9] {
          view.zoom(to: zoom, at: PixelPoint(x: 1, y: 1))
          let plane = composer.compose(
            labels: LabelMap(size: size, filledWith: 1), paint: PaintMap(size: size, filledWith: 9), classes: [],
            viewport: view, overlay: .paintAndBorders, cursor: PixelPoint(x: 0, y: 0),
            changed: PixelRect(x: 0, y: 0, width: 1, height: 1))
          #expect(plane.size == canvas)
        }
      }
    }
  }
}
