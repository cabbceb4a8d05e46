import Raster
import SystemPackage

/// Counts what was labeled in a folder, from journals and masks; an image is opened only where its journal looks at
/// pixels.
public struct FolderCounter: Sendable {
  private let output: OutputFolder
  private let door: any FileDoor
  private let codec: any ImageCodec
  private let pixelLimit: Int
  private let files: [ImageFile]
  private let states: FolderStates
  /// Mask files by the stem that their names begin with.
  private let masks: [String: [FilePath.Component]]
  /// What could not be read of the states, a sentence each.
  public let notices: [String]

  /// Reads the states and the names of the masks.
  /// - Parameter pixelLimit: journals of larger images are refused.
  public init(
    _ files: [ImageFile], _ output: OutputFolder, door: any FileDoor, codec: any ImageCodec, pixelLimit: Int
  ) {
    self.pixelLimit = pixelLimit
    (self.files, self.output, self.door, self.codec) = (files, output, door, codec)
    let reading = output.readStates(of: files, door: door)
    (states, notices) = (reading.states, reading.notices)
    masks = Self.masks((try? door.list(output.root)) ?? [])
  }

  /// How the masks are named that were saved, by the stem of their image.
  var maskNames: [String: OutputFolder.MaskNames] {
    masks.mapValues { names in names.contains { $0.string.contains("_mask_(R-") } ? .portable : .standard }
  }

  private static func masks(_ names: [FilePath.Component]) -> [String: [FilePath.Component]] {
    var masks: [String: [FilePath.Component]] = [:]
    for name in names where name.string.hasSuffix(").png") {
      guard let mark = name.string.ranges(of: "_mask_(").last else { continue }
      masks[String(name.string[..<mark.lowerBound]), default: []].append(name)
    }
    return masks
  }

  /// Counts image after image.
  ///
  /// The results do not depend on `jobs`. Memory: the planes of `jobs` images.
  /// - Parameters:
  ///   - tell: gets the images in the order of the list, one at a time.
  /// - Returns: the images that were counted, in order; fewer than all only if it was cancelled.
  @discardableResult
  public func run(
    jobs: Int, isCancelled: @escaping @Sendable () -> Bool = { false },
    tell: @escaping @Sendable (ImageStatistics) -> Void = { _ in },
    watch: @escaping @Sendable (WorkProgress) -> Void = { _ in }
  ) -> [ImageStatistics] {
    WorkBoard(count: files.count, threads: jobs, tell: tell, watch: watch).run { place, _ in
      isCancelled() ? nil : (count(at: place), isSpared: false)
    }
  }

  /// Counts one image.
  func count(at place: Int) -> ImageStatistics {
    let file = files[place]
    var image = ImageStatistics(file: file, status: states.status(at: place), note: states.note(at: place))
    do {
      if try !countJournal(file, &image) { try countMasks(file, &image) }
    } catch {
      image.failure = error.reason
    }
    return image
  }

  // MARK: Journals

  private func countJournal(_ file: ImageFile, _ image: inout ImageStatistics) throws(CountProblem) -> Bool {
    let path = output.journal(of: file.stem)
    let bytes: [UInt8]
    do { bytes = try door.read(path) } catch .notFound { return false } catch {
      throw CountProblem(reason: error.whenReading)
    }
    do throws(JournalProblem) {
      let script: Script
      do { script = try Script(bytes, tail: .torn) } catch { throw JournalProblem(error) }
      let store = LabelStore(door: door, folder: output.hidden)
      let replay = try JournalReplay.performing(script, store, pixelLimit: pixelLimit) {
        try? DecodedImage(reading: file, door, codec, pixelLimit: pixelLimit)
      }
      guard let replay else { return false }
      image.take(replay)
    } catch {
      throw CountProblem(reason: "\(path.shown)\(error.line.map { ":\($0)" } ?? ""): \(printable(error.reason))")
    }
    return true
  }

  // MARK: Masks

  /// Where masks overlap the later name wins, as when they are opened.
  private func countMasks(_ file: ImageFile, _ image: inout ImageStatistics) throws(CountProblem) {
    var covered: Mask?
    var classes: [ClassStatistics] = []
    let instances = (masks[file.stem] ?? []).isEmpty ? nil : try instances(of: file)
    for name in (masks[file.stem] ?? []).reversed() {
      guard let named = MaskName(fileName: name.bytes, stem: file.stem), named.color != RGB(0, 0, 0) else { continue }
      let path = output.root.appending(name)
      let mask: Mask
      do throws(MaskError) { mask = try codec.mask(at: path, door) } catch {
        throw CountProblem(reason: "\(path.shown): \(error)")
      }
      var rest = covered ?? Mask(size: mask.size, filledWith: 0)
      guard rest.size == mask.size else { throw CountProblem(reason: "\(path.shown): of another size than its like") }
      if let instances, instances.size != mask.size {
        throw CountProblem(reason: "\(output.instances(of: file.stem).shown): of another size than the masks")
      }
      let (pixels, objects) = rest.cover(mask, instances)
      covered = rest
      let color = named.color
      if pixels > 0 {
        let name = "\(color.red),\(color.green),\(color.blue)"
        classes.append(
          ClassStatistics(name: name, color: color, pixels: pixels, segments: 0, objects: objects))
      }
    }
    guard let covered else { return }
    (image.source, image.size, image.classes) = (.masks, covered.size, classes.reversed())
    image.paintedPixels = classes.reduce(0) { $0 + $1.pixels }
  }

  private func instances(of file: ImageFile) throws(CountProblem) -> ObjectMap? {
    let path = output.instances(of: file.stem)
    let bytes: [UInt8]
    do { bytes = try door.read(path) } catch .notFound { return nil } catch {
      throw CountProblem(reason: error.whenReading)
    }
    do { return try codec.decodeObjects(bytes) } catch { throw CountProblem(reason: "\(path.shown): \(error)") }
  }
}

/// Why an image could not be counted: a sentence.
private struct CountProblem: Error {
  let reason: String
}

extension ImageStatistics {
  fileprivate mutating func take(_ replay: borrowing JournalReplay) {
    let state = replay.labeling.state
    (source, size, segments) = (.journal, state.size, state.segments)
    paintedPixels = state.paintedPixels
    classes = state.statistics()
    (commands, steps, undone) = (replay.commands, replay.steps, replay.undone)
    milliseconds = replay.work.milliseconds
  }
}

extension ImageCodec {
  fileprivate func mask(at path: FilePath, _ door: any FileDoor) throws(MaskError) -> Mask {
    let bytes: [UInt8]
    do { bytes = try door.read(path) } catch { throw .file(error) }
    do { return try decodeMask(bytes) } catch { throw .codec(path.shown, error) }
  }
}

extension Mask {
  /// Covers what `mask` shows. Returns how many of its pixels were not covered before, and how many objects have any.
  fileprivate mutating func cover(_ mask: Mask, _ instances: ObjectMap?) -> (pixels: Int, objects: Int) {
    var count = 0
    var isSeen = [Bool](repeating: false, count: instances == nil ? 0 : Int(UInt16.max) + 1)
    elements.withUnsafeMutableBufferPointer { covered in
      mask.elements.withUnsafeBufferPointer { mask in
        for at in mask.indices where mask[at] != 0 && covered[at] == 0 {
          covered[at] = 255
          count += 1
          if let instances { isSeen[Int(instances.elements[at])] = true }
        }
      }
    }
    return (count, isSeen.dropFirst().count { $0 })
  }
}
