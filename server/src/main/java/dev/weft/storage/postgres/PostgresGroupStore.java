package dev.weft.storage.postgres;

import dev.weft.app.AppId;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.GroupKind;
import dev.weft.storage.jdbc.group.GroupRow;
import dev.weft.storage.jdbc.group.JdbcGroupStore;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Groups in PostgreSQL: a statement is a round trip, so that many groups share one.
public final class PostgresGroupStore extends JdbcGroupStore {

  private static final String APPS =
      "SELECT id, app FROM chat_groups WHERE id = ANY(?::bigint[]) AND kind = ?";

  /// By number, so that two transactions that lock the same groups wait for each other and never
  /// both.
  private static final String LOCK =
      "SELECT "
          + GroupRow.COLUMNS
          + " FROM chat_groups g WHERE g.id = ANY(?::bigint[]) AND g.kind = ? ORDER BY g.id"
          + " FOR UPDATE";

  private static final String TAKEN =
      "SELECT p.n FROM (SELECT unnest(?::int[]) AS n, unnest(?::bigint[]) AS group_id,"
          + " unnest(?::text[]) AS name) p JOIN group_members m"
          + " ON m.group_id = p.group_id AND m.name = p.name";

  /// @param kind what is kept here
  public PostgresGroupStore(GroupKind kind) {
    super(kind);
  }

  @Override
  public Map<GroupId, AppId> appsOf(Snapshot snapshot, List<GroupId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    Map<Long, AppId> found = new HashMap<>();
    List<?> _ =
        JdbcSnapshot.sql(snapshot)
            .list(
                APPS,
                row -> found.put(row.number(1), new AppId(row.number(2))),
                Columns.numbers(ids, GroupId::value),
                GroupRow.numberOf(kind()));
    Map<GroupId, AppId> apps = HashMap.newHashMap(ids.size());
    for (GroupId id : ids) {
      @Nullable AppId app = found.get(id.value());
      if (app != null) {
        apps.put(id, app);
      }
    }
    return apps;
  }

  @Override
  public Set<Place> taken(Snapshot snapshot, List<Place> places) {
    if (places.isEmpty()) {
      return Set.of();
    }
    List<Integer> numbers = IntStream.range(0, places.size()).boxed().toList();
    return JdbcSnapshot.sql(snapshot)
        .list(
            TAKEN,
            row -> places.get(row.count(1)),
            Columns.numbers(numbers, Integer::longValue),
            Columns.numbers(places, place -> place.group().value()),
            Columns.texts(places, place -> place.user().value()))
        .stream()
        .collect(Collectors.toSet());
  }

  @Override
  public Map<GroupId, Group> lock(Tx tx, List<GroupId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    Map<GroupId, Group> groups = HashMap.newHashMap(ids.size());
    JdbcSnapshot.sql(tx)
        .list(
            LOCK, GroupRow::group, Columns.numbers(ids, GroupId::value), GroupRow.numberOf(kind()))
        .forEach(group -> groups.put(group.id(), group));
    return groups;
  }
}
