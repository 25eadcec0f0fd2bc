package dev.weft.storage.jdbc.group;

import dev.weft.chat.Group;
import dev.weft.chat.GroupKind;
import dev.weft.storage.sql.Sql;
import java.util.List;

/// Locks several groups at once.
public final class GroupLocks {

  private static final String LOCK =
      "SELECT "
          + GroupRow.COLUMNS
          + " FROM chat_groups g WHERE g.id = ANY(?::bigint[]) AND g.kind = ? ORDER BY g.id"
          + " FOR UPDATE";

  private GroupLocks() {}

  /// Those of the groups that are there. By number, so that two transactions that lock the same
  /// groups wait for each other and never both.
  ///
  /// @param ids an array of the database
  public static List<Group> lock(Sql sql, GroupKind kind, Object ids) {
    return sql.list(LOCK, GroupRow::group, ids, GroupRow.numberOf(kind));
  }
}
