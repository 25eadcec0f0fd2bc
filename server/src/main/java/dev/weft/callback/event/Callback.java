package dev.weft.callback.event;

import dev.weft.app.AppId;
import java.time.Instant;

/// A callback that rules may want, whoever makes it: chat, presence, a mirror, a test. It says what
/// rules are matched with. Its text is written when the first rule wants it, and once for all.
///
/// @param at when it happened, on the server's clock
public record Callback(AppId app, EventKind kind, EventFacts facts, Instant at, Writer writer) {

  /// Writes the text.
  public interface Writer {

    CallbackText write();

    /// `plain` for rules with the option `copy_meta`; the same for callbacks that have no meta.
    default CallbackText withCopiedMeta(CallbackText plain) {
      return plain;
    }
  }
}
