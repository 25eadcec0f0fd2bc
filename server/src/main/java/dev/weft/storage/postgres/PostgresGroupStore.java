package dev.weft.storage.postgres;

import dev.weft.app.AppId;
import dev.weft.chat.GroupId;
import dev.weft.storage.jdbc.JdbcGroupStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;

/// Groups in PostgreSQL: those of a group commit are looked up together ([KnownGroups]).
public final class PostgresGroupStore extends JdbcGroupStore {

  @Override
  public void look(Tx tx, List<GroupId> ids) {
    Sql sql = JdbcSnapshot.sql(tx);
    KnownGroups.of(sql).look(sql, ids);
  }

  @Override
  public boolean exists(Snapshot snapshot, AppId app, GroupId id) {
    KnownGroups known = KnownGroups.of(JdbcSnapshot.sql(snapshot));
    return known.has(id) ? known.exists(app, id) : super.exists(snapshot, app, id);
  }
}
