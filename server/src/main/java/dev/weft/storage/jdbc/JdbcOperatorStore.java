package dev.weft.storage.jdbc;

import dev.weft.app.OperatorRole;
import dev.weft.app.operator.AuditEntry;
import dev.weft.app.operator.Operator;
import dev.weft.app.operator.OperatorStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Operators over JDBC.
public final class JdbcOperatorStore implements OperatorStore {

  private static final String COLUMNS =
      "SELECT name, role, sees_text, password_hash, created, last_login FROM operators";

  private static final String AUDIT =
      "SELECT id, at, operator, action, app, detail, address, status FROM operator_audit WHERE ";

  @Override
  public Optional<Operator> find(Snapshot snapshot, String name) {
    return JdbcSnapshot.sql(snapshot)
        .one(COLUMNS + " WHERE name = ?", JdbcOperatorStore::operator, name);
  }

  @Override
  public List<Operator> all(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot)
        .list(COLUMNS + " ORDER BY name LIMIT 1000", JdbcOperatorStore::operator);
  }

  private static Operator operator(Row row) throws SQLException {
    return new Operator(
        row.text(1),
        OperatorRole.of(row.text(2)).orElseThrow(),
        row.flag(3),
        row.text(4),
        row.time(5),
        row.timeOrNull(6));
  }

  @Override
  public void insert(Tx tx, Operator operator) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO operators (name, role, sees_text, password_hash, created, last_login)"
                + " VALUES (?, ?, ?, ?, ?, ?)",
            operator.name(),
            operator.role().word(),
            operator.seesText(),
            operator.passwordHash(),
            operator.created(),
            operator.lastLogin());
  }

  @Override
  public void update(Tx tx, Operator operator) {
    JdbcSnapshot.sql(tx)
        .write(
            "UPDATE operators SET role = ?, sees_text = ?, password_hash = ?, last_login = ?"
                + " WHERE name = ?",
            operator.role().word(),
            operator.seesText(),
            operator.passwordHash(),
            operator.lastLogin(),
            operator.name());
  }

  @Override
  public void delete(Tx tx, String name) {
    JdbcSnapshot.sql(tx).write("DELETE FROM operators WHERE name = ?", name);
    JdbcSnapshot.sql(tx).write("DELETE FROM operator_links WHERE operator = ?", name);
    deleteSessions(tx, name);
  }

  @Override
  public void addLink(Tx tx, Pass link) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO operator_links (hash, operator, tenant, expires) VALUES (?, ?, ?, ?)",
            link.hash(),
            link.operator(),
            link.tenant(),
            link.expires());
  }

  @Override
  public Optional<Pass> takeLink(Tx tx, String hash) {
    return JdbcSnapshot.sql(tx)
        .one(
            "DELETE FROM operator_links WHERE hash = ? RETURNING hash, operator, tenant, expires",
            JdbcOperatorStore::pass,
            hash);
  }

  private static Pass pass(Row row) throws SQLException {
    return new Pass(row.text(1), row.text(2), row.text(3), row.time(4));
  }

  @Override
  public void addSession(Tx tx, Pass session) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO operator_sessions (hash, operator, tenant, expires) VALUES (?, ?, ?, ?)",
            session.hash(),
            session.operator(),
            session.tenant(),
            session.expires());
  }

  @Override
  public Optional<Pass> session(Snapshot snapshot, String hash) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT hash, operator, tenant, expires FROM operator_sessions WHERE hash = ?",
            JdbcOperatorStore::pass,
            hash);
  }

  @Override
  public void deleteSession(Tx tx, String hash) {
    JdbcSnapshot.sql(tx).write("DELETE FROM operator_sessions WHERE hash = ?", hash);
  }

  @Override
  public void deleteSessions(Tx tx, String operator) {
    JdbcSnapshot.sql(tx).write("DELETE FROM operator_sessions WHERE operator = ?", operator);
  }

  @Override
  public Map<String, Integer> sessions(Snapshot snapshot, Instant now) {
    record Count(String operator, int sessions) {}
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT operator, count(*) FROM operator_sessions"
                + " WHERE operator <> '' AND expires > ? GROUP BY operator",
            row -> new Count(row.text(1), row.count(2)),
            now)
        .stream()
        .collect(Collectors.toMap(Count::operator, Count::sessions));
  }

  @Override
  public void deleteExpired(Tx tx, Instant now) {
    JdbcSnapshot.sql(tx).write("DELETE FROM operator_links WHERE expires <= ?", now);
    JdbcSnapshot.sql(tx).write("DELETE FROM operator_sessions WHERE expires <= ?", now);
  }

  @Override
  public void audit(Tx tx, AuditEntry entry) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO operator_audit (at, operator, action, app, detail, address, status)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)",
            entry.at(),
            entry.operator(),
            entry.action(),
            entry.app(),
            entry.detail(),
            entry.address(),
            entry.status());
  }

  @Override
  public List<AuditEntry> audit(
      Snapshot snapshot, @Nullable String operator, long before, int limit) {
    return operator == null
        ? JdbcSnapshot.sql(snapshot)
            .list(
                AUDIT + "id < ? ORDER BY id DESC LIMIT ?", JdbcOperatorStore::entry, before, limit)
        : JdbcSnapshot.sql(snapshot)
            .list(
                AUDIT + "operator = ? AND id < ? ORDER BY id DESC LIMIT ?",
                JdbcOperatorStore::entry,
                operator,
                before,
                limit);
  }

  private static AuditEntry entry(Row row) throws SQLException {
    return new AuditEntry(
        row.number(1),
        row.time(2),
        row.text(3),
        row.text(4),
        row.text(5),
        row.text(6),
        row.text(7),
        row.count(8));
  }

  @Override
  public void deleteAudit(Tx tx, Instant time) {
    JdbcSnapshot.sql(tx).write("DELETE FROM operator_audit WHERE at < ?", time);
  }
}
