package dev.weft.storage.postgres;

import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.RowBatch;
import dev.weft.storage.sql.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Changes of reactions that wait to be written together: what was taken back first, then what was
/// given. Both are in the order of their places, so that two transactions that change the same wait
/// for each other and never both.
final class PostgresReactionChanges extends RowBatch<PostgresReactionChanges.Change> {

  private static final String REMOVE =
      "DELETE FROM reactions r USING (SELECT unnest(?::bigint[]) AS message,"
          + " unnest(?::text[]) AS reaction, unnest(?::text[]) AS name) d"
          + " WHERE r.message = d.message AND r.reaction = d.reaction AND r.name = d.name";

  /// Another node may have written the same meanwhile.
  private static final String ADD =
      "INSERT INTO reactions (message, reaction, name, id, created) SELECT unnest(?::bigint[]),"
          + " unnest(?::text[]), unnest(?::text[]), unnest(?::bigint[]), unnest(?::bigint[])"
          + " ON CONFLICT (message, reaction, name) DO NOTHING";

  /// That one user reacts so to one message.
  record Place(long message, String reaction, String user) implements Comparable<Place> {

    @Override
    public int compareTo(Place other) {
      int byMessage = Long.compare(message, other.message);
      int byReaction = byMessage != 0 ? byMessage : reaction.compareTo(other.reaction);
      return byReaction != 0 ? byReaction : user.compareTo(other.user);
    }
  }

  record Given(long id, Instant at) {}

  /// @param given null if it was taken back
  record Change(Place place, @Nullable Given given) {}

  private record Added(Place place, Given given) {}

  static PostgresReactionChanges of(Sql sql) {
    return sql.batch(PostgresReactionChanges.class, PostgresReactionChanges::new);
  }

  void add(Place place, long id, Instant at) {
    rows.add(new Change(place, new Given(id, at)));
  }

  void remove(Place place) {
    rows.add(new Change(place, null));
  }

  @Override
  public void send(Sql sql) {
    Set<Place> removed = new TreeSet<>();
    Map<Place, Given> added = new TreeMap<>();
    for (Change row : rows) {
      if (row.given() == null) {
        removed.add(row.place());
        added.remove(row.place());
      } else {
        added.put(row.place(), row.given());
      }
    }
    cut(0);
    if (!removed.isEmpty()) {
      List<Place> places = List.copyOf(removed);
      sql.write(
          REMOVE,
          Columns.numbers(places, Place::message),
          Columns.texts(places, Place::reaction),
          Columns.texts(places, Place::user));
    }
    if (!added.isEmpty()) {
      List<Added> all =
          added.entrySet().stream().map(one -> new Added(one.getKey(), one.getValue())).toList();
      sql.write(
          ADD,
          Columns.numbers(all, one -> one.place().message()),
          Columns.texts(all, one -> one.place().reaction()),
          Columns.texts(all, one -> one.place().user()),
          Columns.numbers(all, one -> one.given().id()),
          Columns.numbers(all, one -> one.given().at().toEpochMilli()));
    }
  }
}
