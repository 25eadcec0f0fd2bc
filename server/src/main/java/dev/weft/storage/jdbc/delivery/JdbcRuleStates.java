package dev.weft.storage.jdbc.delivery;

import dev.weft.delivery.Ban;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.LaneOwner;
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

  public static void pause(Sql sql, LaneOwner owner, String reason, Instant since) {
    sql.write(
        "INSERT INTO rule_states (rule, paused, since) VALUES (?, ?, ?)"
            + " ON CONFLICT (rule) DO NOTHING",
        owner.number(),
        reason,
        since);
  }

  static Map<LaneOwner, EndpointHealth.Paused> paused(Sql sql) {
    Map<LaneOwner, EndpointHealth.Paused> paused = new HashMap<>();
    sql.list(
        "SELECT rule, paused, since FROM rule_states",
        row ->
            paused.put(
                LaneOwner.of(row.number(1)), new EndpointHealth.Paused(row.text(2), row.time(3))));
    return paused;
  }

  static void ban(Sql sql, LaneOwner owner, Ban ban) {
    sql.write(
        "DELETE FROM rule_bans WHERE rule = ? AND since < ?",
        owner.number(),
        ban.since().minus(KEPT));
    sql.write(
        "INSERT INTO rule_bans (rule, since, until, number) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (rule, since) DO NOTHING",
        owner.number(),
        ban.since(),
        ban.until(),
        ban.number());
  }

  static Map<LaneOwner, List<Ban>> bans(Sql sql, Instant after) {
    record Row(LaneOwner owner, Ban ban) {}
    Map<LaneOwner, List<Ban>> bans = new HashMap<>();
    sql.list(
            "SELECT rule, number, since, until FROM rule_bans WHERE since > ? ORDER BY rule, since",
            row ->
                new Row(
                    LaneOwner.of(row.number(1)), new Ban(row.count(2), row.time(3), row.time(4))),
            after)
        .forEach(row -> bans.computeIfAbsent(row.owner(), _ -> new ArrayList<>()).add(row.ban()));
    return bans;
  }

  static void resume(Sql sql, LaneOwner owner) {
    sql.write("DELETE FROM rule_states WHERE rule = ?", owner.number());
    sql.write("DELETE FROM rule_bans WHERE rule = ?", owner.number());
  }
}
