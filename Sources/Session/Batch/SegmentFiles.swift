import Raster
import SystemPackage

extension OutputFolder {
  /// The label map of an image; the extension is `png` or `tif`.
  func segments(of stem: String, _ fileExtension: String) -> FilePath {
    root.appending(component("\(stem)_segments.\(fileExtension)"))
  }

  /// The picture of an image's segments.
  func preview(of stem: String) -> FilePath { root.appending(component("\(stem)_preview.png")) }

  /// What an image's label map was made of.
  func record(of stem: String) -> FilePath { hidden.appending(component("\(stem).segments")) }
}

/// The output files of one image.
struct SegmentFiles {
  let output: OutputFolder
  let stem: String
  let door: any FileDoor

  /// The record of an earlier run; nil where there is none that can be read.
  var record: SegmentRecord? {
    (try? door.read(output.record(of: stem))).flatMap { SegmentRecord($0) }
  }

  func labels(_ fileExtension: String) -> FilePath { output.segments(of: stem, fileExtension) }
  var preview: FilePath { output.preview(of: stem) }

  /// All files of an image, whether they are there or not.
  var all: [FilePath] { [labels("png"), labels("tif"), preview] }

  /// Whether the files are there as the record says.
  func hold(_ record: SegmentRecord, preview isAsked: Bool) -> Bool {
    guard holds(record.labels, labels(record.fileExtension)) else { return false }
    return !isAsked || record.preview.map { holds($0, preview) } ?? false
  }

  /// Writes the files of an image and then its record, so that a record never promises what is not there.
  func write(_ record: SegmentRecord, labels: [UInt8], preview: [UInt8]?) throws(FileError) {
    let old = self.record
    try door.createFolder(output.hidden)
    try door.replace(self.labels(record.fileExtension), with: labels)
    if let preview { try door.replace(self.preview, with: preview) }
    try removeStale(record, old)
    try door.replace(output.record(of: stem), with: record.written)
  }

  /// The map in the other format, and the preview of an earlier run that shows other segments.
  private func removeStale(_ record: SegmentRecord, _ old: SegmentRecord?) throws(FileError) {
    let other = labels(record.fileExtension == "png" ? "tif" : "png")
    if door.exists(other) { try door.remove(other) }
    guard record.preview == nil, let shown = old?.preview, holds(shown, preview) else { return }
    try door.remove(preview)
  }

  private func holds(_ digest: Digest, _ path: FilePath) -> Bool {
    (try? door.read(path)).map { Digest(of: $0) == digest } ?? false
  }
}
