import OpenCVMethods
import Raster
import TestSupport

/// An image and the file that it came from, for peers that read files.
struct PhotoScene {
  let name: String
  let file: String
  let image: Image

  private init(_ name: String, _ file: String) throws {
    (self.name, self.file) = (name, file)
    image = try OpenCVCodec().decode(try readBytes(file), pixelLimit: 512_000_000)
  }

  /// The jet photograph where the references are, and the portrait in some sizes.
  static func all(_ inputs: Inputs, _ sizes: [Size]) throws -> [PhotoScene] {
    let photo = try Reference.exists ? [PhotoScene("jet1, 0.42 MP", Reference.path("images/jet1.png"))] : []
    return try photo + sizes.map { try PhotoScene("portrait, \(Sizes.name($0))", inputs.jpeg("portrait.jpg", $0)) }
  }
}
