import Raster

/// An image with its seeds, at its own size or smaller.
struct GrabCutCopy {
  let image: Image
  /// Numbers of `GrabCutKind`.
  let seeds: Mask
  /// Pixels of the image along a side of one of the copy's.
  let scale: Int

  /// The image and its halvings, down to one of at most `GrabCut.coarsePixels`.
  static func ladder(of image: Image, _ seeds: Mask, _ run: MethodRun) throws(SegmentationError) -> [GrabCutCopy] {
    var copies = [GrabCutCopy(image: image, seeds: seeds, scale: 1)]
    let work = ParallelWork(run)
    while let last = copies.last, last.image.size.area > GrabCut.coarsePixels {
      copies.append(
        GrabCutCopy(image: try halved(last.image, work), seeds: last.halvedSeeds(), scale: last.scale * 2))
    }
    return copies
  }

  /// 1 where a pixel is only probable.
  var open: Mask { Mask(size: seeds.size, elements: seeds.elements.map { $0 >> 1 }) }

  /// The side of every pixel: what is sure, then what the copy of half the size says, then what is probable.
  func inherited(_ half: Mask?) -> Mask {
    guard let half else { return Mask(size: seeds.size, elements: seeds.elements.map { $0 & 1 }) }
    var sides = seeds
    each { at, atHalf in
      let seed = seeds.elements[at]
      sides.elements[at] = seed >= 2 ? half.elements[atHalf] : seed
    }
    return sides
  }

  /// 1 where a pixel is only probable and near a border between sides.
  /// - Parameters:
  ///   - half: the sides that were inherited.
  ///   - reach: how far from the border, in pixels of `half`.
  func band(_ sides: Mask, _ half: Mask, reach: Int) -> Mask {
    var border = borders(of: half)
    // What is sure may contradict the smaller copy anywhere.
    each { at, atHalf in if sides.elements[at] != half.elements[atHalf] { border.elements[atHalf] = 1 } }
    let near = border.grown(by: reach)
    var band = seeds
    each { at, atHalf in band.elements[at] = seeds.elements[at] >> 1 & near.elements[atHalf] }
    return band
  }

  /// The answer that the sides of this copy or of a smaller one make.
  func answer(_ sides: Mask) -> RunLengthPlane<Int32> {
    var answer = seeds
    let shift = (0...).first { (seeds.width - 1) >> $0 < sides.width && (seeds.height - 1) >> $0 < sides.height } ?? 0
    for y in 0..<seeds.height {
      for x in 0..<seeds.width {
        let at = y * seeds.width + x
        guard answer.elements[at] >= 2 else { continue }
        answer.elements[at] = 2 | sides.elements[(y >> shift) * sides.width + x >> shift]
      }
    }
    return RunLengthPlane(answer)
  }

  private func each(_ body: (_ at: Int, _ atHalf: Int) -> Void) {
    let half = (seeds.width + 1) / 2
    for y in 0..<seeds.height {
      for x in 0..<seeds.width { body(y * seeds.width + x, (y >> 1) * half + x >> 1) }
    }
  }

  private func borders(of half: Mask) -> Mask {
    var border = Mask(size: half.size, filledWith: 0)
    for y in 0..<half.height {
      for x in 0..<half.width {
        let at = y * half.width + x
        for other in [x + 1 < half.width ? at + 1 : at, y + 1 < half.height ? at + half.width : at]
        where half.elements[at] != half.elements[other] {
          border.elements[at] = 1
          border.elements[other] = 1
        }
      }
    }
    return border
  }

  /// Seeds of a copy of half the size: what is sure stays, however small; where both sides are, the larger one. A side
  /// that would be lost by that stays wherever it is: there would be nothing to learn it from.
  private func halvedSeeds() -> Mask {
    let size = Size(width: (seeds.width + 1) / 2, height: (seeds.height + 1) / 2)
    var counts = [KindCounts](repeating: KindCounts(), count: size.area)
    each { at, atHalf in counts[atHalf].add(seeds.elements[at]) }
    let halved = Mask(size: size, elements: counts.map(\.larger))
    for side in UInt8(0)...1 where !halved.elements.contains(where: { $0 & 1 == side }) {
      return Mask(size: size, elements: counts.map { $0.kind(of: side) ?? $0.larger })
    }
    return halved
  }
}

/// How often the four kinds occur among a few pixels, a byte each.
private struct KindCounts {
  private var bytes: UInt32 = 0

  mutating func add(_ kind: UInt8) { bytes += 1 << (8 * UInt32(kind)) }

  private func number(_ kind: UInt8) -> UInt32 { bytes >> (8 * UInt32(kind)) & 0xFF }

  /// The kind that stands for all of them.
  var larger: UInt8 {
    if number(0) != number(1) { return number(0) > number(1) ? 0 : 1 }
    return number(3) >= number(2) ? 3 : 2
  }

  /// The surest kind of a side; nil where there is none.
  func kind(of side: UInt8) -> UInt8? { number(side) > 0 ? side : number(side + 2) > 0 ? side + 2 : nil }
}

extension Mask {
  /// 1 where any element at most `reach` columns and rows away is not 0.
  fileprivate func grown(by reach: Int) -> Mask {
    let wide = grown(by: reach, count: width, step: 1, lines: height, lineStep: width)
    return wide.grown(by: reach, count: height, step: width, lines: width, lineStep: 1)
  }

  private func grown(by reach: Int, count: Int, step: Int, lines: Int, lineStep: Int) -> Mask {
    var grown = Mask(size: size, filledWith: 0)
    for line in 0..<lines {
      var end = 0
      for at in 0..<count where elements[line * lineStep + at * step] != 0 {
        for near in max(end, at - reach)..<max(max(end, at - reach), min(count, at + reach + 1)) {
          grown.elements[line * lineStep + near * step] = 1
        }
        end = min(count, at + reach + 1)
      }
    }
    return grown
  }
}
