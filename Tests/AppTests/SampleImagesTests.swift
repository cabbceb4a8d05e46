import Foundation
import Session
import SystemPackage
import TestSupport
import Testing

@testable import tessera

/// Where the samples are looked for, and what the tutorial may write to.
@Suite struct SampleImagesTests {
  private func make(_ path: String) throws {
    let folder = FilePath(path).removingLastComponent().string
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try writeBytes([], to: path)
  }

  @Test func besideAnInstalledProgram() throws {
    let files = try TemporaryFolder()
    try make(files.path("usr/share/tessera/samples/session.tessera"))
    let found = SampleImages.folder(of: FilePath(files.path("usr/bin/tessera")), door: SystemFiles())
    #expect(found == FilePath(files.path("usr/share/tessera/samples")))
  }

  @Test func inTheRepositoryOfABuild() throws {
    let files = try TemporaryFolder()
    try make(files.path("work/samples/session.tessera"))
    let program = FilePath(files.path("work/.build/x86_64-unknown-linux-gnu/debug/tessera"))
    #expect(SampleImages.folder(of: program, door: SystemFiles()) == FilePath(files.path("work/samples")))
  }

  /// A folder that is only called so is none.
  @Test func nowhere() throws {
    let files = try TemporaryFolder()
    try make(files.path("work/samples/mine.png"))
    let program = FilePath(files.path("work/.build/release/tessera"))
    #expect(SampleImages.folder(of: program, door: SystemFiles()) == nil)
  }

  @Test func whatIsTemporaryGoesAndWhatIsChosenStays() throws {
    let files = try TemporaryFolder()
    let temporary = try TutorialFolder(nil)
    try make(temporary.path.appending(".tessera/a.tessera").string)
    temporary.remove()
    #expect(!SystemFiles().exists(temporary.path))
    let chosen = try TutorialFolder(FilePath(files.path("new")))
    try make(chosen.path.appending("mask.png").string)
    chosen.remove()
    #expect(SystemFiles().exists(chosen.path))
    #expect(throws: (any Error).self) { try TutorialFolder(chosen.path) }
  }
}
