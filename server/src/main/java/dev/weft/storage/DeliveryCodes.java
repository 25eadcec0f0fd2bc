package dev.weft.storage;

import dev.weft.delivery.Kind;
import dev.weft.delivery.State;
import dev.weft.delivery.Verdict;
import dev.weft.trace.TraceContext;
import org.jspecify.annotations.Nullable;

/// The numbers and words that stand in the tables of delivery. Written down here, never derived:
/// what is stored outlives the order of an enum.
final class DeliveryCodes {

  private DeliveryCodes() {}

  static int code(State state) {
    return switch (state) {
      case PENDING -> 0;
      case DELIVERED -> 1;
      case STORED -> 2;
      case DISCARDED -> 3;
      case OFFERED -> 5;
    };
  }

  static State state(int code) {
    return switch (code) {
      case 0 -> State.PENDING;
      case 1 -> State.DELIVERED;
      case 2 -> State.STORED;
      case 3 -> State.DISCARDED;
      case 5 -> State.OFFERED;
      default -> throw new IllegalStateException("no such state: " + code);
    };
  }

  static int code(Kind kind) {
    return switch (kind) {
      case LIVE -> 0;
      case REPLAY -> 1;
      case TEST -> 2;
    };
  }

  static Kind kind(int code) {
    return switch (code) {
      case 0 -> Kind.LIVE;
      case 1 -> Kind.REPLAY;
      case 2 -> Kind.TEST;
      default -> throw new IllegalStateException("no such kind: " + code);
    };
  }

  static @Nullable String text(@Nullable TraceContext trace) {
    return trace == null ? null : trace.text();
  }

  static @Nullable TraceContext trace(@Nullable String text) {
    return text == null ? null : TraceContext.stored(text).orElse(null);
  }

  /// What is shown as the verdict of an attempt.
  static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Delivered() -> "delivered";
      case Verdict.RetryAt _ -> "retry";
      case Verdict.Store() -> "stored";
      case Verdict.Pause _ -> "paused";
      case Verdict.Discard() -> "discarded";
    };
  }
}
