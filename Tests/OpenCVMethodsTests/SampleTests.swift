import Foundation
import OpenCVMethods
import Raster
import Testing

private let samples = Fixtures.folder.deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "samples").standardizedFileURL

/// The upright size of every picture in samples/.
private let sizes = [
  "cells.png": (1024, 1024), "fields.jpg": (4000, 3000), "harbour.jpg": (1440, 900), "portrait.jpg": (900, 1200),
  "still_life.jpg": (1280, 853), "street.jpg": (1440, 960),
]

@Test(arguments: sizes.keys.sorted())
func samplesAreReadUpright(name: String) throws {
  let bytes = [UInt8](try Data(contentsOf: samples.appending(path: name)))
  let image = try OpenCVCodec().decode(bytes, pixelLimit: 100_000_000)
  let size = try #require(sizes[name])
  #expect(image.size == Size(width: size.0, height: size.1))
}

@Test func thePortraitStandsOnItsShirt() throws {
  let bytes = [UInt8](try Data(contentsOf: samples.appending(path: "portrait.jpg")))
  let shirt = try OpenCVCodec().decode(bytes, pixelLimit: 100_000_000)[PixelPoint(x: 300, y: 1150)]
  #expect(shirt.blue > shirt.red)
}
