package dev.weft.pull;

import dev.weft.delivery.RuleId;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/// Opens walks over the callbacks of a rule, as many at a time as the process can bear.
public final class EventReaders implements AutoCloseable {

  /// Walks open at once. Each has a thread that waits and, while it writes, a page of callbacks.
  public static final int MAX_WALKS = 512;

  private final Transactions transactions;
  private final EventLog log;
  private final PulledRules rules;
  private final NewEventNotifier arrivals;
  private final Clock clock;
  private final Semaphore walks = new Semaphore(MAX_WALKS);
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

  /// A walk over what comes after the position `after`; empty if [#MAX_WALKS] are open. Whoever
  /// opens it must close it.
  public Optional<EventReader> open(RuleId rule, long after) {
    return walks.tryAcquire()
        ? Optional.of(new EventReader(this, rule, after, arrivals.hang(rule)))
        : Optional.empty();
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
    return MAX_WALKS - walks.availablePermits();
  }

  /// Callbacks handed out since the start.
  public long fetched() {
    return fetched.sum();
  }

  void fetched(int events) {
    fetched.add(events);
  }

  void walkClosed() {
    walks.release();
  }

  /// Ends every walk.
  @Override
  public void close() {
    closed = true;
    arrivals.announceAll();
  }
}
