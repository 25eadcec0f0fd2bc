package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.delivery.RuleId;
import dev.weft.pull.Consumer;
import dev.weft.pull.ConsumerStore;
import dev.weft.tx.Transactions;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What every database keeps of consumers.
abstract class ConsumerStoreContract {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final RuleId RULE = new RuleId(1);
  private static final RuleId OTHER = new RuleId(2);

  abstract Transactions transactions();

  abstract ConsumerStore consumers();

  private Consumer put(RuleId rule, String name, long committed) {
    Consumer consumer = new Consumer(name, committed, NOW);
    transactions().run(tx -> consumers().put(tx, rule, consumer));
    return consumer;
  }

  @Test
  void keeps_the_last_that_was_said_of_each_consumer_of_each_rule() {
    put(RULE, "b", 1);
    Consumer b = put(RULE, "b", Long.MAX_VALUE);
    Consumer a = put(RULE, "a", 2);
    put(OTHER, "a", 3);

    transactions()
        .run(
            tx -> {
              assertThat(consumers().list(tx, RULE)).containsExactly(a, b);
              assertThat(consumers().find(tx, RULE, "a")).contains(a);
              assertThat(consumers().find(tx, OTHER, "b")).isEmpty();
            });
  }

  @Test
  void forgets_one_or_all_of_a_rule() {
    put(RULE, "a", 1);
    put(RULE, "b", 1);
    Consumer other = put(OTHER, "a", 1);

    transactions()
        .run(
            tx -> {
              assertThat(consumers().delete(tx, RULE, "a")).isTrue();
              assertThat(consumers().delete(tx, RULE, "a")).isFalse();
              consumers().deleteAll(tx, RULE);
              assertThat(consumers().list(tx, RULE)).isEmpty();
              assertThat(consumers().list(tx, OTHER)).containsExactly(other);
            });
  }
}
