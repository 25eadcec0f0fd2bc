package dev.weft.receiver;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What became of one request.
public sealed interface Reception {

  /// The HTTP status to answer with once the app has done its part.
  int status();

  /// The callback is genuine and read.
  record Accepted(Callback callback, Attempt attempt) implements Reception {
    @Override
    public int status() {
      return 200;
    }

    /// A callback that the app has fetched from Weft's own record of it, over a connection it
    /// trusts. It has the [#key] it would have had if it had been sent.
    ///
    /// @param operation as in `weft-operation`
    /// @param body the callback as it was to be sent
    public static Accepted fetched(CallId id, String operation, OptionalLong sequence, Json body) {
      return new Accepted(CallbackParser.parse(body), Attempt.fetched(id, operation, sequence));
    }

    /// What makes this the same callback as another attempt's.
    public CallbackKey key() {
      return CallbackKey.of(callback, attempt);
    }

    /// What happened in the thread: by the header if it is there, else by [ThreadChange#infer].
    public ThreadChange change(@Nullable ThreadState previous) {
      return attempt.change() == ThreadChange.UNKNOWN
              && callback instanceof ThreadCallback threadCallback
          ? ThreadChange.infer(previous, threadCallback)
          : attempt.change();
    }
  }

  /// The request is not to be believed or not to be read.
  ///
  /// @param detail for the log; it quotes neither the body nor a secret
  record Refused(Refusal reason, String detail) implements Reception {
    static Refused because(Refusal reason) {
      return new Refused(reason, reason.explanation());
    }

    @Override
    public int status() {
      return reason.status();
    }
  }
}
