import Foundation
import TestSupport
import Testing

@testable import tessera

/// docs/man holds what the program's own tables say.
@Suite struct ManualTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "docs/man")

  /// `RECORD_GOLDENS=1` writes them and fails all the same.
  @Test func pagesAreCurrent() throws {
    let pages = try ManualPage.all
    #expect(pages.count >= 14)
    for page in pages {
      let file = Self.folder.appending(path: page.fileName)
      let written = try? String(contentsOf: file, encoding: .utf8)
      if written != page.text, ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
        try page.text.write(to: file, atomically: true, encoding: .utf8)
      }
      #expect(written == page.text, "docs/man/\(page.fileName); RECORD_GOLDENS=1 writes it")
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path())
    #expect(Set(files) == Set(pages.map(\.fileName)), "a page of a command that is gone")
  }

  /// Every command and every option that `--help` shows has its place.
  @Test func pagesHoldAllOptions() throws {
    for page in try ManualPage.all {
      for argument in page.command.shownArguments {
        for name in argument.names ?? [] {
          #expect(page.text.contains(Roff.bold(name.typed)), "\(page.name) \(name.typed)")
        }
      }
    }
  }

  @Test func nothingIsTakenForARequest() {
    var page = Roff(title: "X", version: "1")
    page.prose(".TH is `.x` and 'quoted'\\")
    page.item(Roff.bold(".repeat"), ".again")
    page.line("'a")
    page.line(Roff.escaped("…"))
    let lines = page.text.split(separator: "\n")
    let requests = lines.filter { $0.hasPrefix(".") || $0.hasPrefix("'") }
    #expect(requests == [".TH \"X\" 1 \"\" \"tessera 1\" \"User Commands\"", ".TP"])
    #expect(lines.last == "\\[u2026]")
    #expect(lines[1] == "\\&.TH is \\fB.x\\fR and \\(aqquoted\\(aq\\e")
  }

  /// troff has nothing to complain about.
  @Test func troffReadsThem() throws {
    let groff = "/usr/bin/groff"
    guard FileManager.default.isExecutableFile(atPath: groff) else { return print("skipped: no groff") }
    for page in try ManualPage.all {
      let file = FileManager.default.temporaryDirectory.appending(path: "tessera-manual-\(UUID().uuidString).1")
      try page.text.write(to: file, atomically: true, encoding: .utf8)
      defer { try? FileManager.default.removeItem(at: file) }
      let run = try CommandRun.run(
        [groff, "-man", "-Tutf8", "-ww", "-z", file.path()], environment: [:], directory: "/")
      #expect(run.errorText.isEmpty, "\(page.name): \(run.errorText)")
    }
  }
}
