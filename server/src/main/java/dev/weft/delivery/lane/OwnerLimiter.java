package dev.weft.delivery.lane;

import dev.weft.delivery.Ban;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Lane;
import dev.weft.delivery.Outcome;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whether an owner may start one more attempt now, as far as it depends on the owner alone: its
/// own limits, its circuit or, with policy `vendor`, its ban.
final class OwnerLimiter {

  private final int mostAtOnce;
  private int limit;
  private boolean vendor;
  private @Nullable RateLimit rate;
  private CircuitBreaker circuit = CircuitBreaker.Closed.HEALTHY;
  private BanPolicy.History bans = BanPolicy.History.NONE;
  private int inFlight;

  /// @param mostAtOnce attempts that any owner may have in flight
  OwnerLimiter(int mostAtOnce) {
    this.mostAtOnce = mostAtOnce;
    this.limit = mostAtOnce;
  }

  /// Takes over what its endpoint says now.
  void follow(Endpoint endpoint, Instant now) {
    Integer concurrency = endpoint.throttle().maxConcurrency();
    limit = concurrency == null ? mostAtOnce : Math.min(concurrency, mostAtOnce);
    vendor = endpoint.retry().isVendor();
    Double perSecond = endpoint.throttle().maxPerSecond();
    // One that stays the same keeps count: a change of the rule is no way around it.
    if (perSecond == null) {
      rate = null;
    } else if (rate == null || !Objects.equals(rate.perSecond(), perSecond)) {
      rate = new RateLimit(perSecond, now);
    }
  }

  /// Attempts in flight.
  int inFlight() {
    return inFlight;
  }

  /// As many attempts are in flight as may be.
  boolean isFull(Instant now) {
    return inFlight >= circuit.allowed(limit, now);
  }

  /// Nothing may start before then, whatever is in flight.
  Instant notBefore() {
    Instant probe = circuit instanceof CircuitBreaker.Open open ? open.nextProbe() : Instant.MIN;
    RateLimit limited = rate;
    if (limited == null) {
      return probe;
    }
    Instant paced = limited.notBefore();
    return paced.isAfter(probe) ? paced : probe;
  }

  /// A turn has begun.
  void started(Instant now) {
    inFlight++;
    if (rate != null) {
      rate.start(now);
    }
  }

  /// A turn has ended with an attempt. True if the owner is banned by it.
  boolean answered(Lane lane, Outcome outcome, Instant now) {
    inFlight--;
    if (!vendor) {
      circuit = circuit.after(lane, outcome instanceof Outcome.Acknowledged, limit, now);
      return false;
    }
    @Nullable Ban before = bans.newest();
    bans = BanPolicy.after(bans, outcome, now);
    return !Objects.equals(bans.newest(), before);
  }

  /// The endpoint has taken something that was no turn of a lane.
  void succeeded(Lane lane, Instant now) {
    circuit = circuit.after(lane, true, limit, now);
  }

  /// A turn has ended without one, or with one that means nothing.
  void notAttempted() {
    inFlight--;
    if (rate != null) {
      rate.takeBack();
    }
  }

  /// A person has resumed the owner: what its endpoint did is forgotten.
  void forgive() {
    circuit = CircuitBreaker.Closed.HEALTHY;
    bans = BanPolicy.History.NONE;
  }

  void remember(BanPolicy.History history) {
    bans = history;
  }

  @Nullable Ban newestBan() {
    return bans.newest();
  }

  @Nullable Ban ban(Instant now) {
    return bans.inForce(now);
  }

  CircuitBreaker circuit() {
    return circuit;
  }

  /// True if a new one would do the same.
  boolean isIdle(Instant now) {
    return bans.isForgotten(now)
        && circuit.equals(CircuitBreaker.Closed.HEALTHY)
        && (rate == null || rate.isIdle(now));
  }
}
