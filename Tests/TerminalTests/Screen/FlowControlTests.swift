import Testing

@testable import Terminal

private func expectAnswer(_ flow: inout FlowControl, at now: Int, isExpected: Bool = true) {
  let isAnswer = flow.answer(at: now)
  #expect(isAnswer == isExpected)
}

@Test func theWindowFollowsTheRate() {
  var flow = FlowControl(isAnswered: true)
  #expect(flow.window == 32 * 1024)
  flow.sent(400_000, asking: true, at: 0)
  #expect(flow.isWaiting && !flow.isOpen)
  expectAnswer(&flow, at: 400)
  #expect(flow.rate == 1000)
  #expect(flow.window == 100_000)
  #expect(flow.isOpen && !flow.isWaiting && flow.unacknowledged == 0)
}

@Test func smallPatchesDoNotWaitForEachOther() {
  var flow = FlowControl(isAnswered: true)
  for time in 0..<5 {
    #expect(flow.isOpen)
    flow.sent(6000, asking: true, at: time * 16)
  }
  flow.sent(6000, asking: true, at: 80)
  #expect(!flow.isOpen, "36 KB are under way")
  expectAnswer(&flow, at: 100)
  #expect(flow.isOpen)
}

@Test func smallAnswersDoNotMoveTheRate() {
  var flow = FlowControl(isAnswered: true)
  flow.sent(500, asking: true, at: 0)
  expectAnswer(&flow, at: 90)
  #expect(flow.rate == nil, "a small patch measures the round trip, not the rate")
}

@Test func tmuxNeverGetsMoreThanItsCap() {
  var flow = FlowControl(isAnswered: true, cap: 65536)
  flow.sent(1_000_000, asking: true, at: 0)
  _ = flow.answer(at: 1)
  #expect(flow.window == 65536)
}

@Test func textIsAskedForOnlyWhenMuchOfItPiledUp() {
  var flow = FlowControl(isAnswered: true)
  #expect(!flow.shouldAsk(after: 200, hasPicture: false))
  flow.sent(2000, asking: false, at: 0)
  #expect(flow.shouldAsk(after: 200, hasPicture: false))
  #expect(FlowControl(isAnswered: false).shouldAsk(after: 5000, hasPicture: true) == false)
}

@Test func missingAnswersEndTheAsking() {
  var flow = FlowControl(isAnswered: true)
  var now = 0
  for _ in 0..<3 {
    flow.sent(100_000, asking: true, at: now)
    #expect(!flow.isOpen)
    now = flow.deadline ?? now
    flow.expire(at: now - 1)
    #expect(!flow.isOpen)
    flow.expire(at: now)
    #expect(flow.isOpen && !flow.isWaiting)
  }
  #expect(!flow.isAnswered)
  expectAnswer(&flow, at: now, isExpected: false)
}

@Test func anAnswerWithoutAQuestionIsNone() {
  var flow = FlowControl(isAnswered: true)
  expectAnswer(&flow, at: 0, isExpected: false)
  #expect(flow.deadline == nil)
}
