import Segmentation
import Session

/// One image of `tessera segment --json`. What there is not is null.
struct SegmentRow: Encodable {
  private enum CodingKeys: String, CodingKey {
    case path, width, height, method, parameters, segments, seconds, output, preview, error
    case upToDate = "up_to_date"
  }

  let path: String
  @OrNull var width: Int?
  @OrNull var height: Int?
  let method: String
  let parameters: ParameterRow
  @OrNull var segments: Int?
  let seconds: Double
  @OrNull var output: String?
  @OrNull var preview: String?
  let upToDate: Bool
  @OrNull var error: String?

  init(_ image: SegmentedImage, _ parameters: Parameters) {
    path = image.file.path.string
    (width, height) = (image.size?.width, image.size?.height)
    method = parameters.method
    self.parameters = ParameterRow(parameters: parameters)
    (segments, seconds) = (image.segments, image.seconds)
    (output, preview) = (image.output?.string, image.preview?.string)
    upToDate = image.outcome == .upToDate
    error = image.failure?.description
  }
}

/// The parameters of a method by their names.
struct ParameterRow: Encodable {
  let parameters: Parameters

  func encode(to encoder: any Encoder) throws {
    var row = encoder.container(keyedBy: ParameterKey.self)
    for (name, value) in parameters.values {
      let key = ParameterKey(stringValue: name)
      switch value {
      case .integer(let value): try row.encode(value, forKey: key)
      case .real(let value): try row.encode(value, forKey: key)
      case .choice(let value): try row.encode(value, forKey: key)
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
