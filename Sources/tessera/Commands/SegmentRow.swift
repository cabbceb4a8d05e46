import Segmentation
import Session

/// One image of `tessera segment --json`. What there is not is null.
struct SegmentRow: Encodable {
  private enum Key: String, CodingKey {
    case path, width, height, method, parameters, segments, seconds, output, preview, error
    case upToDate = "up_to_date"
  }

  private let image: SegmentedImage
  private let parameters: Parameters

  init(_ image: SegmentedImage, _ parameters: Parameters) {
    (self.image, self.parameters) = (image, parameters)
  }

  func encode(to encoder: any Encoder) throws {
    var row = encoder.container(keyedBy: Key.self)
    try row.encode(image.file.path.string, forKey: .path)
    try row.encode(image.size?.width, forKey: .width)
    try row.encode(image.size?.height, forKey: .height)
    try row.encode(parameters.method, forKey: .method)
    try encodeParameters(&row)
    try row.encode(image.segments, forKey: .segments)
    try row.encode(image.seconds, forKey: .seconds)
    try row.encode(image.output?.string, forKey: .output)
    try row.encode(image.preview?.string, forKey: .preview)
    try row.encode(image.outcome == .upToDate, forKey: .upToDate)
    try row.encode(image.failure?.description, forKey: .error)
  }

  private func encodeParameters(_ row: inout KeyedEncodingContainer<Key>) throws {
    var values = row.nestedContainer(keyedBy: ParameterKey.self, forKey: .parameters)
    for (name, value) in parameters.values {
      let key = ParameterKey(stringValue: name)
      switch value {
      case .integer(let value): try values.encode(value, forKey: key)
      case .real(let value): try values.encode(value, forKey: key)
      case .choice(let value): try values.encode(value, forKey: key)
      }
    }
  }
}

/// The name of a parameter as a key of JSON.
private struct ParameterKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
