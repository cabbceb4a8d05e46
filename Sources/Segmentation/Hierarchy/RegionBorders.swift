import Raster

/// The borders between the regions of `labels`, in any order; label k is region k - 1, 0 is none.
func bordersBetween(_ labels: LabelMap, _ image: Image, _ work: ParallelWork) throws(SegmentationError)
  -> [RegionGraph.Border]
{
  let bands = max(1, min(work.threads, labels.height))
  var tables = [BorderTable](repeating: BorderTable(), count: bands)
  try tables.withUnsafeMutableBufferPointer { tables throws(SegmentationError) in
    try labels.elements.withUnsafeBufferPointer { elements throws(SegmentationError) in
      try image.bytes.withUnsafeBufferPointer { bytes throws(SegmentationError) in
        try work.divide(bands, grain: 1) { parts in
          LabTable.shared.withConverter { lab in
            let scan = BorderScan(size: labels.size, labels: elements, bytes: bytes, lab: lab)
            for band in parts {
              for y in labels.height * band / bands..<labels.height * (band + 1) / bands where !work.run.isCancelled() {
                scan.addLine(y, to: &tables[band])
              }
            }
          }
        }
      }
    }
  }
  var all = tables[0]
  for table in tables.dropFirst() { for border in table.borders { all.add(border) } }
  return all.borders
}

/// Finds the pairs of neighbouring pixels that belong to two regions.
private struct BorderScan {
  let size: Size
  let labels: UnsafeBufferPointer<Int32>
  let bytes: UnsafeBufferPointer<UInt8>
  let lab: LabConverter

  /// The pairs of line `y` with its right and lower neighbours.
  @inline(__always)
  func addLine(_ y: Int, to table: inout BorderTable) {
    let (start, end) = (y * size.width, (y + 1) * size.width)
    for at in start..<end - 1 where labels[at] != labels[at + 1] {
      add(at, at + 1, max(at - 1, start), min(at + 2, end - 1), to: &table)
    }
    guard y + 1 < size.height else { return }
    for at in start..<end where labels[at] != labels[at + size.width] {
      add(
        at, at + size.width, y > 0 ? at - size.width : at, y + 2 < size.height ? at + 2 * size.width : at + size.width,
        to: &table)
    }
  }

  /// One pair and the pixels before and after it: an edge that is blurred over three pixels is a whole edge.
  @inline(never)
  private func add(_ one: Int, _ other: Int, _ before: Int, _ after: Int, to table: inout BorderTable) {
    guard labels[one] > 0 && labels[other] > 0 else { return }
    let (first, second) = (min(labels[one], labels[other]) - 1, max(labels[one], labels[other]) - 1)
    let contrast = Int(color(before).squaredDistance(to: color(after)))
    table.add(RegionGraph.Border(first: first, second: second, length: 1, contrast: contrast))
  }

  private func color(_ at: Int) -> LabColor { lab(bytes[at * 3], bytes[at * 3 + 1], bytes[at * 3 + 2]) }
}
