package dev.weft.storage;

import dev.weft.app.AppId;
import dev.weft.callback.CallbackRule;
import dev.weft.callback.RuleDocument;
import dev.weft.callback.RuleStore;
import dev.weft.delivery.RuleId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;

/// Callback rules in SQLite, each as one document.
public final class SqliteRuleStore implements RuleStore {

  @Override
  public List<CallbackRule> all(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT id, app, document FROM rules ORDER BY id",
            row ->
                RuleDocument.read(
                    new RuleId(row.number(1)), new AppId(row.number(2)), row.text(3)));
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
