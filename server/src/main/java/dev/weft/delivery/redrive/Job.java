package dev.weft.delivery.redrive;

import dev.weft.delivery.JobId;
import dev.weft.delivery.Lane;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Callbacks being sent once more: durable, so that it goes on after a restart where it was.
///
/// A job walks through what it selects in the order of the ids. With each step it puts a few copies
/// into the outbox and moves its cursor, in one transaction: each callback is queued exactly once.
///
/// @param id of the job; never given twice
/// @param cursor id of the last delivery it has walked past
/// @param last id of the last delivery it will look at: the newest when it was made
/// @param reason why it failed; null if it did not
public record Job(
    long id,
    NewJob order,
    JobState state,
    long cursor,
    long last,
    Counts counts,
    @Nullable Instant finished,
    @Nullable String reason) {

  /// What became of the callbacks it has walked past.
  ///
  /// @param queued put into the outbox
  /// @param delivered of those, taken by the endpoint
  /// @param failed of those, given up again
  /// @param skipped not queued: the rule is gone, or another job has it in hand
  public record Counts(long queued, long delivered, long failed, long skipped) {

    public static final Counts ZERO = new Counts(0, 0, 0, 0);

    Counts plus(Counts more) {
      return new Counts(
          queued + more.queued,
          delivered + more.delivered,
          failed + more.failed,
          skipped + more.skipped);
    }
  }

  /// Owns the lanes of a job with a target. They have limits of their own, so that what goes there
  /// holds up nothing else.
  JobId owner() {
    return new JobId(id);
  }

  /// What a job with a target is called in logs, in place of a rule's name.
  public static String nameOf(JobId job) {
    return "replay-" + job.value();
  }

  boolean hasTarget() {
    return order.target() != null;
  }

  /// The lane in which a copy of what was in `lane` goes.
  public Lane laneFor(Lane lane) {
    return hasTarget() ? new Lane(owner(), lane.conversation()) : lane;
  }

  /// Whether a copy that is taken settles the original too.
  public boolean settlesOrigins() {
    return order.kind() == JobKind.RESEND || !hasTarget();
  }

  boolean isWalked() {
    return cursor >= last;
  }
}
