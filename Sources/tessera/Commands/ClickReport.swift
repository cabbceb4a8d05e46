import Foundation
import Session

/// What `tessera eval clicks` found out about one method.
struct MethodClicks {
  let method: String
  let images: [ClickedImage]
  /// Nil where no object was clicked.
  let summary: ClickSummary?

  init(_ method: String, _ images: [ClickedImage], clicks: Int) {
    (self.method, self.images) = (method, images)
    summary = ClickSummary(of: images.flatMap(\.objects), clicks: clicks)
  }
}

/// The scores for people.
struct ClickTable {
  private let methods: [MethodClicks]
  private static let shownClicks = [1, 2, 3, 5, 10, 20, 50]

  init(_ methods: [MethodClicks]) { self.methods = methods }

  func say() {
    guard let most = methods.compactMap(\.summary).first?.overlaps.count else { return }
    let shown = Self.shownClicks.filter { $0 <= most }
    print(
      "method    objects  to 85 %   failed  to 90 %   failed"
        + shown.map { "IoU@\($0)".padded(8) }.joined())
    for method in methods {
      guard let summary = method.summary else { continue }
      print(
        method.method.filled(8) + "\(summary.objects)".padded(9)
          + summary.reaches.map { String(format: "%9.2f%7.1f %%", $0.clicks, $0.failed * 100) }.joined()
          + shown.map { String(format: "%8.4f", summary.overlaps[$0 - 1]) }.joined())
    }
  }
}

/// The scores of `tessera eval clicks --json`. What there is not is null.
struct ClickReport: Encodable {
  struct Method: Encodable {
    let method: String
    let images: [Image]
    @OrNull var mean: Mean?
  }

  struct Image: Encodable {
    let path: String
    let objects: [Object]
    @OrNull var error: String?
  }

  struct Object: Encodable {
    let groundTruth: String
    let label: Int32
    let pixels: Int
    let iou: [Double]

    enum CodingKeys: String, CodingKey {
      case label, pixels, iou
      case groundTruth = "ground_truth"
    }
  }

  struct Reach: Encodable {
    let iou: Double
    let clicks: Double
    let failed: Double
  }

  struct Mean: Encodable {
    let objects: Int
    let reached: [Reach]
    let iou: [Double]
  }

  let clicks: Int
  let methods: [Method]

  init(_ methods: [MethodClicks], clicks: Int) {
    self.clicks = clicks
    self.methods = methods.map { found in
      Method(
        method: found.method, images: found.images.map(Image.init), mean: found.summary.map(Mean.init))
    }
  }
}

extension ClickReport.Image {
  fileprivate init(_ image: ClickedImage) {
    path = image.pair.image.path.string
    objects = image.objects.map { object in
      ClickReport.Object(
        groundTruth: object.truth.string, label: object.label, pixels: object.pixels, iou: object.overlaps)
    }
    error = image.failure?.description
  }
}

extension ClickReport.Mean {
  fileprivate init(_ summary: ClickSummary) {
    objects = summary.objects
    reached = summary.reaches.map { ClickReport.Reach(iou: $0.overlap, clicks: $0.clicks, failed: $0.failed) }
    iou = summary.overlaps
  }
}
