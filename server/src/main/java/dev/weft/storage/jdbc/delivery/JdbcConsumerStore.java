package dev.weft.storage.jdbc.delivery;

import dev.weft.delivery.RuleId;
import dev.weft.pull.Consumer;
import dev.weft.pull.ConsumerStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Consumers as they are stored.
public final class JdbcConsumerStore implements ConsumerStore {

  private static final String FIND =
      "SELECT name, committed, at FROM consumers WHERE rule = ? AND name = ?";

  @Override
  public Optional<Consumer> find(Snapshot snapshot, RuleId rule, String name) {
    return JdbcSnapshot.sql(snapshot).one(FIND, JdbcConsumerStore::consumer, rule.value(), name);
  }

  @Override
  public Optional<Consumer> findForUpdate(Tx tx, RuleId rule, String name) {
    Sql sql = JdbcSnapshot.sql(tx);
    return sql.one(
        FIND + sql.dialect().forUpdate(), JdbcConsumerStore::consumer, rule.value(), name);
  }

  @Override
  public List<Consumer> list(Snapshot snapshot, RuleId rule) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT name, committed, at FROM consumers WHERE rule = ? ORDER BY name",
            JdbcConsumerStore::consumer,
            rule.value());
  }

  private static Consumer consumer(Row row) throws SQLException {
    return new Consumer(row.text(1), row.number(2), row.time(3));
  }

  @Override
  public void put(Tx tx, RuleId rule, Consumer consumer) {
    JdbcSnapshot.sql(tx)
        .update(
            "INSERT INTO consumers (rule, name, committed, at) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (rule, name) DO UPDATE"
                + " SET committed = excluded.committed, at = excluded.at",
            rule.value(),
            consumer.name(),
            consumer.committed(),
            consumer.at());
  }

  @Override
  public boolean delete(Tx tx, RuleId rule, String name) {
    return JdbcSnapshot.sql(tx)
            .update("DELETE FROM consumers WHERE rule = ? AND name = ?", rule.value(), name)
        > 0;
  }

  @Override
  public void deleteAll(Tx tx, RuleId rule) {
    JdbcSnapshot.sql(tx).update("DELETE FROM consumers WHERE rule = ?", rule.value());
  }
}
