import Glibc
import SystemPackage

/// The arguments of this process as bytes.
let rawArguments: [[UInt8]] = (0..<Int(CommandLine.argc)).compactMap { index in
  CommandLine.unsafeArgv[index].map { text in (0..<strlen(text)).map { UInt8(bitPattern: text[$0]) } }
}

extension FilePath {
  /// A path of these bytes, none of which is 0.
  init(bytes: [UInt8]) {
    self.init(platformString: bytes.map(CChar.init(bitPattern:)) + [0])
  }
}
