/// `text` in lines of at most `columns` columns, broken at spaces where there are any.
func wrapped(_ text: String, to columns: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in PlainText.sanitized(text).split(separator: " ") {
    if line.isEmpty {
      line = String(word)
    } else if PlainText.width(line) + 1 + PlainText.width(String(word)) <= columns {
      line += " " + word
    } else {
      lines.append(line)
      line = String(word)
    }
  }
  return lines + [line]
}
