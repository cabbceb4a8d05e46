import Glibc
import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// What was shown is never lost, whenever the process dies.
  @Suite struct Crashes {
    /// What the hands do; after each, another set of blocks is painted, so the glass tells how far the program came.
    private enum Step {
      case fill(Int), unfill(Int), undo, redo

      static let script: [Step] = [
        .fill(0), .fill(1), .unfill(0), .undo, .fill(2), .undo, .redo, .fill(3), .unfill(1), .fill(4), .undo, .fill(5),
        .unfill(2), .fill(1), .unfill(3), .undo, .undo, .fill(4), .unfill(5), .fill(2), .unfill(0), .unfill(2),
        .unfill(3), .unfill(4),
      ]
    }

    /// The painted blocks after each prefix of the steps, the first before any.
    private func states(_ steps: [Step]) -> [Set<Int>] {
      var past: [Set<Int>] = [[]]
      var future: [Set<Int>] = []
      var states = past
      for step in steps {
        var painted = past[past.count - 1]
        switch step {
        case .fill(let block): painted.insert(block)
        case .unfill(let block): painted.remove(block)
        case .undo: future.append(past.removeLast())
        case .redo: if let next = future.popLast() { past.append(next) }
        }
        if case .fill = step { (past, future) = (past + [painted], []) }
        if case .unfill = step { (past, future) = (past + [painted], []) }
        states.append(past[past.count - 1])
      }
      return states
    }

    private func perform(_ step: Step, _ driver: AppDriver, _ points: [PixelPoint]) {
      func click(_ block: Int, _ button: Int) {
        driver.send(driver.mouseReport(points[block], button, pressed: true))
        driver.send(driver.mouseReport(points[block], button, pressed: false))
      }
      switch step {
      case .fill(let block): click(block, 0)
      case .unfill(let block): click(block, 2)
      case .undo: driver.send("z")
      case .redo: driver.send("Z")
      }
    }

    /// The blocks whose middle on the glass has another colour than the image.
    private func painted(_ driver: AppDriver, _ points: [PixelPoint]) -> Set<Int> {
      Set(
        (0..<6).filter { block in
          // Beside the middle: there stands the cursor.
          let pixel = PixelRect(x: points[block].x + 12, y: points[block].y + 12, width: 1, height: 1)
          let shown = driver.emulator.imagePixels(in: pixel).first ?? nil
          return shown.map { !isNear($0, Blocks.colors[block], within: 24) } ?? false
        })
    }

    @Test(.timeLimit(.minutes(10))) func fiftyKillsLoseNothing() throws {
      let workshop = try Workshop()
      let steps = (0..<5).flatMap { _ in Step.script } + [.fill(1), .fill(4)]
      let expected = states(steps)
      #expect(zip(expected, expected.dropFirst()).allSatisfy { $0 != $1 }, "each step must show")
      var random = SplitMix64(seed: 9)
      var (done, kills, points) = (0, 0, [PixelPoint]())
      while true {
        let driver = try workshop.open(profile: .foot)
        if points.isEmpty {
          points = try (0..<6).map { try driver.screenPoint(ofBlock: $0) }
          try driver.command("class one 204 0 0")
        }
        done = try recovered(done, expected, driver, points)
        guard kills < 50, done < steps.count else {
          for step in steps[done...] {
            let frame = driver.settledFrames
            perform(step, driver, points)
            try driver.waitReady(after: frame)
          }
          try driver.save()
          #expect(try driver.quit() == .code(0))
          break
        }
        done = try advanceAndKill(from: done, steps, expected, driver, points, &random)
        kills += 1
      }
      #expect(kills == 50)
      let undisturbed = try masksWithoutKills(steps, points)
      #expect(try Workshop.allMasks(in: workshop.masks) == undisturbed)
      #expect(try workshop.mask("blocks", workshop.red) == Blocks.mask(of: expected[steps.count].sorted()))
    }

    /// How many steps the restarted program knows: at least those that were shown, at most one more.
    private func recovered(
      _ shown: Int, _ expected: [Set<Int>], _ driver: AppDriver, _ points: [PixelPoint]
    ) throws -> Int {
      let now = painted(driver, points)
      let possible = (shown...min(shown + 1, expected.count - 1)).filter { expected[$0] == now }
      return try #require(
        possible.first, "after a kill \(now.sorted()) is painted; \(expected[shown].sorted()) was shown before")
    }

    /// Lets a few steps settle, sends one more, and kills after a moment that the seed chooses.
    /// - Returns: how many steps the glass had shown by then.
    private func advanceAndKill(
      from start: Int, _ steps: [Step], _ expected: [Set<Int>], _ driver: AppDriver, _ points: [PixelPoint],
      _ random: inout SplitMix64
    ) throws -> Int {
      var done = start
      if Int.random(in: 0..<3, using: &random) == 0, done + 1 < steps.count {
        let frame = driver.settledFrames
        perform(steps[done], driver, points)
        try driver.waitReady(after: frame)
        done += 1
      }
      perform(steps[done], driver, points)
      let moment = ContinuousClock.now + .microseconds(Int.random(in: 0..<6_000, using: &random))
      while ContinuousClock.now < moment { driver.pump(milliseconds: 0) }
      driver.terminal.process.send(SIGKILL)
      _ = try driver.waitForExit()
      return painted(driver, points) == expected[done + 1] ? done + 1 : done
    }

    private func masksWithoutKills(_ steps: [Step], _ points: [PixelPoint]) throws -> [String: [UInt8]] {
      let workshop = try Workshop()
      let driver = try workshop.open(profile: .foot)
      try driver.command("class one 204 0 0")
      for step in steps {
        let frame = driver.settledFrames
        perform(step, driver, points)
        try driver.waitReady(after: frame)
      }
      try driver.save()
      #expect(try driver.quit() == .code(0))
      return try Workshop.allMasks(in: workshop.masks)
    }

    /// Undo goes back over a kill, and the journal replays to the same masks without a terminal.
    @Test func undoReachesBackOverAKill() throws {
      let workshop = try Workshop()
      var driver = try workshop.open()
      try driver.command("class one 204 0 0")
      try driver.click(try driver.screenPoint(ofBlock: 2))
      try driver.click(try driver.screenPoint(ofBlock: 3))
      driver.terminal.process.send(SIGKILL)
      #expect(try driver.waitForExit() == .signal(SIGKILL))
      driver = try workshop.open()
      try driver.type("z")
      try driver.save()
      try driver.expectMask(workshop, workshop.red, is: [2])
      #expect(try driver.quit() == .code(0))
      let replay = try workshop.run(["replay", try workshop.journal(), "--output", workshop.folder.path("again")])
      #expect(replay.status == .code(0), "\(replay.errorText)")
      let again = try Workshop.allMasks(in: workshop.folder.path("again"))
      #expect(try again == Workshop.allMasks(in: workshop.masks))
    }
  }
}
