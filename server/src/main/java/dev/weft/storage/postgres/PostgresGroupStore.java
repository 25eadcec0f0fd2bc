package dev.weft.storage.postgres;

import dev.weft.app.AppId;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.GroupKind;
import dev.weft.storage.jdbc.group.GroupLocks;
import dev.weft.storage.jdbc.group.JdbcGroupStore;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Groups in PostgreSQL: those of a group commit are looked up together.
public final class PostgresGroupStore extends JdbcGroupStore {

  /// @param kind what is kept here
  public PostgresGroupStore(GroupKind kind) {
    super(kind);
  }

  @Override
  public void look(Tx tx, List<GroupId> ids) {
    Sql sql = JdbcSnapshot.sql(tx);
    KnownGroups.of(sql).look(sql, ids);
  }

  @Override
  public void lock(Tx tx, List<GroupId> ids) {
    Sql sql = JdbcSnapshot.sql(tx);
    LockedGroups locked = LockedGroups.of(sql);
    ids.forEach(id -> locked.groups.put(id.value(), Optional.empty()));
    GroupLocks.lock(sql, kind(), Columns.numbers(ids, GroupId::value))
        .forEach(group -> locked.groups.put(group.id().value(), Optional.of(group)));
  }

  @Override
  public Optional<Group> findForUpdate(Tx tx, AppId app, GroupId id) {
    LockedGroups locked = LockedGroups.of(JdbcSnapshot.sql(tx));
    if (!locked.groups.containsKey(id.value())) {
      return super.findForUpdate(tx, app, id);
    }
    return locked
        .groups
        .getOrDefault(id.value(), Optional.empty())
        .filter(group -> group.app().equals(app));
  }

  /// Groups that were locked at the beginning of a transaction that several units of work share.
  private static final class LockedGroups {

    private final Map<Long, Optional<Group>> groups = new HashMap<>();

    static LockedGroups of(Sql sql) {
      return sql.part(LockedGroups.class, LockedGroups::new);
    }
  }

  @Override
  public boolean exists(Snapshot snapshot, AppId app, GroupId id) {
    KnownGroups known = KnownGroups.of(JdbcSnapshot.sql(snapshot));
    boolean isKnown = kind() == GroupKind.GROUP && known.has(id);
    return isKnown ? known.exists(app, id) : super.exists(snapshot, app, id);
  }

  /// Which groups there are, as looked up at the beginning of a transaction that several units of
  /// work share.
  private static final class KnownGroups {

    private final Map<Long, Optional<AppId>> apps = new HashMap<>();

    static KnownGroups of(Sql sql) {
      return sql.part(KnownGroups.class, KnownGroups::new);
    }

    void look(Sql sql, List<GroupId> ids) {
      ids.forEach(id -> apps.put(id.value(), Optional.empty()));
      List<Optional<AppId>> _ =
          sql.list(
              "SELECT id, app FROM chat_groups WHERE id = ANY(?::bigint[]) AND kind = 0",
              row -> apps.put(row.number(1), Optional.of(new AppId(row.number(2)))),
              Columns.numbers(ids, GroupId::value));
    }

    boolean has(GroupId id) {
      return apps.containsKey(id.value());
    }

    /// Whether a group that this [has][#has] looked up is one of the app.
    boolean exists(AppId app, GroupId id) {
      return apps.getOrDefault(id.value(), Optional.empty()).filter(app::equals).isPresent();
    }
  }
}
