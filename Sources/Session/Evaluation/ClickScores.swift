import Raster
import Segmentation
import SystemPackage

/// What clicks made of one object.
public struct ObjectClicks: Equatable, Sendable {
  /// The file that says where the object is; empty where none does.
  public let truth: FilePath
  /// Its label there.
  public let label: Int32
  /// How many pixels it has.
  public let pixels: Int
  /// Intersection over union after each click, as far as there was anything left to mend.
  public let overlaps: [Double]

  /// An object with what is known of it.
  init(truth: FilePath, label: Int32, pixels: Int, overlaps: [Double]) {
    (self.truth, self.label, self.pixels, self.overlaps) = (truth, label, pixels, overlaps)
  }

  /// Clicks on an object as a person would who sees what is wrong: first in its middle, then in the middle of the
  /// largest error, until nothing is wrong or `clicks` are made.
  /// - Parameters:
  ///   - object: of the image's size; any value but 0 is object.
  ///   - beginsWithBox: a box around the object is the first click.
  public init(
    on object: Mask, _ answerer: any ClickAnswerer, clicks: Int, beginsWithBox: Bool = false,
    _ run: MethodRun = MethodRun(),
    label: Int32 = 1, of truth: FilePath = ""
  ) throws(ClickMethodError) {
    var (mask, prompt, overlaps) = (Mask(size: object.size, filledWith: 0), PointPrompt(), [Double]())
    if beginsWithBox {
      prompt.box = looseBox(around: object)
      mask = try answerer.mask(for: prompt)
      overlaps.append(intersectionOverUnion(mask, object))
    }
    while overlaps.count < clicks, let click = errorClick(in: mask, truth: object) {
      if run.isCancelled() { throw .cancelled }
      prompt.points.append(click)
      mask = try answerer.mask(for: prompt)
      overlaps.append(intersectionOverUnion(mask, object))
    }
    self.init(truth: truth, label: label, pixels: object.elements.count { $0 != 0 }, overlaps: overlaps)
  }

  /// The number of the first click that reached `overlap`; nil if none did.
  public func clicks(to overlap: Double) -> Int? { overlaps.firstIndex { $0 >= overlap }.map { $0 + 1 } }

  /// Intersection over union after `count` clicks: that of the last one, if fewer were needed.
  public func overlap(after count: Int) -> Double { overlaps.prefix(count).last ?? 0 }
}

/// Means over objects.
public struct ClickSummary: Equatable, Sendable {
  /// How well one limit was reached.
  public struct Reach: Equatable, Sendable {
    /// Intersection over union, 0…1.
    public let overlap: Double
    /// The mean number of clicks; objects that never got there count with all that were made.
    public let clicks: Double
    /// The share of objects that never got there.
    public let failed: Double
  }

  /// How many objects.
  public let objects: Int
  /// At 85 and 90 %.
  public let reaches: [Reach]
  /// The mean intersection over union after 1, 2, … clicks.
  public let overlaps: [Double]

  /// The means over `objects`, each of which got at most `clicks` clicks; nil of none.
  public init?(of objects: [ObjectClicks], clicks: Int) {
    guard !objects.isEmpty else { return nil }
    let count = Double(objects.count)
    self.objects = objects.count
    reaches = [0.85, 0.9].map { overlap in
      let needed = objects.map { $0.clicks(to: overlap) }
      return Reach(
        overlap: overlap, clicks: needed.reduce(0) { $0 + Double($1 ?? clicks) } / count,
        failed: Double(needed.count { $0 == nil }) / count)
    }
    overlaps = (1...max(1, clicks)).map { after in objects.reduce(0) { $0 + $1.overlap(after: after) } / count }
  }
}

/// The box of the object with two pixels more on each side, as people draw them.
private func looseBox(around object: Mask) -> PixelRect {
  var box = PixelRect(x: 0, y: 0, width: 0, height: 0)
  for y in 0..<object.height {
    let line = object.elements[y * object.width..<(y + 1) * object.width]
    guard let first = line.firstIndex(where: { $0 != 0 }), let last = line.lastIndex(where: { $0 != 0 }) else {
      continue
    }
    box = box.union(PixelRect(x: first - line.startIndex, y: y, width: last - first + 1, height: 1))
  }
  return PixelRect(x: box.x - 2, y: box.y - 2, width: box.width + 4, height: box.height + 4)
    .intersection(object.size.bounds)
}
