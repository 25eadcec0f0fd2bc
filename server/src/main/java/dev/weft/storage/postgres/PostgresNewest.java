package dev.weft.storage.postgres;

import dev.weft.chat.GroupId;
import dev.weft.chat.message.NewestTimes;
import dev.weft.storage.sql.Batch;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When the newest message of groups was sent, in a transaction that several units of work share:
/// as looked up at its beginning, and as written since. Nothing of it is to be sent: it is a batch
/// so that what a unit has written is forgotten when the unit is undone.
final class PostgresNewest implements Batch, NewestTimes {

  private static final String FIND =
      "SELECT g.id, (SELECT m.sent FROM timeline t JOIN messages m ON m.id = coalesce(t.message,"
          + " t.position) WHERE t.conversation = g.id AND t.kind = 0 ORDER BY t.position DESC"
          + " LIMIT 1) FROM unnest(?::bigint[]) AS g(id)";

  private final Map<Long, Instant> known = new HashMap<>();
  private final List<Written> written = new ArrayList<>();

  private record Written(GroupId group, Instant sent) {}

  static PostgresNewest of(Sql sql, List<GroupId> groups) {
    PostgresNewest newest = sql.batch(PostgresNewest.class, PostgresNewest::new);
    if (!groups.isEmpty()) {
      sql.list(
              FIND,
              row -> new Found(row.number(1), row.numberOrNull(2)),
              Columns.numbers(groups, GroupId::value))
          .forEach(newest::found);
    }
    return newest;
  }

  private record Found(long group, @Nullable Long sent) {}

  private void found(Found row) {
    if (row.sent() != null) {
      known.put(row.group(), Instant.ofEpochMilli(row.sent()));
    }
  }

  @Override
  public Optional<Instant> in(GroupId group) {
    for (Written one : written.reversed()) {
      if (one.group().equals(group)) {
        return Optional.of(one.sent());
      }
    }
    return Optional.ofNullable(known.get(group.value()));
  }

  @Override
  public void sent(GroupId group, Instant at) {
    written.add(new Written(group, at));
  }

  @Override
  public int size() {
    return written.size();
  }

  @Override
  public void cut(int size) {
    written.subList(size, written.size()).clear();
  }

  /// Whoever sends batches does not undo single units any more: what is known stays so.
  @Override
  public void send(Sql sql) {
    written.forEach(one -> known.put(one.group().value(), one.sent()));
    written.clear();
  }
}
