package dev.weft.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// When a failed callback is attempted again.
///
/// @param name `durable`, `vendor` or `custom`
/// @param delays the wait before each attempt, the first one's among them; when they are used up
///   the callback goes to exception storage
/// @param jitter part of a wait by which it may be longer or shorter, 0 to 1
/// @param strictSuccess true takes exactly status 200 for success (the vendor), false any 2xx
public record RetryPolicy(
    String name, List<Duration> delays, double jitter, boolean strictSuccess) {

  /// Ours: seven more attempts within about 27 hours and a half.
  public static final RetryPolicy DURABLE =
      new RetryPolicy(
          "durable",
          List.of(
              Duration.ZERO,
              Duration.ofSeconds(5),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofHours(2),
              Duration.ofHours(5),
              Duration.ofHours(10),
              Duration.ofHours(10)),
          0.2,
          false);

  /// The vendor's: one more attempt at once.
  public static final RetryPolicy VENDOR =
      new RetryPolicy("vendor", List.of(Duration.ZERO, Duration.ZERO), 0, true);

  /// The longest wait an endpoint may ask for with `Retry-After`: a typing error of its own must
  /// not silence it for a year.
  static final Duration MAX_RETRY_AFTER = Duration.ofHours(24);

  /// The waits before the attempts of a replay, whatever the rule's policy: a callback that fails
  /// again must not hold up its conversation for long. With three attempts of ten seconds it is
  /// over within a minute, and stays where it was stored.
  static final List<Duration> REPLAY_DELAYS =
      List.of(Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(15));

  /// Clocks of machines that are kept in time differ by less.
  private static final Duration SKEW = Duration.ofSeconds(1);

  private static final int GONE = 410;

  public RetryPolicy {
    delays = List.copyOf(delays);
  }

  /// Whether it is the vendor's, with all that this brings: bans, and no regard for `Retry-After`.
  public boolean isVendor() {
    return name.equals(VENDOR.name);
  }

  /// The same with at most so many attempts, so that a callback that fails is put into exception
  /// storage sooner and the ones behind it move on.
  public RetryPolicy parkedAfter(int attempts) {
    return attempts >= delays.size()
        ? this
        : new RetryPolicy(name, delays.subList(0, attempts), jitter, strictSuccess);
  }

  /// Whether an answer with this status is a success.
  public boolean accepts(int status) {
    return strictSuccess ? status == 200 : status >= 200 && status < 300;
  }

  /// When the next attempt of `delivery` is due; `now` if it is due already. A first attempt waits
  /// only where the policy says, and never for the clock of another node or a clock that was set
  /// back: the time of an event may lie ahead, because that of a thread never goes back.
  public Instant due(Delivery delivery, Instant now) {
    Instant next = delivery.nextAttempt();
    if (next != null) {
      return next;
    }
    Instant created = delivery.content().created();
    boolean atOnce =
        delivery.attempts() > 0
            || delivery.kind() == Kind.REPLAY
            || delays.isEmpty()
            || delays.getFirst().isZero()
            || created.isAfter(now.plus(SKEW));
    return atOnce ? now : created.plus(delays.getFirst());
  }

  /// Decides what `outcome` makes of `delivery`. The same question gets the same answer: jitter is
  /// drawn from the call id and the number of the attempt.
  public Verdict judge(Delivery delivery, Outcome outcome, Instant now) {
    return switch (outcome) {
      case Outcome.Acknowledged _ -> new Verdict.Delivered();
      case Outcome.Refused refused when delivery.kind() != Kind.TEST && refused.status() == GONE ->
          new Verdict.Pause("the endpoint answered 410 Gone");
      case Outcome.Refused refused -> failed(delivery, refused.retryAfter(), now);
      case Outcome.Unreachable _ -> failed(delivery, null, now);
    };
  }

  private Verdict failed(Delivery delivery, @Nullable Duration retryAfter, Instant now) {
    return switch (delivery.kind()) {
      case LIVE -> retryOrStore(delivery, retryAfter, now);
      case REPLAY -> retryOrDiscard(delivery, now);
      case TEST -> new Verdict.Discard();
    };
  }

  /// What a replay repeats is kept elsewhere: it need not be stored again. It does not wait for as
  /// long as a `Retry-After` may ask for; whoever asked for the replay can ask again.
  private static Verdict retryOrDiscard(Delivery delivery, Instant now) {
    int made = delivery.nextNumber();
    return made < REPLAY_DELAYS.size()
        ? new Verdict.RetryAt(now.plus(REPLAY_DELAYS.get(made)))
        : new Verdict.Discard();
  }

  private Verdict retryOrStore(Delivery delivery, @Nullable Duration retryAfter, Instant now) {
    int made = delivery.nextNumber();
    if (made >= delays.size()) {
      return new Verdict.Store();
    }
    Duration wait = jittered(delays.get(made), delivery.callId(), made);
    return new Verdict.RetryAt(now.plus(isVendor() ? wait : longer(wait, retryAfter)));
  }

  private Duration jittered(Duration delay, CallId callId, int attempt) {
    if (jitter == 0 || delay.isZero()) {
      return delay;
    }
    double draw = new SplittableRandom(callId.value().hashCode() * 31L + attempt).nextDouble();
    return Duration.ofMillis(Math.round(delay.toMillis() * (1 + jitter * (2 * draw - 1))));
  }

  private static Duration longer(Duration wait, @Nullable Duration asked) {
    if (asked == null) {
      return wait;
    }
    Duration bounded = asked.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : asked;
    return bounded.compareTo(wait) > 0 ? bounded : wait;
  }
}
