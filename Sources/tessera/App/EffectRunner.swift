import Dispatch
import Editor
import OpenCVMethods
import Raster
import Segmentation
import Session
import Synchronization

/// Carries out what the editor asks for, off the main thread; answers arrive in the mailbox.
final class EffectRunner: Sendable {
  private let opener: SessionOpener
  private let mailbox: Mailbox
  private let workers = Workers(threads: 2)
  private let images: PreparedImages
  private let predictor: PredictorService
  /// Masks are written one set after the other, so that the last save wins.
  private let saving: DispatchQueue
  private let relabeling: RelabelingWorker
  /// The images whose states are to be read behind the first picture.
  private let unread = Mutex<(isFirst: Bool, files: [ImageFile]?)>((true, nil))
  /// How the folder is left, until it is written.
  private let leftView = Mutex<FolderView?>(nil)
  /// What is begun once the person sees what was asked for: it would only slow the picture down.
  private let afterShow = Mutex<[(request: Int, start: @Sendable () -> Void)]>([])

  /// - Parameter predictor: answers the marks of Segment Anything, for the opener as well.
  init(opener: SessionOpener, mailbox: Mailbox, predictor: PredictorService) {
    (self.opener, self.mailbox, self.predictor) = (opener, mailbox, predictor)
    saving = DispatchQueue(label: "saving")
    relabeling = RelabelingWorker(opener: opener, queue: saving, mailbox: mailbox)
    images = PreparedImages(opener: opener) { [predictor] in predictor.prepare($0) }
  }

  func run(_ effect: Effect) {
    switch effect {
    case .open(let request, let file, let spec, let readOnly): open(request, file, spec, readOnly: readOnly)
    case .segment(let request, let image, let spec): segment(request, image, spec)
    case .hierarchy(let request, let image, let spec): hierarchy(request, image, spec)
    case .likeness(let request, let image, let labels, let last): likeness(request, image, labels, lastLabel: last)
    case .answer(let request, let image, let annotations, let command): answer(request, image, annotations, command)
    case .findTemplates(let request, let image, let sets, let search): find(request, image, sets, search)
    case .readyPredictor(let image): ready(image)
    case .listModels: workers.submit(0) { [self] _ in post(.models(predictor.entries())) }
    case .chooseModel(let name): predictor.choose(name)
    case .save(let request, let snapshot): save(request, snapshot)
    case .countRelabeling(let request, let files, let from, let to): relabeling.count(request, files, from, to)
    case .relabelFolder(let request, let files, let plan, let spec): relabeling.relabel(request, files, plan, spec)
    case .takeRelabelingBack(let request, let files, let spec): relabeling.takeBack(request, files, spec)
    case .readFolder(let files): readFolder(files)
    case .keepView(let view): keep(view)
    case .prepare(let files, let spec): images.wish(files, spec)
    case .cancel(let request): cancel(request)
    case .quit, .suspend, .redraw, .tutorial: break
    }
  }

  /// A frame with all that was answered so far is on its way to the terminal.
  func shown() {
    let waiting = afterShow.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
    for work in waiting { work.start() }
  }

  /// Waits for the saves that are under way, and gives every image free.
  func finish() {
    images.finish()
    predictor.finish()
    relabeling.stop()
    saving.sync {}
    opener.close()
  }

  /// Opening the image only takes reading its journal.
  func isAtHand(_ file: ImageFile, _ spec: MethodSpec) -> Bool { images.isAtHand(file, spec) }

  private func cancel(_ request: Int) {
    afterShow.withLock { $0.removeAll { $0.request == request } }
    workers.cancel(request)
    images.endYielding(to: request)
    relabeling.cancel(request)
  }

  private func open(_ request: Int, _ file: ImageFile, _ spec: MethodSpec, readOnly: Bool) {
    let picture = FirstPicture(mailbox)
    let isAtHand = images.isAtHand(file, spec)
    images.show(file)
    images.yield(to: request)
    workers.submit(request) { [self] isCancelled in
      do throws(SessionError) {
        let run = methodRun(request, isCancelled)
        let image = try images.image(file, run)
        readFolderOnceShown()
        picture.post(.imageDecoded(request: request, image.source), waits: isAtHand)
        let prepared = try opener.prepare(image.decoded, spec, run, readOnly: readOnly) { [images] in
          images.labels(of: file, image, spec, run)
        }
        images.keep(prepared.labels, spec, of: file, image)
        endYieldingOnceShown(request)
        afterShow.withLock { $0.append((request, { [predictor] in predictor.open(image.decoded.image) })) }
        picture.post(before: .imageReady(request: request, prepared))
      } catch {
        endYieldingOnceShown(request)
        readFolderOnceShown()
        picture.post(before: .openFailed(request: request, OpenFailure(error.description, isHeld: error.isHeld)))
      }
    }
  }

  private func segment(_ request: Int, _ image: Image, _ spec: MethodSpec) {
    images.yield(to: request)
    workers.submit(request) { [self] isCancelled in
      do throws(SegmentationError) {
        let labels = try opener.labels(of: image, spec, methodRun(request, isCancelled))
        endYieldingOnceShown(request)
        post(.methodReady(request: request, labels))
      } catch {
        endYieldingOnceShown(request)
        post(.methodFailed(request: request, error.description))
      }
    }
  }

  /// To be called before the answer is posted, so that its frame comes after.
  private func endYieldingOnceShown(_ request: Int) {
    afterShow.withLock { $0.append((request, { [images] in images.endYielding(to: request) })) }
  }

  private func hierarchy(_ request: Int, _ image: Image, _ spec: MethodSpec) {
    afterShow.withLock { $0.append((request, { [self] in makeHierarchy(request, image, spec) })) }
  }

  private func makeHierarchy(_ request: Int, _ image: Image, _ spec: MethodSpec) {
    workers.submit(request) { [self] isCancelled in
      do throws(SegmentationError) {
        let hierarchy = try opener.hierarchy(of: image, spec, methodRun(request, isCancelled))
        post(.hierarchyReady(request: request, hierarchy))
      } catch {
        post(.methodFailed(request: request, error.description))
      }
    }
  }

  private func likeness(_ request: Int, _ image: Image, _ labels: LabelMap, lastLabel: Int32) {
    workers.submit(request) { [self] isCancelled in
      let run = methodRun(request, isCancelled)
      // Cancelled only when nobody waits any more.
      guard let likeness = try? SegmentLikeness(of: labels, lastLabel: lastLabel, image: image, run) else { return }
      post(.likenessReady(request: request, likeness))
    }
  }

  private func answer(_ request: Int, _ image: Image, _ annotations: Annotations, _ command: Command) {
    images.yield(to: request)
    workers.submit(request) { [self] isCancelled in
      do throws(SegmentationError) {
        let run = methodRun(request, isCancelled)
        let answer = try opener.answer(command, on: image, annotations, run) { [self] preview in
          post(.answerPreview(request: request, preview))
        }
        endYieldingOnceShown(request)
        post(.answerReady(request: request, answer))
      } catch {
        endYieldingOnceShown(request)
        post(.answerFailed(request: request, error.description))
      }
    }
  }

  private func find(_ request: Int, _ image: Image, _ sets: [TemplateSet], _ search: TemplateSearch) {
    images.yield(to: request)
    workers.submit(request) { [self] isCancelled in
      do throws(SegmentationError) {
        let limit = max(search.threshold, TemplateSearch.leastThreshold)
        let found = try search.matches(
          of: sets, in: image, limit: limit, by: CorrelationMatcher(), methodRun(request, isCancelled))
        endYieldingOnceShown(request)
        post(.templatesFound(request: request, found))
      } catch {
        endYieldingOnceShown(request)
        post(.answerFailed(request: request, error.description))
      }
    }
  }

  /// Nobody waits for it, so it has no request of its own.
  private func ready(_ image: Image) {
    predictor.open(image)
    workers.submit(0) { [predictor] isCancelled in predictor.readyBuiltIn(image, MethodRun(isCancelled: isCancelled)) }
  }

  /// Only the newest is written, however fast one walks.
  private func keep(_ view: FolderView) {
    leftView.withLock { $0 = view }
    saving.async { [self] in
      let newest = leftView.withLock { view in
        defer { view = nil }
        return view
      }
      if let newest { opener.keep(newest) }
    }
  }

  /// The first time behind the first picture: nobody looks at states before.
  private func readFolder(_ files: [ImageFile]) {
    let isWaiting = unread.withLock { unread in
      defer { if unread.isFirst { unread.files = files } }
      return unread.isFirst
    }
    if !isWaiting { read(files) }
  }

  /// A picture, or the reason why there is none, is on its way.
  private func readFolderOnceShown() {
    guard unread.withLock(\.isFirst) else { return }
    afterShow.withLock { waiting in
      waiting.append(
        (
          0,
          { [self] in
            let files = unread.withLock { unread in
              defer { unread = (false, nil) }
              return unread.files
            }
            if let files { read(files) }
          }
        ))
    }
  }

  private func read(_ files: [ImageFile]) {
    workers.submit(0) { [self] _ in post(.folderRead(opener.readStates(of: files))) }
  }

  private func save(_ request: Int, _ snapshot: MaskSnapshot) {
    saving.async { [self] in
      do throws(MaskError) {
        _ = try opener.masks.save(snapshot)
        post(.saved(request: request, failure: nil))
      } catch {
        post(.saved(request: request, failure: error.description))
      }
    }
  }

  private func methodRun(_ request: Int, _ isCancelled: @escaping @Sendable () -> Bool) -> MethodRun {
    let pace = PreviewPace()
    return MethodRun(
      progress: { [self] share in post(.progress(request: request, share)) }, isCancelled: isCancelled,
      offer: { [self] soFar in pace.take(soFar).map { show($0, request, pace) } }, memory: SystemMemory.available)
  }

  private func show(_ preview: SegmentsPreview, _ request: Int, _ pace: PreviewPace) {
    afterShow.withLock { $0.append((request, { pace.shown() })) }
    post(.segmentsPreview(request: request, preview))
  }

  private func post(_ event: EditorEvent) { mailbox.post(.editor(event)) }
}

extension SessionError {
  /// Another Tessera has the image open.
  fileprivate var isHeld: Bool {
    if case .file(.heldBy) = self { true } else { false }
  }
}
