package dev.weft.web.vendor;

import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.ThreadId;
import dev.weft.web.api.Call;

/// Thread ids as clients write them.
final class ThreadIds {

  private ThreadIds() {}

  /// The thread in the path: its first parameter. What cannot be an id names no thread.
  static ThreadId of(Call call) {
    return ThreadId.parse(call.parameter(0))
        .orElseThrow(() -> new RefusedException(new Refusal.ThreadNotFound()));
  }
}
