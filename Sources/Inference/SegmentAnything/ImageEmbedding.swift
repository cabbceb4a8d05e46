import Raster

/// What an encoder made of an image: 4 MiB for SAM 1, 16 MiB for SAM 2. All prompts on the image share it.
public struct ImageEmbedding: Sendable {
  /// How pixels of the image correspond to what the models see.
  public let fit: ImageFit
  /// By the names of the decoder's inputs.
  let tensors: [String: Tensor]

  init(fit: ImageFit, tensors: [String: Tensor]) { (self.fit, self.tensors) = (fit, tensors) }

  /// Bytes of memory.
  public var byteCount: Int { tensors.values.reduce(0) { $0 + $1.bytes.count } }
}

extension ImageEmbedding {
  /// For the disk: of each tensor its name, type, extents and bytes, in the order of their names. Native byte order.
  public var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount + 1024)
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      let extents = tensor.shape.map(String.init).joined(separator: ",")
      bytes += Array("\(tensor.elementType.rawValue) \(extents) \(tensor.bytes.count) \(name)\n".utf8)
      bytes += tensor.bytes
    }
    return bytes
  }

  /// What `encoded` gave; nil for anything else, and for what `pair` would not take for an image of that size.
  public init?(encoded bytes: [UInt8], of size: Size, _ pair: ModelPair) {
    var (tensors, at) = ([String: Tensor](), 0)
    while at < bytes.count {
      guard let end = bytes[at...].prefix(1024).firstIndex(of: UInt8(ascii: "\n")),
        let head = TensorHead(bytes[at..<end]), head.byteCount <= bytes.count - end - 1
      else { return nil }
      at = end + 1 + head.byteCount
      tensors[head.name] = Tensor(
        shape: head.shape, elementType: head.elementType, bytes: Array(bytes[(end + 1)..<at]))
    }
    let specs = [pair.decoder.embedding] + pair.decoder.extraEmbeddings
    guard tensors.count == specs.count, specs.allSatisfy({ spec in tensors[spec.name].map(spec.accepts) ?? false })
    else { return nil }
    self.init(fit: pair.encoder.imageFit(size), tensors: tensors)
  }
}

/// The line before a tensor's bytes.
private struct TensorHead {
  let name: String
  let elementType: ElementType
  let shape: [Int]
  let byteCount: Int

  init?(_ line: ArraySlice<UInt8>) {
    let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 3).map(String.init)
    guard words.count == 4, let type = Int(words[0]).flatMap(ElementType.init(rawValue:)), let count = Int(words[2])
    else { return nil }
    let shape = words[1].split(separator: ",").compactMap { Int($0) }.filter { (1...1_000_000).contains($0) }
    var product = type.byteCount
    for extent in shape {
      let (next, overflows) = product.multipliedReportingOverflow(by: extent)
      guard !overflows else { return nil }
      product = next
    }
    guard product == count, count > 0 else { return nil }
    (name, elementType, self.shape, byteCount) = (words[3], type, shape, count)
  }
}
