import Testing

@testable import Editor

/// `config.toml`.
@Suite struct ConfigFileTests {
  private func complaint(_ text: String) -> String? {
    do {
      _ = try ConfigFile.read(text, file: "config.toml")
      return nil
    } catch {
      return error.description
    }
  }

  @Test func pathsAreTakenAsTheyAreWritten() throws {
    let both = try ConfigFile.read(
      "[sam]\nencoder = \"~/sam/e.onnx\"\ndecoder = 'd.onnx'\nmodels = \"/srv/models\" # all\n", file: "c")
    #expect(both.encoder == "~/sam/e.onnx" && both.decoder == "d.onnx" && both.models == "/srv/models")
    #expect(try ConfigFile.read("", file: "c") == ConfigFile())
    #expect(try ConfigFile.read("[sam]\n", file: "c") == ConfigFile())
    #expect(try ConfigFile.read("[sam]\nmodels = \"x\"\ndecoder = \"d\"\n", file: "c").decoder == "d")
  }

  @Test(arguments: [
    ("[sam]\nencodr = \"e\"\n", "config.toml:2:1: [sam] has no 'encodr'; did you mean 'encoder'?"),
    ("\n[smm]\n", "config.toml:2:2: the configuration has no 'smm'; did you mean 'sam'?"),
    ("[sam]\nmodels = 3\n", "config.toml:2:10: models is an integer; expected a string"),
    ("[sam]\nmodels = \"\"\n", "config.toml:2:10: models names no file; expected a path such as \"~/sam\""),
    ("sam = 1\n", "config.toml:1:7: sam is an integer; expected a table"),
    ("[sam]\nmodels = sam/\n", "config.toml:2:10: 'sam' is no value; text stands in quotes"),
    (
      "[sam]\nencoder = \"e\"\n",
      "config.toml:1:2: encoder and decoder belong together; give both, or their folder: models = \"~/sam\""
    ),
  ])
  func mistakesAreToldAtTheirPlace(_ text: String, _ expected: String) {
    #expect(complaint(text) == expected)
  }
}
