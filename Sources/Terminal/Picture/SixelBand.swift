/// Six rows of pixels on their way to sixels: for every colour the list of its column runs.
///
/// Works on scratch memory that lives as long as the closure of `withScratch`.
struct SixelBand {
  /// Columns `start..<end` in which a colour has the pixels of `mask`, bit 0 on top.
  struct Run {
    var start: Int32
    var end: Int32
    /// The colour's next run to the right, or -1.
    var next: Int32
    var mask: UInt8
  }

  private struct Color {
    var first: Int32 = -1
    var last: Int32 = -1
    var pixels: Int32 = 0
  }

  private let width: Int
  private let runs: UnsafeMutablePointer<Run>
  private let colors: UnsafeMutablePointer<Color>
  private let numbers: UnsafePointer<UInt8>
  /// The colour numbers of this band, in the order of their first column.
  private let present: UnsafeMutablePointer<UInt8>
  /// Pixels of each column that are not yet drawn, while painting over.
  private let open: UnsafeMutablePointer<UInt8>
  private let output: UnsafeMutablePointer<UInt8>
  private var runCount = 0
  private var presentCount = 0
  private var fullColumn: UInt8 = 63

  /// Calls `body` with a band for images `width` pixels wide.
  static func withScratch(width: Int, colors: DenseColors, _ body: (inout SixelBand) -> Void) {
    // A run takes at most 7 bytes and the gap before it too; a colour 5.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width * 6 * 14 + 256 * 6) { output in
      withUnsafeTemporaryAllocation(of: Run.self, capacity: width * 6 + 1) { runs in
        withUnsafeTemporaryAllocation(of: Color.self, capacity: 256) { colorRuns in
          withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256 + width) { rest in
            colorRuns.initialize(repeating: Color())
            colors.numbers.withUnsafeBufferPointer { numbers in
              guard let numbers = numbers.baseAddress, let rest = rest.baseAddress, let runs = runs.baseAddress,
                let colors = colorRuns.baseAddress, let output = output.baseAddress
              else { return }
              var band = SixelBand(
                width: width, runs: runs, colors: colors, numbers: numbers, present: rest, open: rest + 256,
                output: output)
              body(&band)
            }
          }
        }
      }
    }
  }

  private init(
    width: Int, runs: UnsafeMutablePointer<Run>, colors: UnsafeMutablePointer<Color>, numbers: UnsafePointer<UInt8>,
    present: UnsafeMutablePointer<UInt8>, open: UnsafeMutablePointer<UInt8>, output: UnsafeMutablePointer<UInt8>
  ) {
    (self.width, self.runs, self.colors, self.numbers) = (width, runs, colors, numbers)
    (self.present, self.open, self.output) = (present, open, output)
  }

  /// Collects the runs of the `rows` (1…6) pixel rows that begin at `first`.
  mutating func read(_ first: UnsafePointer<UInt8>, rowBytes: Int, rows: Int) {
    for number in 0..<presentCount { colors[Int(present[number])] = Color() }
    (runCount, presentCount) = (0, 0)
    fullColumn = UInt8((1 << rows) - 1)
    // Rows that are missing at the bottom repeat the last one; the mask leaves them out.
    let (r0, r1, r2) = (first, first + min(1, rows - 1) * rowBytes, first + min(2, rows - 1) * rowBytes)
    let (r3, r4) = (first + min(3, rows - 1) * rowBytes, first + min(4, rows - 1) * rowBytes)
    let r5 = first + (rows - 1) * rowBytes
    for x in 0..<width {
      let upper = UInt64(r0[x]) | UInt64(r1[x]) << 8 | UInt64(r2[x]) << 16
      let lower = UInt64(r3[x]) << 24 | UInt64(r4[x]) << 32 | UInt64(r5[x]) << 40
      readColumn(upper | lower, at: Int32(truncatingIfNeeded: x))
    }
  }

  @inline(__always) private mutating func readColumn(_ column: UInt64, at x: Int32) {
    var rest = fullColumn
    while rest != 0 {
      let index = UInt8(truncatingIfNeeded: column >> (UInt64(rest.trailingZeroBitCount) &* 8))
      let mask = equalBytes(column, index) & rest
      rest &= ~mask
      add(mask, at: x, to: numbers[Int(index)])
    }
  }

  /// Bit i tells whether byte i of `column` equals `index`.
  @inline(__always) private func equalBytes(_ column: UInt64, _ index: UInt8) -> UInt8 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let difference = column ^ (UInt64(index) &* 0x0101_0101_0101_0101)
    let equal = ~(((difference & low) &+ low) | difference | low)
    return UInt8(truncatingIfNeeded: ((equal >> 7) &* 0x0102_0408_1020_4080) >> 56)
  }

  @inline(__always) private mutating func add(_ mask: UInt8, at x: Int32, to number: UInt8) {
    let color = colors + Int(number)
    let last = Int(color.pointee.last)
    color.pointee.pixels &+= Int32(truncatingIfNeeded: mask.nonzeroBitCount)
    if last >= 0 {
      if runs[last].end == x && runs[last].mask == mask {
        runs[last].end = x &+ 1
        return
      }
      runs[last].next = Int32(truncatingIfNeeded: runCount)
    } else {
      color.pointee.first = Int32(truncatingIfNeeded: runCount)
      present[presentCount] = number
      presentCount &+= 1
    }
    color.pointee.last = Int32(truncatingIfNeeded: runCount)
    runs[runCount] = Run(start: x, end: x &+ 1, next: -1, mask: mask)
    runCount &+= 1
  }

  /// The band's sixels; every colour draws exactly its own pixels.
  func write() -> UnsafeBufferPointer<UInt8> {
    var writer = SixelWriter(output)
    for slot in 0..<presentCount {
      let number = present[slot]
      writer.begin(color: number, isFirst: slot == 0)
      var x: Int32 = 0
      var at = colors[Int(number)].first
      while at >= 0 {
        let run = runs[Int(at)]
        if run.start > x { writer.write(0, times: run.start &- x) }
        writer.write(run.mask, times: run.end &- run.start)
        x = run.end
        at = run.next
      }
    }
    return writer.written
  }

  /// The same picture in fewer bytes: colours are drawn from the most to the least frequent, and a run may go on
  /// across pixels that a later colour draws anyway.
  mutating func writePaintingOver() -> UnsafeBufferPointer<UInt8> {
    sortByPixels()
    open.update(repeating: fullColumn, count: width)
    var writer = SixelWriter(output)
    for slot in 0..<presentCount {
      writer.begin(color: present[slot], isFirst: slot == 0)
      close(present[slot])
      writePaintingOver(present[slot], &writer)
    }
    return writer.written
  }

  /// Insertion sort: a band has few colours, and `sort` would allocate.
  private func sortByPixels() {
    for slot in 1..<max(1, presentCount) {
      let number = present[slot]
      let pixels = colors[Int(number)].pixels
      var hole = slot
      while hole > 0, colors[Int(present[hole - 1])].pixels < pixels {
        present[hole] = present[hole - 1]
        hole -= 1
      }
      present[hole] = number
    }
  }

  /// Takes a colour's own pixels from the open ones.
  private func close(_ number: UInt8) {
    var at = colors[Int(number)].first
    while at >= 0 {
      let run = runs[Int(at)]
      for x in Int(run.start)..<Int(run.end) { open[x] &= ~run.mask }
      at = run.next
    }
  }

  private func writePaintingOver(_ number: UInt8, _ writer: inout SixelWriter) {
    var x: Int32 = 0
    var at = colors[Int(number)].first
    while at >= 0 {
      let run = runs[Int(at)]
      if run.start > x { writer.write(0, times: run.start &- x) }
      let stretch = stretch(from: run)
      writer.write(stretch.mask, times: stretch.end &- run.start)
      x = stretch.end
      at = stretch.next
    }
  }

  /// The longest single sixel run that draws `run` and as many of its followers as open pixels allow.
  @inline(__always) private func stretch(from run: Run) -> Run {
    var must = run.mask
    var may = run.mask | allOpen(run.start, run.end)
    var result = run
    var next = run.next
    while next >= 0 {
      let follower = runs[Int(next)]
      let reach = reach(across: result.end, follower.start, must, may)
      guard reach.isWhole else { break }
      let wanted = must | follower.mask
      let allowed = reach.may & (follower.mask | allOpen(follower.start, follower.end))
      guard wanted & ~allowed == 0 else {
        // The gap costs nothing when it is filled up to a follower of another shape.
        result.end = follower.start
        break
      }
      (must, may) = (wanted, allowed)
      (result.end, next) = (follower.end, follower.next)
    }
    result.mask = must
    result.next = next
    return result
  }

  @inline(__always) private func allOpen(_ start: Int32, _ end: Int32) -> UInt8 {
    var all: UInt8 = 63
    for x in Int(start)..<Int(end) { all &= open[x] }
    return all
  }

  @inline(__always) private func reach(
    across start: Int32, _ end: Int32, _ must: UInt8, _ may: UInt8
  ) -> (isWhole: Bool, may: UInt8) {
    var may = may
    for x in Int(start)..<Int(end) {
      may &= open[x]
      if must & ~may != 0 { return (false, may) }
    }
    return (true, may)
  }
}
