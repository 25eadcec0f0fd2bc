package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.sync.attribute.AttributeStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Attributes over JDBC: what both databases do in the same way.
public abstract class JdbcAttributeStore implements AttributeStore {

  /// How the store writes the role of a member; that of the owner and of admins is less.
  protected static final int MEMBER = 2;

  private record Pair(String name, String value) {}

  @Override
  public void put(Tx tx, AppId app, UserId user, String name, String value) {
    Sql sql = JdbcSnapshot.sql(tx);
    if (value.isEmpty()) {
      sql.write(
          "DELETE FROM user_attributes WHERE app = ? AND name = ? AND attribute = ?",
          app.value(),
          user.value(),
          name);
      return;
    }
    sql.write(
        "INSERT INTO user_attributes (app, name, attribute, value) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (app, name, attribute) DO UPDATE SET value = excluded.value",
        app.value(),
        user.value(),
        name,
        value);
  }

  @Override
  public Map<String, String> of(Snapshot snapshot, AppId app, UserId user) {
    return map(
        JdbcSnapshot.sql(snapshot)
            .list(
                "SELECT attribute, value FROM user_attributes WHERE app = ? AND name = ?"
                    + " ORDER BY attribute",
                row -> new Pair(row.text(1), row.text(2)),
                app.value(),
                user.value()));
  }

  @Override
  public void delete(Tx tx, AppId app, UserId user) {
    JdbcSnapshot.sql(tx)
        .write("DELETE FROM user_attributes WHERE app = ? AND name = ?", app.value(), user.value());
  }

  @Override
  public void deleteOfMember(Tx tx, AppId app, UserId user) {
    JdbcSnapshot.sql(tx)
        .write(
            "DELETE FROM member_attributes WHERE app = ? AND name = ?", app.value(), user.value());
  }

  @Override
  public long size(Snapshot snapshot, AppId app) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT sum(octet_length(value)) FROM user_attributes WHERE app = ?",
            row -> row.number(1),
            app.value())
        .orElse(0L);
  }

  @Override
  public void subscribe(Tx tx, AppId app, UserId reader, UserId user) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO attribute_subscriptions (app, target, name) VALUES (?, ?, ?)"
                + " ON CONFLICT (app, target, name) DO NOTHING",
            app.value(),
            user.value(),
            reader.value());
  }

  @Override
  public void unsubscribe(Tx tx, AppId app, UserId reader, UserId user) {
    JdbcSnapshot.sql(tx)
        .write(
            "DELETE FROM attribute_subscriptions WHERE app = ? AND target = ? AND name = ?",
            app.value(),
            user.value(),
            reader.value());
  }

  @Override
  public List<UserId> subscribed(Snapshot snapshot, AppId app, UserId reader) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT target FROM attribute_subscriptions WHERE app = ? AND name = ?"
                + " ORDER BY target",
            row -> new UserId(row.text(1)),
            app.value(),
            reader.value());
  }

  @Override
  public void put(Tx tx, AppId app, GroupId group, UserId user, String name, String value) {
    Sql sql = JdbcSnapshot.sql(tx);
    if (value.isEmpty()) {
      sql.write(
          "DELETE FROM member_attributes WHERE group_id = ? AND name = ? AND attribute = ?",
          group.value(),
          user.value(),
          name);
      return;
    }
    sql.write(
        "INSERT INTO member_attributes (group_id, name, attribute, app, value)"
            + " VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT (group_id, name, attribute) DO UPDATE SET value = excluded.value",
        group.value(),
        user.value(),
        name,
        app.value(),
        value);
  }

  @Override
  public Map<String, String> of(Snapshot snapshot, GroupId group, UserId user) {
    return map(
        JdbcSnapshot.sql(snapshot)
            .list(
                "SELECT attribute, value FROM member_attributes WHERE group_id = ? AND name = ?"
                    + " ORDER BY attribute",
                row -> new Pair(row.text(1), row.text(2)),
                group.value(),
                user.value()));
  }

  private static Map<String, String> map(List<Pair> pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    pairs.forEach(pair -> map.put(pair.name(), pair.value()));
    return map;
  }
}
