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

  /// @throws WithheldException if `mayWrite` said no at the last moment
  Attempt attempt(Endpoint endpoint, Delivery delivery, BooleanSupplier mayWrite) {
    Instant started = clock.instant();
    Outcome outcome = send(endpoint, delivery, mayWrite);
    Verdict verdict = endpoint.retry().judge(delivery, outcome, clock.instant());
    Attempt attempt = new Attempt(delivery, started, outcome, verdict);
    AttemptLog.write(endpoint, attempt);
    listeners.tell(listener -> listener.attempted(endpoint, attempt));
    return attempt;
  }

  private Outcome send(Endpoint endpoint, Delivery delivery, BooleanSupplier mayWrite) {
    try {
      return sender.send(endpoint, delivery, mayWrite);
    } catch (WithheldException e) {
      throw e;
    } catch (RuntimeException e) {
      // A fault of ours must not stop the lane for ever: the policy decides as for any other.
      log.error("sending failed call={} reason=\"{}\"", delivery.callId(), e.getMessage(), e);
      return new Outcome.Unreachable(Failure.BROKEN, "internal error: " + e, Timings.NONE);
    }
  }
}
