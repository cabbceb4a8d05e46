/// How many bytes may be under way to the terminal.
///
/// After every picture the terminal is asked for its cursor; the answer says that everything before was drawn. The
/// time it took tells the link's rate, and the rate how much may be sent without an answer.
struct FlowControl: Equatable {
  private struct Question: Equatable {
    var bytes: Int
    var total: Int
    var time: Int
  }

  /// The terminal answers; otherwise bytes count as drawn once they are written.
  var isAnswered: Bool
  /// Never more than this many bytes under way; tmux answers for itself and swallows the rest.
  let cap: Int?
  /// Bytes per millisecond, as estimated; nil before the first large answer.
  private(set) var rate: Double?
  private var total = 0
  private var acknowledged = 0
  private var asked = 0
  private var lastAnswer = 0
  private var questions: [Question] = []
  private var timeouts = 0

  init(isAnswered: Bool, cap: Int? = nil) {
    self.isAnswered = isAnswered
    self.cap = cap
  }

  /// Bytes sent that no answer has confirmed.
  var unacknowledged: Int { isAnswered ? total - acknowledged : 0 }
  var isWaiting: Bool { !questions.isEmpty }

  /// 32 KB or a tenth of a second's worth, whichever is more.
  var window: Int {
    let wanted = max(32 * 1024, Int((rate ?? 0) * 100))
    return cap.map { min($0, wanted) } ?? wanted
  }

  /// A new frame may be made now.
  var isOpen: Bool { unacknowledged < window }

  /// Whether a frame of `bytes` should end with a question: pictures always, text when much of it went unasked.
  func shouldAsk(after bytes: Int, hasPicture: Bool) -> Bool {
    isAnswered && (hasPicture || total + bytes - asked > 2048)
  }

  mutating func sent(_ bytes: Int, asking: Bool, at now: Int) {
    total += bytes
    guard asking else { return }
    questions.append(Question(bytes: total - asked, total: total, time: now))
    asked = total
  }

  /// The answer to the oldest question; false if nothing was asked.
  mutating func answer(at now: Int) -> Bool {
    guard !questions.isEmpty else { return false }
    let question = questions.removeFirst()
    acknowledged = question.total
    timeouts = 0
    // The link was busy only since the answer before, or since the question, whichever is later.
    let elapsed = Double(max(1, now - max(question.time, lastAnswer)))
    lastAnswer = now
    if question.bytes >= 4096 {
      let sample = Double(question.bytes) / elapsed
      rate = rate.map { ($0 + sample) / 2 } ?? sample
    }
    return true
  }

  /// When to stop waiting for an answer: two seconds and twice the time that the bytes should take.
  var deadline: Int? {
    guard let oldest = questions.first else { return nil }
    let underway = Double(total - acknowledged)
    return max(oldest.time, lastAnswer) + 2000 + Int(2 * underway / max(rate ?? 100, 10))
  }

  /// Gives up on answers that are overdue; after three times in a row the terminal is not asked any more.
  mutating func expire(at now: Int) {
    guard let deadline, now >= deadline else { return }
    forget()
    timeouts += 1
    if timeouts >= 3 { isAnswered = false }
  }

  /// Counts everything as drawn: after a suspension no answers come.
  mutating func forget() {
    questions = []
    acknowledged = total
    asked = total
  }
}
