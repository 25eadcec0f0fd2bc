package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.chat.GroupId;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.Sql;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which groups there are, as looked up at the beginning of a transaction that several units of
/// work share.
final class KnownGroups {

  private final Map<GroupId, Optional<AppId>> apps = new HashMap<>();

  static KnownGroups of(Sql sql) {
    return sql.part(KnownGroups.class, KnownGroups::new);
  }

  void look(Sql sql, List<GroupId> ids) {
    ids.forEach(id -> apps.put(id, Optional.empty()));
    List<Optional<AppId>> _ =
        sql.list(
            "SELECT id, app FROM chat_groups WHERE id = ANY(?::bigint[]) AND kind = 0",
            row -> apps.put(new GroupId(row.number(1)), Optional.of(new AppId(row.number(2)))),
            Columns.numbers(ids, GroupId::value));
  }

  boolean has(GroupId id) {
    return apps.containsKey(id);
  }

  /// Whether a group that this [has][#has] looked up is one of the app.
  boolean exists(AppId app, GroupId id) {
    return apps.getOrDefault(id, Optional.empty()).filter(app::equals).isPresent();
  }
}
