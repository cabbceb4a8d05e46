extension FileError {
  /// The sentence for a file that was only to be read.
  public var whenReading: String {
    if case .noPermission(let path) = self { return "\(path.shown): permission denied; make it readable" }
    return description
  }
}
