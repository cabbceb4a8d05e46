import SystemPackage

/// What the program remembers between its runs that belongs to no folder of images.
enum StateFolder {
  /// `$XDG_STATE_HOME/tessera`; nil where neither that nor HOME is set.
  static var path: FilePath? {
    let variables = ProcessEnvironment.variables
    if let base = variables["XDG_STATE_HOME"], !base.isEmpty { return FilePath(base).appending("tessera") }
    return variables["HOME"].flatMap { $0.isEmpty ? nil : FilePath($0).appending(".local/state/tessera") }
  }
}
