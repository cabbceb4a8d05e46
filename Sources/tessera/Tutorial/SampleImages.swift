import Glibc
import Session
import SystemPackage

/// Where the sample images lie: beside an installed program, or in the repository that the program was built in.
enum SampleImages {
  /// Nil where this program has none.
  static var folder: FilePath? { folder(of: program, door: SystemFiles()) }

  /// - Parameter program: its path from the root.
  static func folder(of program: FilePath, door: some FileDoor) -> FilePath? {
    var place = program.removingLastComponent()
    let installed = place.removingLastComponent().appending("share/tessera/samples")
    var candidates = [installed]
    // `.build/ARCHITECTURE/CONFIGURATION/tessera`
    for _ in 0..<3 {
      place = place.removingLastComponent()
      candidates.append(place.appending("samples"))
    }
    return candidates.first { door.exists($0.appending("session.tessera")) }
  }

  private static var program: FilePath {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &path, path.count - 1)
    return count > 0 ? FilePath(platformString: path) : ""
  }
}
