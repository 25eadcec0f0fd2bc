package dev.weft.delivery;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whether a rule may start one more attempt now, as far as it depends on the rule alone: its own
/// limits, its circuit or, with policy `vendor`, its ban.
final class Gate {

  private final int mostAtOnce;
  private int limit;
  private boolean vendor;
  private @Nullable RateLimit rate;
  private Circuit circuit = Circuit.Closed.HEALTHY;
  private BanPolicy.History bans = BanPolicy.History.NONE;
  private int underWay;

  /// @param mostAtOnce attempts that any rule may have under way
  Gate(int mostAtOnce) {
    this.mostAtOnce = mostAtOnce;
    this.limit = mostAtOnce;
  }

  /// Takes over what the rule says now.
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

  /// Attempts under way.
  int underWay() {
    return underWay;
  }

  /// As many attempts are under way as may be.
  boolean isFull(Instant now) {
    return underWay >= circuit.allowed(limit, now);
  }

  /// Nothing may start before then, whatever is under way.
  Instant notBefore() {
    Instant probe = circuit instanceof Circuit.Open open ? open.nextProbe() : Instant.MIN;
    RateLimit limited = rate;
    if (limited == null) {
      return probe;
    }
    Instant paced = limited.notBefore();
    return paced.isAfter(probe) ? paced : probe;
  }

  /// A turn has begun.
  void started(Instant now) {
    underWay++;
    if (rate != null) {
      rate.start(now);
    }
  }

  /// A turn has ended with an attempt. True if the rule is banned by it.
  boolean answered(Lane lane, Outcome outcome, Instant now) {
    underWay--;
    if (!vendor) {
      circuit = circuit.after(lane, outcome instanceof Outcome.Acknowledged, limit, now);
      return false;
    }
    @Nullable Ban before = bans.newest();
    bans = BanPolicy.after(bans, outcome, now);
    return !Objects.equals(bans.newest(), before);
  }

  /// A turn has ended without one, or with one that means nothing.
  void notAttempted() {
    underWay--;
    if (rate != null) {
      rate.takeBack();
    }
  }

  /// A person has resumed the rule: what its endpoint did is forgotten.
  void forgive() {
    circuit = Circuit.Closed.HEALTHY;
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

  Circuit circuit() {
    return circuit;
  }

  /// True if a new one would do the same.
  boolean isIdle(Instant now) {
    return bans.isForgotten(now)
        && circuit.equals(Circuit.Closed.HEALTHY)
        && (rate == null || rate.isIdle(now));
  }
}
