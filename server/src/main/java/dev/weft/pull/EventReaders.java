package dev.weft.pull;

import dev.weft.delivery.RuleId;
import dev.weft.loop.SharedBound;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.util.concurrent.atomic.LongAdder;

/// Opens walks over the callbacks of a rule, as many at a time as the process can bear.
public final class EventReaders implements AutoCloseable {

  /// Walks open at once. Each has a thread that waits and, while it writes, a page of callbacks.
  public static final int MAX_WALKS = 512;

  /// Walks that one owner, an app, has open at once.
  public static final int MAX_PER_OWNER = MAX_WALKS / 4;

  private final Transactions transactions;
  private final EventLog log;
  private final PulledRules rules;
  private final NewEventNotifier arrivals;
  private final Clock clock;
  private final SharedBound walks = new SharedBound(MAX_WALKS, MAX_PER_OWNER);
  private final LongAdder fetched = new LongAdder();
  private volatile boolean closed;

  public EventReaders(
      Transactions transactions,
      EventLog log,
      PulledRules rules,
      NewEventNotifier arrivals,
      Clock clock) {
    this.transactions = transactions;
    this.log = log;
    this.rules = rules;
    this.arrivals = arrivals;
    this.clock = clock;
  }

  /// A walk over what comes after the position `after`. Whoever opens it must close it.
  ///
  /// @param owner whose walks are counted together
  public Opening open(Object owner, RuleId rule, long after) {
    return switch (walks.enter(owner)) {
      case TAKEN ->
          new Opening.Opened(new EventReader(this, owner, rule, after, arrivals.hang(rule)));
      case SHARE_USED_UP -> new Opening.ShareUsedUp();
      case FULL -> new Opening.Full();
    };
  }

  /// How opening a walk ends.
  public sealed interface Opening {

    /// There it is.
    record Opened(EventReader reader) implements Opening {}

    /// The owner has [#MAX_PER_OWNER] open.
    record ShareUsedUp() implements Opening {}

    /// [#MAX_WALKS] are open.
    record Full() implements Opening {}
  }

  /// Where a walk begins that nobody says more about: with the oldest callback that is kept if the
  /// rule only offers them, with the next one if they are sent as well.
  public long start(RuleId rule) {
    return rules.pulled(rule).map(PulledRule::pullOnly).orElse(false) ? 0 : newest();
  }

  /// See [EventLog#newest].
  public long newest() {
    return transactions.read(log::newest);
  }

  Transactions transactions() {
    return transactions;
  }

  EventLog log() {
    return log;
  }

  PulledRules rules() {
    return rules;
  }

  Clock clock() {
    return clock;
  }

  boolean isClosed() {
    return closed;
  }

  /// Walks open now.
  public int openReaders() {
    return walks.taken();
  }

  /// Callbacks handed out since the start.
  public long fetched() {
    return fetched.sum();
  }

  void fetched(int events) {
    fetched.add(events);
  }

  void walkClosed(Object owner) {
    walks.leave(owner);
  }

  /// Ends every walk.
  @Override
  public void close() {
    closed = true;
    arrivals.announceAll();
  }
}
