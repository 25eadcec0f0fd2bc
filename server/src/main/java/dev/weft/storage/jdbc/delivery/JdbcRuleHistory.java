package dev.weft.storage.jdbc.delivery;

import dev.weft.app.AppId;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.RuleDocument;
import dev.weft.callback.rule.RuleHistory;
import dev.weft.callback.rule.RuleVersion;
import dev.weft.delivery.RuleId;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;

/// What callback rules were, as it is stored.
public final class JdbcRuleHistory implements RuleHistory {

  @Override
  public void began(Tx tx, CallbackRule rule) {
    ended(tx, rule.id(), rule.modified());
    // Of two changes in one millisecond the first was never true for any event's time.
    JdbcSnapshot.sql(tx)
        .write(
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
        .write(
            "UPDATE rule_history SET until = ? WHERE rule = ? AND until IS NULL", at, rule.value());
  }

  @Override
  public List<RuleVersion> at(
      Snapshot snapshot, AppId app, Instant moment, RuleId after, int limit) {
    Sql sql = JdbcSnapshot.sql(snapshot);
    return sql.list(
        "SELECT rule, document, since, until FROM rule_history"
            + sql.dialect().indexedBy("rule_history_by_app")
            + " WHERE app = ? AND rule > ? AND since <= ?"
            + " AND (until IS NULL OR until > ?) ORDER BY rule LIMIT ?",
        row ->
            new RuleVersion(
                new RuleId(row.number(1)),
                RuleDocument.readForHistory(row.text(2)),
                row.time(3),
                row.timeOrNull(4)),
        app.value(),
        after.value(),
        moment,
        moment,
        limit);
  }

  @Override
  public List<Edition> editions(Snapshot snapshot, RuleId rule, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT since, until, document FROM rule_history WHERE rule = ?"
                + " ORDER BY since DESC LIMIT ?",
            row -> new Edition(row.time(1), row.timeOrNull(2), row.text(3)),
            rule.value(),
            limit);
  }

  @Override
  public int forget(Tx tx, Instant cutoff, int limit) {
    Sql sql = JdbcSnapshot.sql(tx);
    return sql.update(
        "DELETE FROM rule_history WHERE (rule, since) IN (SELECT rule, since FROM rule_history"
            + sql.dialect().indexedBy("rule_history_ended")
            + " WHERE until < ? LIMIT ?)",
        cutoff,
        limit);
  }
}
