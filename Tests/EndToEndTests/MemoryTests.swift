import Foundation
import Raster
import TestSupport
import Testing

@testable import tessera

extension EndToEnd {
  /// Where memory is short the program says so; it is not ended for it.
  @Suite struct Memory {
    /// Writes a gray picture and a script that opens it, and runs `command` with the program as $0 and the script as $1.
    private func run(_ command: String, _ size: Size, method: String) throws -> CommandRun {
      let workshop = try Workshop()
      let header = Array("P5\n\(size.width) \(size.height)\n255\n".utf8)
      try writeBytes(header + [UInt8](repeating: 90, count: size.area), to: workshop.photo("large.pgm"))
      let script = workshop.folder.path("large.tessera")
      try writeBytes(Array("tessera-session 1\nopen photos/large.pgm method=\(method)\n".utf8), to: script)
      return try CommandRun.run(
        ["/bin/sh", "-c", command, workshop.program, script],
        environment: workshop.environment.merging(["PATH": "/usr/bin:/bin"]) { $1 }, directory: workshop.folder.path,
        seconds: 60)
    }

    @Test func aMethodThatNeedsMoreThanTheLimitIsRefused() throws {
      let run = try run(
        "ulimit -v 1500000; exec \"$0\" replay \"$1\"", Size(width: 6000, height: 4500), method: "felzenszwalb")
      #expect(run.status == .code(1))
      let sentence = "felzenszwalb: needs about 1.5 GB for 27 megapixels, "
      #expect(run.errorText.contains(sentence), "\(run.errorText)")
      #expect(run.errorText.contains(" free; use a smaller image"))
    }

    /// What the kernel does to a process when the memory of the machine is used up.
    @Test func anEngineThatTheSystemEndsIsASentence() throws {
      let killing = """
        "$0" replay "$1" & app=$!
        while kill -0 $app 2>/dev/null; do
          for engine in $(cat /proc/$app/task/*/children 2>/dev/null); do kill -9 $engine; done
        done
        wait $app
        """
      let run = try run(killing, Size(width: 2000, height: 1500), method: "superpixel iterations=100")
      #expect(run.status == .code(1))
      #expect(run.errorText.contains("superpixel: memory ran out; use a smaller image"), "\(run.errorText)")
    }
  }
}

/// What a machine of 8 GB says of itself, and a control group of 3 GB inside one of 2.5.
private let machine = [
  "/proc/meminfo": "MemTotal: 8000000 kB\nMemFree: 100000 kB\nMemAvailable:    4000000 kB\n",
  "/proc/self/limits": "Limit  Soft Limit  Hard Limit  Units\nMax address space         unlimited   unlimited  bytes\n",
  "/proc/self/status": "Name:\ttessera\nVmSize:\t  500000 kB\n",
  "/proc/self/cgroup": "0::/user/app\n",
  "/sys/fs/cgroup/user/app/memory.max": "3000000000\n",
  "/sys/fs/cgroup/user/app/memory.current": "1000000000\n",
  "/sys/fs/cgroup/user/app/memory.stat": "anon 5\ninactive_file 200000000\n",
  "/sys/fs/cgroup/user/memory.max": "2500000000\n",
  "/sys/fs/cgroup/user/memory.current": "1400000000\n",
]

private func available(_ changes: [String: String?]) -> Int? {
  let files = machine.merging(changes.compactMapValues { $0 }) { $1 }
  let missing = changes.keys.filter { changes[$0] == .some(nil) }
  return SystemMemory.available { missing.contains($0) ? nil : files[$0] }
}

@Test func theLeastOfAllLimitsIsAvailable() {
  #expect(available([:]) == 1_100_000_000)
  #expect(available(["/sys/fs/cgroup/user/memory.max": "max\n"]) == 2_200_000_000)
  #expect(available(["/proc/self/cgroup": nil]) == 4_096_000_000)
  let limits = "Max address space         1000000000   unlimited  bytes\n"
  #expect(available(["/proc/self/limits": limits]) == 488_000_000)
  #expect(available(["/proc/self/limits": "Max address space  100 100 bytes\n"]) == 0)
  #expect(SystemMemory.available { _ in nil } == nil)
  let older = [
    "/proc/self/cgroup": "9:name=systemd:/\n4:memory:/app\n0::/\n",
    "/sys/fs/cgroup/memory/app/memory.limit_in_bytes": "700000000\n",
    "/sys/fs/cgroup/memory/app/memory.usage_in_bytes": "300000000\n",
  ]
  #expect(available(older) == 400_000_000)
}
