package dev.weft.storage.jdbc.delivery;

import dev.weft.delivery.Kind;
import dev.weft.delivery.State;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.redrive.JobKind;
import dev.weft.delivery.redrive.JobState;
import dev.weft.trace.TraceContext;
import org.jspecify.annotations.Nullable;

/// The numbers and words that stand in the tables of delivery. Written down here, never derived:
/// what is stored outlives the order of an enum.
public final class DeliveryCodes {

  private DeliveryCodes() {}

  public static int code(State state) {
    return switch (state) {
      case PENDING -> 0;
      case DELIVERED -> 1;
      case STORED -> 2;
      case DISCARDED -> 3;
      case EXPIRED -> 4;
      case OFFERED -> 5;
    };
  }

  public static State state(int code) {
    return switch (code) {
      case 0 -> State.PENDING;
      case 1 -> State.DELIVERED;
      case 2 -> State.STORED;
      case 3 -> State.DISCARDED;
      case 4 -> State.EXPIRED;
      case 5 -> State.OFFERED;
      default -> throw new IllegalStateException("no such state: " + code);
    };
  }

  public static int code(Kind kind) {
    return switch (kind) {
      case LIVE -> 0;
      case REPLAY -> 1;
      case TEST -> 2;
    };
  }

  public static Kind kind(int code) {
    return switch (code) {
      case 0 -> Kind.LIVE;
      case 1 -> Kind.REPLAY;
      case 2 -> Kind.TEST;
      default -> throw new IllegalStateException("no such kind: " + code);
    };
  }

  public static @Nullable String text(@Nullable TraceContext trace) {
    return trace == null ? null : trace.text();
  }

  static @Nullable TraceContext trace(@Nullable String text) {
    return text == null ? null : TraceContext.stored(text).orElse(null);
  }

  public static int code(JobKind kind) {
    return switch (kind) {
      case RESEND -> 0;
      case REPLAY -> 1;
    };
  }

  static JobKind jobKind(int code) {
    return switch (code) {
      case 0 -> JobKind.RESEND;
      case 1 -> JobKind.REPLAY;
      default -> throw new IllegalStateException("no such kind of job: " + code);
    };
  }

  public static int code(JobState state) {
    return switch (state) {
      case RUNNING -> 0;
      case DONE -> 1;
      case CANCELLED -> 2;
      case FAILED -> 3;
    };
  }

  static JobState jobState(int code) {
    return switch (code) {
      case 0 -> JobState.RUNNING;
      case 1 -> JobState.DONE;
      case 2 -> JobState.CANCELLED;
      case 3 -> JobState.FAILED;
      default -> throw new IllegalStateException("no such state of a job: " + code);
    };
  }

  /// What is shown as the verdict of an attempt.
  public static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Delivered() -> "delivered";
      case Verdict.RetryAt _ -> "retry";
      case Verdict.Store() -> "stored";
      case Verdict.Pause _ -> "paused";
      case Verdict.Discard() -> "discarded";
    };
  }
}
