package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.delivery.RuleId;
import dev.weft.pull.Consumer;
import org.junit.jupiter.api.Test;

/// What every database keeps of consumers.
class ConsumerStoreTest extends EachStore {

  private static final RuleId RULE = new RuleId(1);
  private static final RuleId OTHER = new RuleId(2);

  private Consumer put(RuleId rule, String name, long committed) {
    Consumer consumer = new Consumer(name, committed, NOW);
    database.transactions().run(tx -> database.consumers().put(tx, rule, consumer));
    return consumer;
  }

  @Test
  void keeps_the_last_that_was_said_of_each_consumer_of_each_rule() {
    put(RULE, "b", 1);
    Consumer b = put(RULE, "b", Long.MAX_VALUE);
    Consumer a = put(RULE, "a", 2);
    put(OTHER, "a", 3);

    database
        .transactions()
        .run(
            tx -> {
              assertThat(database.consumers().list(tx, RULE)).containsExactly(a, b);
              assertThat(database.consumers().find(tx, RULE, "a")).contains(a);
              assertThat(database.consumers().find(tx, OTHER, "b")).isEmpty();
            });
  }

  @Test
  void forgets_one_or_all_of_a_rule() {
    put(RULE, "a", 1);
    put(RULE, "b", 1);
    Consumer other = put(OTHER, "a", 1);

    database
        .transactions()
        .run(
            tx -> {
              assertThat(database.consumers().delete(tx, RULE, "a")).isTrue();
              assertThat(database.consumers().delete(tx, RULE, "a")).isFalse();
              database.consumers().deleteAll(tx, RULE);
              assertThat(database.consumers().list(tx, RULE)).isEmpty();
              assertThat(database.consumers().list(tx, OTHER)).containsExactly(other);
            });
  }
}
