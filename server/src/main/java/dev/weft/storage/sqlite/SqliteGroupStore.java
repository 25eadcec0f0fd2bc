package dev.weft.storage.sqlite;

import dev.weft.app.AppId;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.GroupKind;
import dev.weft.storage.jdbc.group.GroupRow;
import dev.weft.storage.jdbc.group.JdbcGroupStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Groups in SQLite: a statement is a call in the same process, so that each group has its own.
public final class SqliteGroupStore extends JdbcGroupStore {

  private static final String APP = "SELECT app FROM chat_groups WHERE id = ? AND kind = ?";
  private static final String FIND =
      "SELECT " + GroupRow.COLUMNS + " FROM chat_groups g WHERE g.id = ? AND g.kind = ?";

  /// @param kind what is kept here
  public SqliteGroupStore(GroupKind kind) {
    super(kind);
  }

  @Override
  public Map<GroupId, AppId> appsOf(Snapshot snapshot, List<GroupId> ids) {
    Sql sql = JdbcSnapshot.sql(snapshot);
    Map<GroupId, AppId> apps = HashMap.newHashMap(ids.size());
    for (GroupId id : ids) {
      sql.one(APP, row -> new AppId(row.number(1)), id.value(), GroupRow.numberOf(kind()))
          .ifPresent(app -> apps.put(id, app));
    }
    return apps;
  }

  @Override
  public Set<Place> taken(Snapshot snapshot, List<Place> places) {
    return places.stream()
        .filter(place -> member(snapshot, place.group(), place.user()).isPresent())
        .collect(Collectors.toSet());
  }

  /// There is one writer.
  @Override
  public Map<GroupId, Group> lock(Tx tx, List<GroupId> ids) {
    Sql sql = JdbcSnapshot.sql(tx);
    Map<GroupId, Group> groups = HashMap.newHashMap(ids.size());
    for (GroupId id : ids) {
      sql.one(FIND, GroupRow::group, id.value(), GroupRow.numberOf(kind()))
          .ifPresent(group -> groups.put(id, group));
    }
    return groups;
  }
}
