import Raster

/// Logits at the size of an image, bilinearly interpolated, without ever being written out: a mask needs only where
/// they cross a limit, and between two samples on one side of it they do not.
struct ScaledLogits {
  private let logits: MaskLogits
  /// How logits become samples at the resolution of the encoder, without what covers padding; nil where they are them.
  private let frame: (rows: LinearTaps, columns: LinearTaps)?
  private let rows: LinearTaps
  private let columns: LinearTaps
  /// For every sample of a row the first pixel that lies behind it, and the width at the end.
  private let begins: [Int]

  /// - Parameter fit: how the logits lie on the image.
  init(_ logits: MaskLogits, _ fit: ImageFit) {
    func taps(from source: Size, to target: Size) -> (rows: LinearTaps, columns: LinearTaps) {
      (
        LinearTaps(from: source.height, to: target.height, isSmooth: false),
        LinearTaps(from: source.width, to: target.width, isSmooth: false)
      )
    }
    self.logits = logits
    frame = fit.isStretched ? nil : taps(from: logits.size, to: fit.frame)
    let samples = fit.isStretched ? logits.size : fit.scaled
    (rows, columns) = taps(from: samples, to: fit.original)
    begins = columns.begins(ofSamples: samples.width)
  }

  /// Gives the rows one by one, from the top.
  func eachRow(_ take: (_ y: Int, _ row: Row) -> Void) {
    let width = begins.count
    var line = [Float](repeating: 0, count: width)
    var image = RowScaler(rows, width: width)
    var samples = frame.map { RowScaler($0.rows, width: width) }
    let columns = frame?.columns.prefix(width)
    for y in rows.first.indices {
      image.write(y, into: &line) { row, line in
        guard let columns else { return copy(row, into: &line) }
        samples?.write(row, into: &line) { row, line in scale(row, columns, into: &line) }
      }
      line.withUnsafeBufferPointer { take(y, Row(samples: $0, columns: self.columns, begins: begins)) }
    }
  }

  private func copy(_ row: Int, into line: inout [Float]) {
    let start = row * logits.width
    for x in line.indices { line[x] = logits.elements[start + x] }
  }

  private func scale(_ row: Int, _ columns: LinearTaps, into line: inout [Float]) {
    logits.elements.withUnsafeBufferPointer { logits in
      line.withUnsafeMutableBufferPointer { line in
        guard let source = logits.baseAddress, let target = line.baseAddress else { return }
        columns.horizontally(source + row * self.logits.width, into: target)
      }
    }
  }
}

extension LinearTaps {
  /// For every sample the first target that lies behind it; the number of targets for the last.
  fileprivate func begins(ofSamples count: Int) -> [Int] {
    var begins = [Int](repeating: first.count, count: count)
    for target in first.indices.reversed() { begins[first[target]] = target }
    for sample in begins.indices.dropLast().reversed() { begins[sample] = min(begins[sample], begins[sample + 1]) }
    return begins
  }
}

extension ScaledLogits {
  /// One row of the image, scaled along y alone.
  struct Row {
    fileprivate let samples: UnsafeBufferPointer<Float>
    fileprivate let columns: LinearTaps
    fileprivate let begins: [Int]

    /// The ranges of x in which the logits are above `limit`, from the left; none touch.
    ///
    /// - Complexity: O(samples), whatever the image's width.
    func eachSpan(above limit: Float, _ take: (Range<Int>) -> Void) {
      // Where no pixel lies between two crossings, the span before them goes on.
      var (start, end, isOpen) = (0, 0, false)
      func set(_ isIn: Bool, from x: Int) {
        guard isIn != isOpen else { return }
        isOpen = isIn
        if !isIn {
          end = x
        } else if start == end || end < x {
          if start < end { take(start..<end) }
          start = x
        }
      }
      var sample = 0
      while true {
        set(samples[sample] > limit, from: begins[sample])
        let last = lastAlike(sample, limit)
        guard last + 1 < samples.count else { break }
        for x in begins[last]..<begins[last + 1] { set(value(x) > limit, from: x) }
        sample = last + 1
      }
      set(false, from: columns.first.count)
      if start < end { take(start..<end) }
    }

    private func value(_ x: Int) -> Float {
      let at = x * columns.width
      return (0..<columns.width).reduce(0) { $0 + samples[columns.first[x] + $1] * columns.weights[at + $1] }
    }

    /// The last of the samples from `sample` on that lie on the same side of the limit.
    private func lastAlike(_ sample: Int, _ limit: Float) -> Int {
      let isIn = samples[sample] > limit
      let wanted: Int32 = isIn ? 16 : 0
      var end = sample + 1
      // Sixteen at a time while all are alike, because few rows cross the limit often.
      while end + 16 <= samples.count {
        var above: Int32 = 0
        for offset in 0..<16 { above &+= samples[end &+ offset] > limit ? 1 : 0 }
        if above != wanted { break }
        end += 16
      }
      while end < samples.count, (samples[end] > limit) == isIn { end += 1 }
      return end - 1
    }
  }
}
