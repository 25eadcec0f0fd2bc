package dev.weft.storage.jdbc;

import dev.weft.delivery.Ban;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.RuleId;
import dev.weft.storage.sql.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tables of rules that stand still: rule_states for pauses, rule_bans for bans.
public final class JdbcRuleStates {

  /// No ban looks further back.
  private static final Duration KEPT = Duration.ofDays(1);

  private JdbcRuleStates() {}

  public static void pause(Sql sql, RuleId rule, String reason, Instant since) {
    sql.write(
        "INSERT INTO rule_states (rule, paused, since) VALUES (?, ?, ?)"
            + " ON CONFLICT (rule) DO NOTHING",
        rule.value(),
        reason,
        since);
  }

  static Map<RuleId, EndpointHealth.Paused> paused(Sql sql) {
    Map<RuleId, EndpointHealth.Paused> paused = new HashMap<>();
    sql.list(
        "SELECT rule, paused, since FROM rule_states",
        row ->
            paused.put(
                new RuleId(row.number(1)), new EndpointHealth.Paused(row.text(2), row.time(3))));
    return paused;
  }

  static void ban(Sql sql, RuleId rule, Ban ban) {
    sql.write(
        "DELETE FROM rule_bans WHERE rule = ? AND since < ?",
        rule.value(),
        ban.since().minus(KEPT));
    sql.write(
        "INSERT INTO rule_bans (rule, since, until, number) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (rule, since) DO NOTHING",
        rule.value(),
        ban.since(),
        ban.until(),
        ban.number());
  }

  static Map<RuleId, List<Ban>> bans(Sql sql, Instant after) {
    record Row(RuleId rule, Ban ban) {}
    Map<RuleId, List<Ban>> bans = new HashMap<>();
    sql.list(
            "SELECT rule, number, since, until FROM rule_bans WHERE since > ? ORDER BY rule, since",
            row ->
                new Row(new RuleId(row.number(1)), new Ban(row.count(2), row.time(3), row.time(4))),
            after)
        .forEach(row -> bans.computeIfAbsent(row.rule(), _ -> new ArrayList<>()).add(row.ban()));
    return bans;
  }

  static void resume(Sql sql, RuleId rule) {
    sql.write("DELETE FROM rule_states WHERE rule = ?", rule.value());
    sql.write("DELETE FROM rule_bans WHERE rule = ?", rule.value());
  }
}
