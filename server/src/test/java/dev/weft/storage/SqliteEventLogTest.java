package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.DeliveryStore;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.RuleId;
import dev.weft.pull.EventLog;
import dev.weft.pull.PulledRule;
import dev.weft.tx.Transactions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteEventLogTest extends EventLogContract {

  @TempDir Path folder;

  private SqliteTransactions transactions;

  @BeforeEach
  void open() {
    transactions = new SqliteTransactions(folder.resolve("weft.db"));
  }

  @AfterEach
  void close() {
    transactions.close();
  }

  @Override
  Transactions transactions() {
    return transactions;
  }

  @Override
  DeliveryStore deliveries() {
    return new SqliteDeliveryStore();
  }

  @Override
  EventLog log() {
    return new SqliteEventLog();
  }

  /// Rows that are sent have no index here: past those of others it goes step by step.
  @Test
  void a_look_is_bounded_and_says_where_to_go_on() {
    PulledRule rule = new PulledRule(new RuleId(2), false, (_, _, _) -> "");
    transactions.run(
        tx -> {
          for (int i = 0; i < 6_000; i++) {
            deliveries().add(tx, callback(new RuleId(1)), Kind.LIVE);
          }
          deliveries().add(tx, callback(rule.id()), Kind.LIVE);
        });

    EventLog.Page first = transactions.read(snapshot -> log().read(snapshot, rule, 0, 10));
    EventLog.Page second =
        transactions.read(snapshot -> log().read(snapshot, rule, first.upTo(), 10));

    assertThat(first).isEqualTo(new EventLog.Page(List.of(), 5_000, true));
    assertThat(second.deliveries()).hasSize(1);
    assertThat(second.more()).isFalse();
  }

  private static NewDelivery callback(RuleId rule) {
    return new NewDelivery(
        7,
        new Lane(rule, "t"),
        new CallId("c"),
        "send",
        0,
        "m",
        Body.of(new byte[] {'{', '}'}),
        Instant.EPOCH);
  }
}
