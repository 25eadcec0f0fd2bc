package dev.weft.pull;

import dev.weft.delivery.RuleId;
import dev.weft.loop.SharedBound;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.util.concurrent.atomic.LongAdder;

/// Opens readers of the callbacks of a rule, as many at a time as the process can bear.
public final class EventReaders implements AutoCloseable {

  /// Readers open at once. Each has a thread that waits and, while it writes, a page of callbacks.
  public static final int MAX_READERS = 512;

  /// Readers that one owner, an app, has open at once.
  public static final int MAX_PER_OWNER = MAX_READERS / 4;

  private final Transactions transactions;
  private final EventLog log;
  private final PulledRules rules;
  private final NewEventNotifier arrivals;
  private final Clock clock;
  private final SharedBound readers = new SharedBound(MAX_READERS, MAX_PER_OWNER);
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

  /// A reader of what comes after the position `after`. Whoever opens it must close it.
  ///
  /// @param owner whose readers are counted together
  public Opening open(Object owner, RuleId rule, long after) {
    return switch (readers.enter(owner)) {
      case TAKEN ->
          new Opening.Opened(new EventReader(this, owner, rule, after, arrivals.register(rule)));
      case SHARE_USED_UP -> new Opening.ShareUsedUp();
      case FULL -> new Opening.Full();
    };
  }

  /// How opening a reader ends.
  public sealed interface Opening {

    /// There it is.
    record Opened(EventReader reader) implements Opening {}

    /// The owner has [#MAX_PER_OWNER] open.
    record ShareUsedUp() implements Opening {}

    /// [#MAX_READERS] are open.
    record Full() implements Opening {}
  }

  /// Where a reader begins that nobody says more about: with the oldest callback that is kept if
  /// the rule only offers them, with the next one if they are sent as well.
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

  /// Readers open now.
  public int openReaders() {
    return readers.taken();
  }

  /// Callbacks handed out since the start.
  public long fetched() {
    return fetched.sum();
  }

  void fetched(int events) {
    fetched.add(events);
  }

  void readerClosed(Object owner) {
    readers.leave(owner);
  }

  /// Ends every reader.
  @Override
  public void close() {
    closed = true;
    arrivals.announceAll();
  }
}
