package dev.weft.storage.sqlite;

import dev.weft.chat.GroupId;
import dev.weft.chat.GroupKind;
import dev.weft.storage.jdbc.group.JdbcGroupStore;
import dev.weft.tx.Tx;
import java.util.List;

/// Groups in SQLite: a look-up is a call in the same process, so that none is made in advance.
public final class SqliteGroupStore extends JdbcGroupStore {

  /// @param kind what is kept here
  public SqliteGroupStore(GroupKind kind) {
    super(kind);
  }

  @Override
  public void look(Tx tx, List<GroupId> ids) {
    // Each unit of work asks for itself.
  }

  @Override
  public void lock(Tx tx, List<GroupId> ids) {
    // There is one writer.
  }
}
