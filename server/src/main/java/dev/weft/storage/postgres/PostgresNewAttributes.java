package dev.weft.storage.postgres;

import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.RowBatch;
import dev.weft.storage.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Attributes of users that wait to be written together. Of several values for one attribute the
/// last one is written.
final class PostgresNewAttributes extends RowBatch<PostgresNewAttributes.Value> {

  private static final String DELETE =
      "DELETE FROM user_attributes a USING (SELECT unnest(?::bigint[]) AS app,"
          + " unnest(?::text[]) AS name, unnest(?::text[]) AS attribute) d"
          + " WHERE a.app = d.app AND a.name = d.name AND a.attribute = d.attribute";

  private static final String PUT =
      "INSERT INTO user_attributes (app, name, attribute, value) SELECT unnest(?::bigint[]),"
          + " unnest(?::text[]), unnest(?::text[]), unnest(?::text[])"
          + " ON CONFLICT (app, name, attribute) DO UPDATE SET value = excluded.value";

  /// An attribute of a user.
  record Place(long app, String user, String attribute) implements Comparable<Place> {

    @Override
    public int compareTo(Place other) {
      int byApp = Long.compare(app, other.app);
      int byUser = byApp != 0 ? byApp : user.compareTo(other.user);
      return byUser != 0 ? byUser : attribute.compareTo(other.attribute);
    }
  }

  /// @param value empty to take it away
  record Value(Place place, String value) {}

  static void put(Sql sql, Place place, String value) {
    PostgresNewAttributes batch =
        sql.batch(PostgresNewAttributes.class, PostgresNewAttributes::new);
    batch.add(sql, new Value(place, value));
  }

  @Override
  public void send(Sql sql) {
    Map<Place, String> last = new TreeMap<>();
    rows.forEach(row -> last.put(row.place(), row.value()));
    cut(0);
    List<Place> deleted = new ArrayList<>();
    List<Value> put = new ArrayList<>();
    last.forEach(
        (place, value) -> {
          if (value.isEmpty()) {
            deleted.add(place);
          } else {
            put.add(new Value(place, value));
          }
        });
    if (!deleted.isEmpty()) {
      sql.write(
          DELETE,
          Columns.numbers(deleted, Place::app),
          Columns.texts(deleted, Place::user),
          Columns.texts(deleted, Place::attribute));
    }
    if (!put.isEmpty()) {
      sql.write(
          PUT,
          Columns.numbers(put, row -> row.place().app()),
          Columns.texts(put, row -> row.place().user()),
          Columns.texts(put, row -> row.place().attribute()),
          Columns.texts(put, Value::value));
    }
  }
}
