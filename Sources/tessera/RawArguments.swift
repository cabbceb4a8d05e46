import Glibc

/// The arguments of this process as bytes.
let rawArguments: [[UInt8]] = (0..<Int(CommandLine.argc)).compactMap { index in
  CommandLine.unsafeArgv[index].map { text in (0..<strlen(text)).map { UInt8(bitPattern: text[$0]) } }
}
