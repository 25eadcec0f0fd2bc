package dev.weft.web.file;

import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.web.api.Call;
import dev.weft.web.api.Deadline;
import dev.weft.web.api.limit.Shares;
import dev.weft.web.multipart.Multipart;
import dev.weft.web.multipart.Multipart.Part;
import java.util.function.Function;
import java.util.function.Supplier;

/// The uploads that run at one time, of whatever kind: each has a thread, two buffers and a growing
/// file, and each app has only a part of them.
public final class Uploads {

  private static final int MAX_UPLOADS = 256;

  private final Shares running = new Shares("uploads", MAX_UPLOADS, MAX_UPLOADS / 4);

  /// Reads the part `file` of a call, and answers what `keep` makes of it.
  ///
  /// @throws RefusedException with [Refusal.FileMissing]
  <T> T take(Call call, Function<Part, T> keep) {
    return during(
        call,
        () ->
            keep.apply(
                Multipart.find("file", call.header("Content-Type"), call.stream())
                    .orElseThrow(Uploads::missing)));
  }

  /// What a call is answered that has no file.
  static RefusedException missing() {
    return new RefusedException(new Refusal.FileMissing());
  }

  /// Does what counts as an upload, within the time that one may take.
  <T> T during(Call call, Supplier<T> work) {
    running.enter(call.app());
    try (Deadline _ = Deadline.start(Deadline.TRANSFER)) {
      return work.get();
    } finally {
      running.leave(call.app());
    }
  }
}
