package dev.weft.storage.jdbc;

import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import java.sql.SQLException;

/// Group ids that apps have chosen, beside the numbers that everything else is kept by (ADR 210).
public final class ChosenIds {

  private ChosenIds() {}

  /// An expression: the chosen text of the group whose number is in a column, or null. It costs a
  /// comparison where the number stands for itself.
  public static String of(String column) {
    return "CASE WHEN "
        + column
        + " < 0 THEN (SELECT o.name FROM chosen_ids o WHERE o.id = "
        + column
        + ") END";
  }

  /// Writes down the text of a new group, if the app has chosen one. It may be there already, from
  /// a group that was deleted.
  public static void keep(Sql sql, Group group) {
    if (group.id().chosen() != null) {
      sql.write(
          "INSERT INTO chosen_ids (id, app, name) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
          group.id().value(),
          group.app().value(),
          group.id().chosen());
    }
  }

  /// Reads a group's number from one column and [its text][#of] from another.
  public static GroupId group(Row row, int number, int chosen) throws SQLException {
    return new GroupId(row.number(number), row.textOrNull(chosen));
  }
}
