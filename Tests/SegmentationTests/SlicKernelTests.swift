import Raster
import TestSupport
import Testing

@testable import Segmentation

/// L, a and b from CIE's formulas for sRGB colours, D65.
private let colors: [(rgb: (UInt8, UInt8, UInt8), lab: [Double])] = [
  ((0, 0, 0), [0, 0, 0]), ((255, 255, 255), [100, 0, 0]), ((255, 0, 0), [53.24, 80.09, 67.20]),
  ((0, 255, 0), [87.73, -86.18, 83.18]), ((0, 0, 255), [32.30, 79.19, -107.86]),
  ((119, 119, 119), [50.03, 0, 0]), ((12, 200, 90), [70.96, -64.82, 43.07]),
]

@Test(arguments: colors.indices)
func labColorsAreThoseOfCIE(index: Int) {
  let (rgb, expected) = colors[index]
  let color = LabTable.shared.withConverter { $0(rgb.0, rgb.1, rgb.2) }
  let unit = Double(LabTable.scale)
  let found = [Double(color.lightness) / unit / 2.55, Double(color.a) / unit, Double(color.b) / unit]
  for (found, expected) in zip(found, expected) { #expect(abs(found - expected) < 1) }
}

@Test func powersNeedNoPlatform() {
  #expect(power(0, 2.4) == 0)
  #expect(power(1, 2.4) == 1)
  #expect(abs(power(0.125, 1.0 / 3) - 0.5) < 1e-12)
  #expect(abs(power(0.5, 2) - 0.25) < 1e-12)
  #expect(abs(power(0.003, 2.4) - 8.812_335e-7) < 1e-12)
}

@Test func halvesAreRoundedMeans() throws {
  let image = Image(
    size: Size(width: 3, height: 3), bytes: [1, 2, 9, 3, 4, 8, 10, 20, 31].flatMap { [$0, 0, 255 - $0] as [UInt8] })
  let half = try halved(image, ParallelWork(MethodRun(), threads: 2))
  #expect(half.size == Size(width: 2, height: 2))
  // (1 + 2 + 3 + 4 + 2) / 4, (9 + 8 + 1) / 2, (10 + 20 + 1) / 2, 31
  #expect(stride(from: 0, to: 12, by: 3).map { half.bytes[$0] } == [3, 9, 15, 31])
  #expect(stride(from: 1, to: 12, by: 3).allSatisfy { half.bytes[$0] == 0 })
}

@Test func doublingCoversOddSizes() throws {
  let labels = try doubled(
    [1, 2, 3, 4], from: Size(width: 2, height: 2), to: Size(width: 3, height: 3), ParallelWork(MethodRun()))
  #expect(labels == [1, 1, 2, 1, 1, 2, 3, 3, 4])
}

@Test(arguments: [0, 1, 2, 99, 1000], [1, 3, 16])
func divisionCoversEveryPlaceOnce(count: Int, threads: Int) throws {
  var visits = [Int](repeating: 0, count: count)
  try visits.withUnsafeMutableBufferPointer { visits throws(SegmentationError) in
    try ParallelWork(MethodRun(), threads: threads).divide(count, grain: 7) { range in
      for at in range { visits[at] += 1 }
    }
  }
  #expect(visits.allSatisfy { $0 == 1 })
}

@Test func cellsTakeTheNearestCenter() throws {
  let scene = Scene(Size(width: 61, height: 47), regions: 5, noise: 25, seed: 9)
  let work = ParallelWork(MethodRun(), threads: 2)
  let lab = try LabImage(of: scene.image, work)
  var cells = SlicCells(lab, side: 9, compactness: 10)
  try cells.assign(lab, work)
  let weight = Int(slicPlaceWeight(10, side: 9) * 1024)
  for at in cells.labels.indices {
    let (x, y) = (at % 61, at / 61)
    let (row, column) = (((y + 1) * cells.rows - 1) / 47, home(of: x, cells.columns, 61))
    var (best, least) = (0, Int.max)
    for cell in cells.centers.indices
    where abs(cell / cells.columns - row) <= 1 && abs(cell % cells.columns - column) <= 1 {
      let center = cells.centers[cell]
      let (dx, dy) = (x * 4 - Int(center.x), y * 4 - Int(center.y))
      let color = lab.withColors { Int($0[at].squaredDistance(to: center.color)) }
      let distance = color + ((dy * dy * weight) >> 10) + ((dx * dx * weight) >> 10)
      if distance < least { (best, least) = (cell, distance) }
    }
    #expect(Int(cells.labels[at]) == best + 1)
  }
}

/// The column of the grid that holds x: the last that starts at or before it.
private func home(of x: Int, _ columns: Int, _ width: Int) -> Int {
  (0..<columns).last { $0 * width / columns <= x } ?? 0
}
