package dev.weft.storage.sqlite;

import dev.weft.app.UserId;
import dev.weft.storage.jdbc.JdbcAttributeStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Attributes in SQLite, where nobody else writes during a unit of work.
public final class SqliteAttributeStore extends JdbcAttributeStore {

  @Override
  public Map<Owner, Map<String, String>> lock(Tx tx, List<Owner> owners) {
    Map<Owner, Map<String, String>> found = new HashMap<>();
    for (Owner owner : owners) {
      boolean exists =
          JdbcSnapshot.sql(tx)
              .one(
                  "SELECT 1 FROM users WHERE app = ? AND name = ?",
                  row -> row.count(1),
                  owner.app().value(),
                  owner.user().value())
              .isPresent();
      if (exists) {
        found.put(owner, of(tx, owner.app(), owner.user()));
      }
    }
    return found;
  }

  @Override
  public Map<MemberPlace, MemberValues> ofMembers(Snapshot snapshot, List<MemberPlace> places) {
    Map<MemberPlace, MemberValues> found = new HashMap<>();
    for (MemberPlace place : places) {
      JdbcSnapshot.sql(snapshot)
          .one(
              "SELECT role FROM group_members WHERE group_id = ? AND name = ?",
              row -> row.count(1),
              place.group().value(),
              place.user().value())
          .ifPresent(
              role ->
                  found.put(
                      place,
                      new MemberValues(role < MEMBER, of(snapshot, place.group(), place.user()))));
    }
    return found;
  }

  @Override
  public Map<Owner, List<UserId>> readers(Snapshot snapshot, List<Owner> users) {
    Map<Owner, List<UserId>> readers = new HashMap<>();
    for (Owner user : users) {
      List<UserId> found =
          JdbcSnapshot.sql(snapshot)
              .list(
                  "SELECT name FROM attribute_subscriptions WHERE app = ? AND target = ?"
                      + " ORDER BY name",
                  row -> new UserId(row.text(1)),
                  user.app().value(),
                  user.user().value());
      if (!found.isEmpty()) {
        readers.put(user, found);
      }
    }
    return readers;
  }
}
