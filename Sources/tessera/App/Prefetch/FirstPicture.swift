import Dispatch
import Editor
import Synchronization

/// Posts the picture of an image that is being opened. Where the segments are at hand it waits for them a moment, so
/// that both make one frame: the picture without and then with borders would cost twice the bytes.
final class FirstPicture: Sendable {
  /// Milliseconds that a picture may wait: less than anybody sees.
  static let patience = 30

  private let mailbox: Mailbox
  private let waiting = Mutex<EditorEvent?>(nil)

  init(_ mailbox: Mailbox) { self.mailbox = mailbox }

  /// - Parameter waits: until `post(before:)`, at most `patience`.
  func post(_ picture: EditorEvent, waits: Bool) {
    guard waits else { return mailbox.post(.editor(picture)) }
    waiting.withLock { $0 = picture }
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Self.patience)) { [self] in flush([]) }
  }

  /// Posts `event`, before it the picture if that still waits.
  func post(before event: EditorEvent) { flush([event]) }

  private func flush(_ events: [EditorEvent]) {
    // In the lock, so that the picture is never the later one.
    waiting.withLock { picture in
      mailbox.post(([picture.take()].compactMap(\.self) + events).map(AppEvent.editor))
    }
  }
}
