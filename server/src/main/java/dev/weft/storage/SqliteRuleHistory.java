package dev.weft.storage;

import dev.weft.app.AppId;
import dev.weft.callback.CallbackRule;
import dev.weft.callback.RuleDocument;
import dev.weft.callback.RuleHistory;
import dev.weft.callback.RuleVersion;
import dev.weft.delivery.RuleId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;

/// What callback rules were, in SQLite.
public final class SqliteRuleHistory implements RuleHistory {

  @Override
  public void began(Tx tx, CallbackRule rule) {
    ended(tx, rule.id(), rule.modified());
    // Of two changes in one millisecond the first was never true for any event's time.
    JdbcSnapshot.sql(tx)
        .update(
            "INSERT INTO rule_history (rule, since, app, document) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (rule, since) DO UPDATE"
                + " SET document = excluded.document, until = NULL",
            rule.id().value(),
            rule.modified(),
            rule.app().value(),
            RuleDocument.writeForHistory(rule));
  }

  @Override
  public void ended(Tx tx, RuleId rule, Instant at) {
    JdbcSnapshot.sql(tx)
        .update(
            "UPDATE rule_history SET until = ? WHERE rule = ? AND until IS NULL", at, rule.value());
  }

  @Override
  public List<RuleVersion> at(
      Snapshot snapshot, AppId app, Instant moment, RuleId after, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT rule, document, since, until FROM rule_history INDEXED BY rule_history_by_app"
                + " WHERE app = ?1 AND rule > ?2 AND since <= ?3"
                + " AND (until IS NULL OR until > ?3) ORDER BY rule LIMIT ?4",
            row ->
                new RuleVersion(
                    new RuleId(row.number(1)),
                    RuleDocument.readForHistory(row.text(2)),
                    row.time(3),
                    row.timeOrNull(4)),
            app.value(),
            after.value(),
            moment,
            limit);
  }

  @Override
  public int forget(Tx tx, Instant cutoff, int limit) {
    return JdbcSnapshot.sql(tx)
        .update(
            "DELETE FROM rule_history WHERE rowid IN (SELECT rowid FROM rule_history"
                + " INDEXED BY rule_history_ended WHERE until < ? LIMIT ?)",
            cutoff,
            limit);
  }
}
