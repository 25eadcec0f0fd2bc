package dev.weft.cli.demo;

import dev.weft.receiver.Attempt;
import dev.weft.receiver.ThreadCallback;
import dev.weft.receiver.ThreadChange;
import dev.weft.receiver.ThreadMessage;
import org.jspecify.annotations.Nullable;

/// A Thread callback that arrived. Its Standard Webhooks signature holds, or it would not be here.
///
/// @param securityHolds whether the vendor's MD5 signature holds too
record DemoCallback(ThreadCallback callback, Attempt attempt, boolean securityHolds) {

  ThreadChange change() {
    return attempt.change();
  }

  /// The text of the newest message; empty if there is none.
  String text() {
    @Nullable ThreadMessage newest = callback.lastMessage();
    @Nullable String text = newest == null ? null : newest.content().text();
    return text == null ? "" : text;
  }

  /// The body as it came.
  String body() {
    return callback.envelope().body().toString();
  }
}
