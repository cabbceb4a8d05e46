extension ONNXReader {
  /// The name, type and shape of a graph's input or output.
  func valueInfo(_ range: Range<Int>) throws(ONNXError) -> TensorSpec {
    var (fields, spec) = (WireReader(bytes, range), TensorSpec("", nil, nil))
    while let field = try fields.next() {
      if field.number == 1 { spec.name = try name(field) }
      if field.number == 2 { try readType(field.range(), into: &spec) }
    }
    return spec
  }

  /// Types other than tensors (sequences, maps) leave type and shape open.
  private func readType(_ range: Range<Int>, into spec: inout TensorSpec) throws(ONNXError) {
    var fields = WireReader(bytes, range)
    while let field = try fields.next() {
      if field.number == 1 { try readTensorType(field.range(), into: &spec) }
    }
  }

  private func readTensorType(_ range: Range<Int>, into spec: inout TensorSpec) throws(ONNXError) {
    var fields = WireReader(bytes, range)
    while let field = try fields.next() {
      if field.number == 1 { spec.elementType = ElementType(rawValue: try field.integer()) }
      if field.number == 2 { spec.shape = try shape(field.range()) }
    }
  }

  private func shape(_ range: Range<Int>) throws(ONNXError) -> [Dimension] {
    var (fields, shape) = (WireReader(bytes, range), [Dimension]())
    while let field = try fields.next() {
      if field.number == 1 { shape.append(try dimension(field.range())) }
      guard shape.count <= Limit.rank else { throw .tooMany(what: "dimensions", limit: Limit.rank) }
    }
    return shape
  }

  /// Some exporters write -1 or 0 for an extent that is not known.
  private func dimension(_ range: Range<Int>) throws(ONNXError) -> Dimension {
    var (fields, dimension) = (WireReader(bytes, range), Dimension.unknown)
    while let field = try fields.next() {
      if field.number == 1 {
        let extent = try field.integer()
        dimension = extent > 0 ? .fixed(extent) : .unknown
      }
      if field.number == 2 { dimension = .symbolic(try name(field)) }
    }
    return dimension
  }

  /// The name, type and shape of weights; files outside are noted.
  mutating func tensor(_ range: Range<Int>) throws(ONNXError) -> TensorSpec {
    var (fields, spec, extents) = (WireReader(bytes, range), TensorSpec("", nil, []), [Int]())
    var (external, isExternal) = (ExternalData(), false)
    while let field = try fields.next() {
      switch field.number {
      case 1: try readExtents(field, into: &extents)
      case 2: spec.elementType = ElementType(rawValue: try field.integer())
      case 8: spec.name = try name(field)
      case 13: try readExternalEntry(field.range(), into: &external)
      case 14: isExternal = try field.integer() == 1
      default: break
      }
    }
    spec.shape = extents.map(Dimension.fixed)
    guard let count = spec.elementCount else { throw .damaged(offset: range.lowerBound, what: .shape) }
    if isExternal { try note(external, count: count, spec.elementType, at: range.lowerBound) }
    return spec
  }

  /// Extents come one by one, or packed into one field.
  private func readExtents(_ field: WireReader.Field, into extents: inout [Int]) throws(ONNXError) {
    var numbers: [Int] = []
    if case .bytes(let range) = field.value {
      var packed = WireReader(bytes, range)
      while !packed.range.isEmpty, numbers.count <= Limit.rank {
        numbers.append(Int(truncatingIfNeeded: try packed.varint()))
      }
    } else {
      numbers.append(try field.integer())
    }
    guard numbers.allSatisfy({ $0 >= 0 }) else { throw .damaged(offset: field.offset, what: .shape) }
    extents += numbers
    guard extents.count <= Limit.rank else { throw .tooMany(what: "dimensions", limit: Limit.rank) }
  }
}

/// Where weights outside of the model lie.
private struct ExternalData {
  var location = ""
  var offset = 0
  var length: Int?
}

extension ONNXReader {
  private func readExternalEntry(_ range: Range<Int>, into data: inout ExternalData) throws(ONNXError) {
    var (fields, key, value) = (WireReader(bytes, range), "", "")
    while let field = try fields.next() {
      if field.number == 1 { key = try name(field) }
      if field.number == 2 { value = try name(field) }
    }
    switch key {
    case "location": data.location = value
    case "offset": data.offset = try number(value, range)
    case "length": data.length = try number(value, range)
    default: break
    }
  }

  private func number(_ text: String, _ range: Range<Int>) throws(ONNXError) -> Int {
    guard let number = Int(text), number >= 0 else { throw .damaged(offset: range.lowerBound, what: .shape) }
    return number
  }

  private mutating func note(
    _ data: ExternalData, count: Int, _ type: ElementType?, at offset: Int
  ) throws(ONNXError) {
    guard isBeside(data.location) else { throw .unsafeExternalFile(data.location) }
    let (size, isHuge) = count.multipliedReportingOverflow(by: type?.byteCount ?? 0)
    let (end, isBeyond) = data.offset.addingReportingOverflow(data.length ?? size)
    guard !isHuge, !isBeyond else { throw .damaged(offset: offset, what: .shape) }
    if let known = externalPlaces[data.location] {
      model.externalFiles[known].requiredBytes = max(model.externalFiles[known].requiredBytes, end)
    } else {
      externalPlaces[data.location] = model.externalFiles.count
      try Self.append(
        ExternalFile(name: data.location, requiredBytes: end), to: &model.externalFiles, "files of weights")
    }
  }

  /// A model must not make the engine read a file elsewhere.
  private func isBeside(_ location: String) -> Bool {
    !location.isEmpty && !location.hasPrefix("/") && !location.contains("\0")
      && !location.split(separator: "/").contains("..")
  }
}
