/// A picture of a division: every label in the mean colour of its pixels, its borders black where that is bright and
/// white where it is dark.
///
/// A pixel lies on a border if its right or lower neighbour has another label. Label 0 is drawn as any other.
/// - Precondition: `labels` has the image's size and no label below 0.
/// - Complexity: O(pixels + largest label).
public func segmentPicture(of labels: LabelMap, _ image: Image) -> Image {
  precondition(labels.size == image.size, "the label map of another image")
  let means = MeanColors(of: labels, image)
  let (width, height) = (image.size.width, image.size.height)
  let bytes = [UInt8](unsafeUninitializedCapacity: image.bytes.count) { bytes, written in
    labels.elements.withUnsafeBufferPointer { labels in
      for at in labels.indices {
        let label = labels[at]
        let isBorder =
          ((at + 1) % width != 0 && labels[at + 1] != label) || (at / width + 1 < height && labels[at + width] != label)
        let color = isBorder ? means[label].contrast : means[label]
        (bytes[at * 3], bytes[at * 3 + 1], bytes[at * 3 + 2]) = (color.red, color.green, color.blue)
      }
    }
    written = image.bytes.count
  }
  return Image(size: image.size, bytes: bytes)
}

/// The number of different labels, 0 included. Cost: O(pixels), and one set entry per run of equal labels.
public func labelCount(of labels: LabelMap) -> Int {
  var (seen, last): (Set<Int32>, Int32?) = ([], nil)
  for label in labels.elements where label != last {
    seen.insert(label)
    last = label
  }
  return seen.count
}

/// The mean colour of each label, rounded to nearest.
private struct MeanColors {
  private var colors: [RGB]

  init(of labels: LabelMap, _ image: Image) {
    let count = Int(labels.elements.max() ?? 0) + 1
    var sums = [Int](repeating: 0, count: count * 4)
    image.bytes.withUnsafeBufferPointer { bytes in
      for (at, label) in labels.elements.enumerated() {
        let sum = Int(label) * 4
        for channel in 0..<3 { sums[sum + channel] += Int(bytes[at * 3 + channel]) }
        sums[sum + 3] += 1
      }
    }
    colors = (0..<count).map { label in
      let pixels = max(1, sums[label * 4 + 3])
      let mean = (0..<3).map { UInt8((sums[label * 4 + $0] * 2 + pixels) / (pixels * 2)) }
      return RGB(mean[0], mean[1], mean[2])
    }
  }

  subscript(label: Int32) -> RGB { colors[Int(label)] }
}

extension RGB {
  /// Black or white, whichever stands out.
  fileprivate var contrast: RGB {
    299 * Int(red) + 587 * Int(green) + 114 * Int(blue) >= 128_000 ? RGB(0, 0, 0) : RGB(255, 255, 255)
  }
}
