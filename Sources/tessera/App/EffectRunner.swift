import Dispatch
import Editor
import OpenCVMethods
import Segmentation
import Session

/// Carries out what the editor asks for, off the main thread; answers arrive in the mailbox.
final class EffectRunner: Sendable {
  private let opener: SessionOpener
  private let registry: MethodRegistry
  private let store: MaskStore
  private let mailbox: Mailbox
  private let workers = Workers(threads: 2)
  /// Masks are written one set after the other, so that the last save wins.
  private let saving = DispatchQueue(label: "saving")

  init(opener: SessionOpener, registry: MethodRegistry, store: MaskStore, mailbox: Mailbox) {
    (self.opener, self.registry, self.store, self.mailbox) = (opener, registry, store, mailbox)
  }

  func run(_ effect: Effect) {
    switch effect {
    case .open(let request, let file, let spec, let readOnly): open(request, file, spec, readOnly: readOnly)
    case .segment(let request, let image, let spec): segment(request, image, spec)
    case .save(let request, let snapshot): save(request, snapshot)
    case .cancel(let request): workers.cancel(request)
    case .quit, .suspend, .redraw: break
    }
  }

  /// Waits for the saves that are under way.
  func finish() { saving.sync {} }

  private func open(_ request: Int, _ file: ImageFile, _ spec: MethodSpec, readOnly: Bool) {
    workers.submit(request) { [self] isCancelled in
      do throws(SessionError) {
        let decoded = try opener.decode(file)
        post(.imageDecoded(request: request, decoded))
        let prepared = try opener.prepare(decoded, spec, methodRun(request, isCancelled), readOnly: readOnly)
        post(.imageReady(request: request, prepared))
      } catch {
        post(.openFailed(request: request, OpenFailure(error.description, isHeld: error.isHeld)))
      }
    }
  }

  private func segment(_ request: Int, _ image: Raster.Image, _ spec: MethodSpec) {
    workers.submit(request) { [self] isCancelled in
      do throws(SegmentationError) {
        let labels = try registry.segment(image, spec, methodRun(request, isCancelled))
        post(.methodReady(request: request, PreparedLabels(method: spec, raw: labels)))
      } catch {
        post(.methodFailed(request: request, error.description))
      }
    }
  }

  private func save(_ request: Int, _ snapshot: MaskSnapshot) {
    saving.async { [self] in
      do throws(FileError) {
        _ = try store.save(snapshot)
        post(.saved(request: request, failure: nil))
      } catch {
        post(.saved(request: request, failure: error.description))
      }
    }
  }

  private func methodRun(_ request: Int, _ isCancelled: @escaping @Sendable () -> Bool) -> MethodRun {
    MethodRun(
      progress: { [self] share in post(.progress(request: request, share)) }, isCancelled: isCancelled)
  }

  private func post(_ event: EditorEvent) { mailbox.post(.editor(event)) }
}
