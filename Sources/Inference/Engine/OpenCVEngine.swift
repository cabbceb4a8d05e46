import COpenCV
import Glibc

/// OpenCV's dnn module: always there, and enough for plain convolutional networks. It computes in `f32` on one thread,
/// takes `f32` inputs alone, and reads neither models of Segment Anything nor weights that lie beside the model.
public struct OpenCVEngine: InferenceEngine {
  /// `OpenCV`.
  public var name: String { "OpenCV" }
  /// Such as `4.6.0`.
  public var version: String { String(cString: cvb_network_version()) }

  /// An engine; it holds nothing.
  public init() {}

  /// Precision and threads are fixed. A process of its own tries the file first, because damaged ones crash OpenCV.
  /// - Throws: if the file is no ONNX model or OpenCV refuses it.
  public func open(_ model: ModelSource, _ options: InferenceOptions) throws(InferenceError) -> any InferenceSession {
    let description: ONNXModel
    do { description = try model.description() } catch { throw .model(error) }
    guard let bytes = model.heldBytes, description.externalFiles.isEmpty else {
      throw .refused(engine: name, reason: "it reads no weights that lie beside a model")
    }
    if let spec = description.inputs.first(where: { $0.elementType != .float32 }) {
      throw .refused(engine: name, reason: "it takes no input but f32, and this is \(spec)")
    }
    var error = cvb_error()
    guard let network = cvb_network_open(bytes, bytes.count, .unwatched, &error) else {
      throw .refused(engine: name, reason: error.text)
    }
    return OpenCVSession(network, description)
  }
}

extension ModelSource {
  /// nil where the engine has to read the file itself.
  fileprivate var heldBytes: [UInt8]? {
    switch self {
    case .bytes(let bytes), .file(let bytes, _): bytes
    case .described: nil
    }
  }
}

/// A model that OpenCV has read.
final class OpenCVSession: InferenceSession {
  private let network: OpaquePointer
  private let check: FeedCheck
  private let layers: LayerNames
  /// The extents of the inputs with which the network was tried.
  private var tried: [[[Int]]] = []

  /// Takes `network` over.
  init(_ network: OpaquePointer, _ description: ONNXModel) {
    self.network = network
    check = FeedCheck(inputs: description.inputs, outputs: description.outputs)
    layers = LayerNames(description)
  }

  deinit { cvb_network_close(network) }

  var inputs: [TensorSpec] { check.inputs }
  var outputs: [TensorSpec] { check.outputs }

  /// Besides outputs, the first results of inner nodes can be asked for by their names in the file.
  func run(_ feeds: [String: Tensor], wanted: [String]) throws(InferenceError) -> [String: Tensor] {
    let ordered = try check.ordered(feeds)
    var names: [String] = []
    for name in wanted {
      if let layer = layers.layer(of: name) { names.append(layer) } else { throw check.noOutput(named: name) }
    }
    for feed in ordered { try self.feed(feed.spec.name, feed.tensor) }
    guard !names.isEmpty else { return [:] }
    try forward(names, ordered.map(\.tensor.shape))
    var results: [String: Tensor] = [:]
    for (index, name) in wanted.enumerated() { results[name] = tensor(at: index) }
    return results
  }

  private func feed(_ name: String, _ tensor: Tensor) throws(InferenceError) {
    var error = cvb_error()
    let dims = tensor.shape.map(Int32.init(clamping:))
    guard cvb_network_feed(network, name, dims, Int32(dims.count), tensor.floats, &error) else { throw refused(error) }
  }

  private func forward(_ names: [String], _ shapes: [[Int]]) throws(InferenceError) {
    var error = cvb_error()
    let texts = names.map { strdup($0) }
    defer { texts.forEach { free($0) } }
    let pointers = texts.compactMap { $0.map { UnsafePointer($0) } }
    let count = Int32(pointers.count)
    if !tried.contains(shapes) {
      guard cvb_network_try(network, pointers, count, .unwatched, &error) else { throw refused(error) }
      tried.append(shapes)
    }
    guard cvb_network_run(network, pointers, count, &error) else { throw refused(error) }
  }

  /// Copied, because the network's own is overwritten by the next run.
  private func tensor(at index: Int) -> Tensor {
    let result = cvb_network_result(network, Int32(index))
    let shape = withUnsafeBytes(of: result.dims) { dims in
      dims.bindMemory(to: Int32.self).prefix(Int(result.rank)).map { Int($0) }
    }
    return Tensor(shape: shape, Array(UnsafeBufferPointer(start: result.values, count: result.count)))
  }

  private func refused(_ error: cvb_error) -> InferenceError { .refused(engine: "OpenCV", reason: error.text) }
}

/// How OpenCV calls what the file calls by other names.
private struct LayerNames {
  private let layers: [String: String]

  /// After OpenCV 4.6's importer: layers are called after their nodes, and after their result where a node has no name.
  init(_ model: ONNXModel) {
    var layers: [String: String] = [:]
    for node in model.nodes {
      guard let result = node.outputs.first, !result.isEmpty else { continue }
      layers[result] = node.name.isEmpty ? "onnx_node_output_0!\(result)" : "onnx_node!\(node.name)"
    }
    for output in model.outputs { layers[output.name] = output.name }
    self.layers = layers
  }

  func layer(of tensor: String) -> String? { layers[tensor] }
}

extension cvb_run {
  /// Nobody cancels a trial, and it takes 4 GB at most.
  fileprivate static var unwatched: cvb_run { cvb_run(cancelled: { _ in false }, context: nil, memory: 4 << 30) }
}

extension cvb_error {
  /// OpenCV's own words, printable ASCII.
  var text: String { words(of: message) }
}
