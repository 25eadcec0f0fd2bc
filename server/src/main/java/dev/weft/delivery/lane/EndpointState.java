package dev.weft.delivery.lane;

import dev.weft.delivery.Ban;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.EndpointHealth;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The endpoint of one owner as it is now, and what holds it back: it was disabled or deleted, a
/// pause, a ban.
final class EndpointState {

  private final OwnerLimiter limiter;

  /// Null when the owner was deleted.
  private @Nullable Endpoint endpoint;

  /// Since when, and why, it stands still until a person resumes it; null if it does not.
  private EndpointHealth.@Nullable Paused paused;

  /// It stands still until its ban ends.
  private boolean banned;

  /// The last health that listeners were notified of.
  private EndpointHealth notified = EndpointHealth.DELIVERING;

  EndpointState(OwnerLimiter limiter) {
    this.limiter = limiter;
  }

  /// Null when the owner was deleted.
  @Nullable Endpoint now() {
    return endpoint;
  }

  /// Takes over what the rule or the job says now.
  void follow(Optional<Endpoint> found, Instant now) {
    endpoint = found.orElse(null);
    found.ifPresent(current -> limiter.follow(current, now));
  }

  boolean isDeleted() {
    return endpoint == null;
  }

  /// Nothing is attempted, and nothing stays in memory but what is in flight.
  boolean isHeld() {
    Endpoint now = endpoint;
    return paused != null || banned || now == null || !now.enabled();
  }

  /// Whether retries may be made before their time: not where the policy is the vendor's.
  boolean recovers() {
    Endpoint now = endpoint;
    return now != null && !now.retry().isVendor();
  }

  boolean isPaused() {
    return paused != null;
  }

  boolean isBanned() {
    return banned;
  }

  void pause(EndpointHealth.Paused pause) {
    paused = pause;
  }

  /// Takes over bans of an earlier process or of another node, oldest first. False if they are
  /// known.
  boolean remember(List<Ban> bans) {
    if (bans.getLast().equals(limiter.newestBan())) {
      return false;
    }
    limiter.remember(new BanPolicy.History(List.of(), bans));
    return true;
  }

  /// Holds the owner if a ban is in force, and answers it.
  @Nullable Ban beginBan(Instant now) {
    @Nullable Ban ban = limiter.ban(now);
    if (ban != null) {
      banned = true;
    }
    return ban;
  }

  /// Ends the hold of a ban that is over. False if there is none, or it is still in force.
  boolean endBan(Instant now) {
    if (!banned || limiter.ban(now) != null) {
      return false;
    }
    banned = false;
    return true;
  }

  /// No pause, no ban, no open circuit: a person has resumed it.
  void resume() {
    paused = null;
    banned = false;
    limiter.forgive();
  }

  /// Whether it was paused before `moment`.
  boolean isPausedSinceBefore(Instant moment) {
    EndpointHealth.@Nullable Paused pause = paused;
    return pause != null && pause.since().isBefore(moment);
  }

  /// Whether it was banned before `moment`, and still is.
  boolean isBannedSinceBefore(Instant moment) {
    @Nullable Ban ban = banned ? limiter.newestBan() : null;
    return ban != null && ban.since().isBefore(moment);
  }

  EndpointHealth health(Instant now) {
    EndpointHealth.@Nullable Paused pause = paused;
    if (pause != null) {
      return pause;
    }
    Endpoint current = endpoint;
    if (current != null && !current.enabled()) {
      return new EndpointHealth.Disabled();
    }
    @Nullable Ban ban = limiter.ban(now);
    if (ban != null) {
      return new EndpointHealth.Banned(ban);
    }
    return switch (limiter.circuit()) {
      case CircuitBreaker.Closed _ -> EndpointHealth.DELIVERING;
      case CircuitBreaker.Open(Instant since, Instant nextProbe, _) ->
          new EndpointHealth.Open(since, nextProbe);
      case CircuitBreaker.Recovering(int allowed, _, _) -> new EndpointHealth.Recovering(allowed);
    };
  }

  /// The health at `now` counts as one that listeners were notified of.
  void noteHealth(Instant now) {
    notified = health(now);
  }

  /// The health at `now` if it is another than listeners were notified of last, which it counts as
  /// from now on; null if it is the same. A change within one state, such as the next probe of an
  /// open circuit, is none.
  @Nullable EndpointHealth takeChange(Instant now) {
    EndpointHealth health = health(now);
    boolean another =
        !health.getClass().equals(notified.getClass())
            || (health instanceof EndpointHealth.Banned && !health.equals(notified));
    if (endpoint == null || !another) {
      return null;
    }
    notified = health;
    return health;
  }
}
