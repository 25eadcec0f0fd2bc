package dev.weft.delivery.engine;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Failure;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.Timings;
import dev.weft.delivery.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes one attempt and says what it means: sent, judged, logged, told.
final class Attempter {

  private static final Logger log = LoggerFactory.getLogger(Attempter.class);

  private final Sender sender;
  private final Clock clock;
  private final Listeners listeners;

  Attempter(Sender sender, Clock clock, Listeners listeners) {
    this.sender = sender;
    this.clock = clock;
    this.listeners = listeners;
  }

  /// @throws PostponedException if it could not even be begun, for which the endpoint is not to
  ///   blame
  /// @throws WithheldException if `mayWrite` said no at the last moment
  Attempt attempt(Endpoint endpoint, Delivery delivery, BooleanSupplier mayWrite) {
    return attempt(endpoint, delivery, false, mayWrite);
  }

  /// The same before the time of the attempt: one that fails changes nothing, unless the endpoint
  /// says that it is gone.
  Attempt attemptEarly(Endpoint endpoint, Delivery delivery, BooleanSupplier mayWrite) {
    return attempt(endpoint, delivery, true, mayWrite);
  }

  private Attempt attempt(
      Endpoint endpoint, Delivery delivery, boolean early, BooleanSupplier mayWrite) {
    Instant started = clock.instant();
    Outcome outcome = send(endpoint, delivery, mayWrite);
    Verdict verdict = endpoint.retry().judge(delivery, outcome, clock.instant());
    Instant due = delivery.nextAttempt();
    if (early && due != null) {
      verdict =
          switch (verdict) {
            case Verdict.Delivered _, Verdict.Pause _ -> verdict;
            case Verdict.RetryAt _, Verdict.Store _, Verdict.Discard _ -> new Verdict.RetryAt(due);
          };
    }
    Attempt attempt = new Attempt(delivery, started, outcome, verdict);
    AttemptLog.write(endpoint, attempt, early);
    listeners.publish(listener -> listener.attempted(endpoint, attempt));
    return attempt;
  }

  private Outcome send(Endpoint endpoint, Delivery delivery, BooleanSupplier mayWrite) {
    try {
      return sender.send(endpoint, delivery, mayWrite);
    } catch (WithheldException | PostponedException e) {
      throw e;
    } catch (RuntimeException e) {
      // A fault of ours must not stop the lane for ever: the policy decides as for any other.
      log.error("sending failed call={} reason=\"{}\"", delivery.callId(), e.getMessage(), e);
      return new Outcome.Unreachable(Failure.BROKEN, "internal error: " + e, Timings.NONE);
    }
  }
}
