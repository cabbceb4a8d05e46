import Dispatch
import Editor
import Segmentation
import Session
import Synchronization

/// Relabels folders behind the screen, one after the other, and never while masks are saved.
final class RelabelingWorker: Sendable {
  private let opener: SessionOpener
  private let queue: DispatchQueue
  /// Counting changes nothing, and no save is to wait for it.
  private let counting = DispatchQueue(label: "counting")
  private let mailbox: Mailbox
  /// Of the work that has not ended, by request.
  private let flags = Mutex<[Int: StopFlag]>([:])

  /// - Parameter queue: runs one block at a time, those that save masks as well.
  init(opener: SessionOpener, queue: DispatchQueue, mailbox: Mailbox) {
    (self.opener, self.queue, self.mailbox) = (opener, queue, mailbox)
  }

  func count(_ request: Int, _ files: [ImageFile], _ from: String, _ to: String) {
    submit(request, counting) { [self] flag throws(RelabelError) in
      let plan = try FolderRelabeler(files, opener: opener, method: MethodSpec(MethodOptions.standard)).plan(
        from: from, to: to, jobs: 2, isCancelled: { flag.isRaised },
        watch: { [self] progress in tell(progress, request) })
      return plan.isCancelled ? nil : .relabelingCounted(request: request, plan)
    }
  }

  func relabel(_ request: Int, _ files: [ImageFile], _ plan: RelabelPlan, _ spec: MethodSpec) {
    submit(request, queue) { [self] flag throws(RelabelError) in
      let report = try FolderRelabeler(files, opener: opener, method: spec).run(
        plan, isCancelled: { flag.isRaised }, watch: { tell($0, request) })
      return .folderRelabeled(request: request, report)
    }
  }

  func takeBack(_ request: Int, _ files: [ImageFile], _ spec: MethodSpec) {
    submit(request, queue) { [self] flag throws(RelabelError) in
      let report = try FolderRelabeler(files, opener: opener, method: spec).takeBack(
        isCancelled: { flag.isRaised }, watch: { tell($0, request) })
      return .relabelingTakenBack(request: request, report)
    }
  }

  /// It ends behind the image that it is at.
  func cancel(_ request: Int) { flags.withLock { $0[request]?.raise() } }

  /// All end, and none begins any more work.
  func stop() { flags.withLock { flags in flags.values.forEach { $0.raise() } } }

  private func submit(
    _ request: Int, _ queue: DispatchQueue,
    _ work: @escaping @Sendable (StopFlag) throws(RelabelError) -> EditorEvent?
  ) {
    let flag = StopFlag()
    flags.withLock { $0[request] = flag }
    queue.async { [self] in
      var event: EditorEvent?
      do throws(RelabelError) { event = try work(flag) } catch {
        event = .relabelingFailed(request: request, error.description)
      }
      flags.withLock { $0[request] = nil }
      if let event { mailbox.post(.editor(event)) }
    }
  }

  private func tell(_ progress: WorkProgress, _ request: Int) {
    let share = Double(progress.finished) / Double(max(1, progress.total))
    mailbox.post(.editor(.progress(request: request, share)))
  }
}
