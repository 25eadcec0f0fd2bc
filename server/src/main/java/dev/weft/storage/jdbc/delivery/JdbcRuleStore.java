package dev.weft.storage.jdbc.delivery;

import dev.weft.app.AppId;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.RuleDocument;
import dev.weft.callback.rule.RuleStore;
import dev.weft.delivery.RuleId;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Callback rules, each as one document.
public final class JdbcRuleStore implements RuleStore {

  @Override
  public List<CallbackRule> all(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot)
        .list("SELECT id, app, document FROM rules ORDER BY id", JdbcRuleStore::rule);
  }

  private static CallbackRule rule(Row row) throws SQLException {
    return RuleDocument.read(new RuleId(row.number(1)), new AppId(row.number(2)), row.text(3));
  }

  @Override
  public Optional<CallbackRule> find(Snapshot snapshot, AppId app, String name) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT id, app, document FROM rules WHERE app = ? AND name = ?",
            JdbcRuleStore::rule,
            app.value(),
            name);
  }

  @Override
  public int count(Snapshot snapshot, AppId app) {
    return JdbcSnapshot.sql(snapshot)
        .one("SELECT count(*) FROM rules WHERE app = ?", row -> row.count(1), app.value())
        .orElse(0);
  }

  @Override
  public long version(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot)
        .one("SELECT version FROM rule_changes", row -> row.number(1))
        .orElse(0L);
  }

  @Override
  public long beginChange(Tx tx) {
    return JdbcSnapshot.sql(tx)
        .one(
            "UPDATE rule_changes SET version = version + 1 RETURNING version", row -> row.number(1))
        .orElse(0L);
  }

  @Override
  public CallbackRule insert(Tx tx, CallbackRule rule) {
    long id =
        JdbcSnapshot.sql(tx)
            .one(
                "INSERT INTO rules (app, name, document) VALUES (?, ?, ?) RETURNING id",
                row -> row.number(1),
                rule.app().value(),
                rule.name(),
                RuleDocument.write(rule))
            .orElseThrow();
    return rule.withId(new RuleId(id));
  }

  @Override
  public void update(Tx tx, CallbackRule rule) {
    JdbcSnapshot.sql(tx)
        .update(
            "UPDATE rules SET document = ? WHERE id = ?",
            RuleDocument.write(rule),
            rule.id().value());
  }

  @Override
  public void delete(Tx tx, RuleId rule) {
    JdbcSnapshot.sql(tx).update("DELETE FROM rules WHERE id = ?", rule.value());
  }
}
