package dev.weft.pull;

import dev.weft.delivery.RuleId;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far those have come who fetch callbacks. A consumer is there from its first commit on.
public final class Consumers {

  /// Consumers of one rule: each is one that somebody named.
  public static final int MAX_PER_RULE = 100;

  /// The largest lag that is counted: a number that people act on is smaller.
  public static final int MAX_LAG = 10_000;

  private static final Logger log = LoggerFactory.getLogger(Consumers.class);

  private final Transactions transactions;
  private final ConsumerStore store;
  private final EventLog events;
  private final Clock clock;

  /// What a consumer had committed when we last told that callbacks went before it came.
  private final Map<String, Long> warned = new HashMap<>();

  public Consumers(Transactions transactions, ConsumerStore store, EventLog events, Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.events = events;
    this.clock = clock;
  }

  public List<Consumer> list(RuleId rule) {
    return transactions.read(snapshot -> store.list(snapshot, rule));
  }

  /// A consumer, and how far it is behind.
  ///
  /// @param lag callbacks of its rule that it has not committed; [#MAX_LAG] means so many or more
  public record Progress(Consumer consumer, int lag) {}

  /// The consumers of a rule that is only fetched, each with its lag.
  public List<Progress> progress(RuleId rule) {
    return transactions.read(
        snapshot ->
            store.list(snapshot, rule).stream()
                .map(
                    consumer ->
                        new Progress(
                            consumer,
                            events.waiting(snapshot, rule, consumer.committed(), MAX_LAG)))
                .toList());
  }

  /// What the consumer has committed; empty if it never did.
  public OptionalLong committed(RuleId rule, String name) {
    Optional<Consumer> known = transactions.read(snapshot -> store.find(snapshot, rule, name));
    return known.isPresent() ? OptionalLong.of(known.get().committed()) : OptionalLong.empty();
  }

  /// Keeps that the consumer is done with everything up to `position`: durable when this returns.
  ///
  /// @param position empty for the newest: only what happens from now on is still to be done
  public Commit commit(RuleId rule, String name, OptionalLong position) {
    return transactions.call(
        tx -> {
          long newest = events.newest(tx);
          long wanted = position.orElse(newest);
          if (wanted > newest) {
            return new Commit.NotThereYet(newest);
          }
          Optional<Consumer> known = store.findForUpdate(tx, rule, name);
          if (known.isPresent() && known.get().committed() >= wanted) {
            return new Commit.Done(known.get());
          }
          if (known.isEmpty() && store.list(tx, rule).size() >= MAX_PER_RULE) {
            return new Commit.TooMany();
          }
          Consumer consumer = new Consumer(name, wanted, clock.instant());
          store.put(tx, rule, consumer);
          return new Commit.Done(consumer);
        });
  }

  /// Forgets a consumer; false if there is none.
  public boolean delete(RuleId rule, String name) {
    return transactions.call(tx -> store.delete(tx, rule, name));
  }

  /// Forgets the consumers of a rule that was deleted.
  public void deleteAll(RuleId rule) {
    transactions.run(tx -> store.deleteAll(tx, rule));
  }

  /// Callbacks of `rule` up to `position` went by age. Who had not come so far learns it from the
  /// log, once for each position it stood still at.
  public synchronized void gone(RuleId rule, long position) {
    for (Consumer consumer : list(rule)) {
      boolean late = consumer.committed() < position;
      String key = rule.value() + "/" + consumer.name();
      if (!late) {
        warned.remove(key);
      } else if (!Long.valueOf(consumer.committed())
          .equals(warned.put(key, consumer.committed()))) {
        log.warn(
            "callbacks went by age before a consumer came for them rule={} consumer={}"
                + " committed={} gone={}",
            rule.value(),
            consumer.name(),
            consumer.committed(),
            position);
      }
    }
  }
}
