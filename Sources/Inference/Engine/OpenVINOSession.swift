import COpenVINO

/// A model that OpenVINO has compiled.
final class OpenVINOSession: InferenceSession {
  private let handle: OpaquePointer
  private let check: FeedCheck
  /// Inputs that no output of the outer graph depends on: the engine drops them, and the file lists them all the same.
  private let unread: Set<String>

  /// Takes `handle` over. The names are the file's: the engine may know a tensor by several.
  init(_ handle: OpaquePointer, _ description: ONNXModel) {
    self.handle = handle
    check = FeedCheck(inputs: description.inputs, outputs: description.outputs)
    unread = Set(description.inputs.map(\.name)).subtracting(description.tensorsRead)
  }

  deinit { cov_session_close(handle) }

  var inputs: [TensorSpec] { check.inputs }
  var outputs: [TensorSpec] { check.outputs }

  func run(_ feeds: [String: Tensor], wanted: [String]) throws(InferenceError) -> [String: Tensor] {
    let ordered = try check.ordered(feeds)
    var specs: [TensorSpec] = []
    for name in wanted { specs.append(try check.output(named: name)) }
    for feed in ordered { try self.feed(feed.spec.name, feed.tensor) }
    var error = cov_error()
    guard cov_session_run(handle, &error) else { throw refused(error) }
    var results: [String: Tensor] = [:]
    for spec in specs { results[spec.name] = try output(spec) }
    return results
  }

  private func feed(_ name: String, _ tensor: Tensor) throws(InferenceError) {
    var error = cov_error()
    let dims = tensor.shape.map(Int64.init)
    let isFed = cov_session_feed(handle, name, dims, Int32(dims.count), tensor.bytes, tensor.bytes.count, &error)
    guard isFed || unread.contains(name) else { throw refused(error) }
  }

  /// Copied, because the engine's own is overwritten by the next run.
  private func output(_ spec: TensorSpec) throws(InferenceError) -> Tensor {
    var (error, found) = (cov_error(), cov_tensor())
    guard let view = cov_session_output(handle, spec.name, &found, &error) else { throw refused(error) }
    defer { cov_output_free(handle, view) }
    let shape = withUnsafeBytes(of: found.dims) { dims in
      dims.bindMemory(to: Int64.self).prefix(Int(found.rank)).map { Int($0) }
    }
    let type = spec.elementType ?? .float32
    guard shape.reduce(type.byteCount, *) == found.byte_count else {
      let bytes = "\(found.byte_count) bytes of shape \(shape)"
      throw .wrongOutput(name: spec.name, expected: type.shortName, found: bytes)
    }
    let bytes = UnsafeBufferPointer(start: found.data, count: found.byte_count)
    return Tensor(shape: shape, elementType: type, bytes: Array(bytes))
  }

  private func refused(_ error: cov_error) -> InferenceError { .refused(engine: "OpenVINO", reason: error.text) }
}
