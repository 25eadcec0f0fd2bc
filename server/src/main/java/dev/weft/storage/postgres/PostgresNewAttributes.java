package dev.weft.storage.postgres;

import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.RowBatch;
import dev.weft.storage.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Attributes of users, or of members of groups, that wait to be written together. Of several
/// values for one attribute the last one is written.
abstract class PostgresNewAttributes extends RowBatch<PostgresNewAttributes.Value> {

  private final String delete;
  private final String put;

  private PostgresNewAttributes(String delete, String put) {
    this.delete = delete;
    this.put = put;
  }

  private static final class OfUsers extends PostgresNewAttributes {

    OfUsers() {
      super(
          "DELETE FROM user_attributes a USING (SELECT unnest(?::bigint[]) AS app,"
              + " unnest(?::text[]) AS name, unnest(?::text[]) AS attribute) d"
              + " WHERE a.app = d.app AND a.name = d.name AND a.attribute = d.attribute",
          "INSERT INTO user_attributes (app, name, attribute, value) SELECT unnest(?::bigint[]),"
              + " unnest(?::text[]), unnest(?::text[]), unnest(?::text[])"
              + " ON CONFLICT (app, name, attribute) DO UPDATE SET value = excluded.value");
    }

    @Override
    Object[] columns(List<Value> rows) {
      return new Object[] {
        Columns.numbers(rows, row -> row.place().scope()),
        Columns.texts(rows, row -> row.place().user()),
        Columns.texts(rows, row -> row.place().attribute()),
        Columns.texts(rows, Value::value)
      };
    }
  }

  private static final class OfMembers extends PostgresNewAttributes {

    OfMembers() {
      super(
          "DELETE FROM member_attributes a USING (SELECT unnest(?::bigint[]) AS group_id,"
              + " unnest(?::text[]) AS name, unnest(?::text[]) AS attribute) d"
              + " WHERE a.group_id = d.group_id AND a.name = d.name"
              + " AND a.attribute = d.attribute",
          "INSERT INTO member_attributes (group_id, name, attribute, app, value)"
              + " SELECT unnest(?::bigint[]), unnest(?::text[]), unnest(?::text[]),"
              + " unnest(?::bigint[]), unnest(?::text[])"
              + " ON CONFLICT (group_id, name, attribute) DO UPDATE SET value = excluded.value");
    }

    @Override
    Object[] columns(List<Value> rows) {
      return new Object[] {
        Columns.numbers(rows, row -> row.place().scope()),
        Columns.texts(rows, row -> row.place().user()),
        Columns.texts(rows, row -> row.place().attribute()),
        Columns.numbers(rows, Value::app),
        Columns.texts(rows, Value::value)
      };
    }
  }

  /// An attribute of a user, or of a member.
  ///
  /// @param scope the app, or the group
  record Place(long scope, String user, String attribute) implements Comparable<Place> {

    @Override
    public int compareTo(Place other) {
      int byScope = Long.compare(scope, other.scope);
      int byUser = byScope != 0 ? byScope : user.compareTo(other.user);
      return byUser != 0 ? byUser : attribute.compareTo(other.attribute);
    }
  }

  /// @param value empty to take it away
  record Value(Place place, long app, String value) {}

  /// The columns of a statement that puts these rows.
  abstract Object[] columns(List<Value> rows);

  /// Puts an attribute of a user; the scope of `place` is the app.
  static void put(Sql sql, Place place, String value) {
    PostgresNewAttributes batch = sql.batch(OfUsers.class, OfUsers::new);
    batch.add(sql, new Value(place, place.scope(), value));
  }

  /// Puts an attribute of a member; the scope of `place` is the group.
  static void putOfMember(Sql sql, long app, Place place, String value) {
    PostgresNewAttributes batch = sql.batch(OfMembers.class, OfMembers::new);
    batch.add(sql, new Value(place, app, value));
  }

  @Override
  public final void send(Sql sql) {
    Map<Place, Value> last = new TreeMap<>();
    rows.forEach(row -> last.put(row.place(), row));
    cut(0);
    List<Place> deleted = new ArrayList<>();
    List<Value> kept = new ArrayList<>();
    last.forEach(
        (place, row) -> {
          if (row.value().isEmpty()) {
            deleted.add(place);
          } else {
            kept.add(row);
          }
        });
    if (!deleted.isEmpty()) {
      sql.write(
          delete,
          Columns.numbers(deleted, Place::scope),
          Columns.texts(deleted, Place::user),
          Columns.texts(deleted, Place::attribute));
    }
    if (!kept.isEmpty()) {
      sql.write(put, columns(kept));
    }
  }
}
