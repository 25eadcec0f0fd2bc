package dev.weft.storage.jdbc;

import dev.weft.app.Operator;
import dev.weft.app.OperatorRole;
import dev.weft.app.OperatorStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Operators over JDBC.
public final class JdbcOperatorStore implements OperatorStore {

  private static final String SELECT = "SELECT name, role, created FROM operators";

  @Override
  public boolean insert(Tx tx, Operator operator, String tokenHash) {
    return JdbcSnapshot.sql(tx)
            .update(
                "INSERT INTO operators (name, role, token_hash, created) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT DO NOTHING",
                operator.name(),
                operator.role().wireName(),
                tokenHash,
                operator.created())
        == 1;
  }

  @Override
  public boolean replaceToken(Tx tx, String name, String tokenHash) {
    return JdbcSnapshot.sql(tx)
            .update("UPDATE operators SET token_hash = ? WHERE name = ?", tokenHash, name)
        == 1;
  }

  @Override
  public boolean delete(Tx tx, String name) {
    return JdbcSnapshot.sql(tx).update("DELETE FROM operators WHERE name = ?", name) == 1;
  }

  @Override
  public Optional<Operator> find(Snapshot snapshot, String name) {
    return JdbcSnapshot.sql(snapshot)
        .one(SELECT + " WHERE name = ?", JdbcOperatorStore::operator, name);
  }

  @Override
  public Optional<Operator> findByToken(Snapshot snapshot, String tokenHash) {
    return JdbcSnapshot.sql(snapshot)
        .one(SELECT + " WHERE token_hash = ?", JdbcOperatorStore::operator, tokenHash);
  }

  @Override
  public List<Operator> all(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot).list(SELECT + " ORDER BY name", JdbcOperatorStore::operator);
  }

  private static Operator operator(Row row) throws SQLException {
    String role = row.text(2);
    return new Operator(
        row.text(1),
        OperatorRole.of(role)
            .orElseThrow(() -> new IllegalStateException("no role is called " + role)),
        row.time(3));
  }
}
