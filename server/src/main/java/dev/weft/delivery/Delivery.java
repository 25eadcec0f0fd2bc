package dev.weft.delivery;

import dev.weft.delivery.redrive.Job;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A callback on its way, as the outbox holds it.
///
/// @param id grows in commit order within a lane
/// @param attempts how many attempts were made
/// @param nextAttempt when the next attempt is due; null when nothing puts it off
/// @param replay what a delivery of kind replay repeats; null for all others
public record Delivery(
    long id,
    NewDelivery content,
    Kind kind,
    int attempts,
    @Nullable Instant nextAttempt,
    @Nullable Replay replay) {

  /// What a replay repeats, and for whom.
  ///
  /// @param origin id of the delivery whose callback it carries once more
  /// @param job number of the [Job] that asked for it
  public record Replay(long origin, long job) {}

  /// A delivery that repeats nothing.
  public Delivery(
      long id, NewDelivery content, Kind kind, int attempts, @Nullable Instant nextAttempt) {
    this(id, content, kind, attempts, nextAttempt, null);
  }

  public Lane lane() {
    return content.lane();
  }

  public CallId callId() {
    return content.callId();
  }

  public Body body() {
    return content.body();
  }

  /// The number of the attempt that comes next, from 1.
  public int nextNumber() {
    return attempts + 1;
  }

  /// This delivery as it was before any attempt.
  public Delivery unsent() {
    return new Delivery(id, content, kind, 0, null, replay);
  }

  /// This delivery after one more attempt, put off until `next`.
  public Delivery attempted(@Nullable Instant next) {
    return new Delivery(id, content, kind, attempts + 1, next, replay);
  }
}
