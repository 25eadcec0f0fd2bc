package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.group.GroupMarkStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Marks of users in groups.
public final class JdbcGroupMarkStore implements GroupMarkStore {

  /// How [Kind#HIDING] is kept.
  private static final int HIDING = 5;

  /// Until when the member `m` of a group hides it, in ms since 1970; 0 for who never has.
  public static final String HIDDEN_UNTIL =
      "coalesce((SELECT k.until FROM group_marks k WHERE k.group_id = m.group_id AND k.kind = "
          + HIDING
          + " AND k.name = m.name), 0)";

  /// [#HIDDEN_UNTIL] of who hides the group now.
  public static final String STILL_HIDDEN = Long.toString(Mark.NEVER.toEpochMilli());

  @Override
  public void put(Tx tx, AppId app, GroupId group, Kind kind, Mark mark) {
    write(tx, app, group, kind, mark, null);
  }

  @Override
  public void putNoted(Tx tx, AppId app, GroupId group, Kind kind, Mark mark, String note) {
    write(tx, app, group, kind, mark, note);
  }

  private static void write(
      Tx tx, AppId app, GroupId group, Kind kind, Mark mark, @Nullable String note) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO group_marks (group_id, kind, name, app, until, note) VALUES (?, ?, ?, ?,"
                + " ?, ?) ON CONFLICT (group_id, kind, name) DO UPDATE SET until ="
                + " excluded.until, note = excluded.note",
            group.value(),
            numberOf(kind),
            mark.user().value(),
            app.value(),
            mark.until(),
            note);
  }

  @Override
  public Optional<String> note(Snapshot snapshot, GroupId group, Kind kind, UserId user) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT note FROM group_marks WHERE group_id = ? AND kind = ? AND name = ? AND note IS"
                + " NOT NULL",
            row -> row.text(1),
            group.value(),
            numberOf(kind),
            user.value());
  }

  @Override
  public void remove(Tx tx, GroupId group, Kind kind, UserId user) {
    JdbcSnapshot.sql(tx)
        .write(
            "DELETE FROM group_marks WHERE group_id = ? AND kind = ? AND name = ?",
            group.value(),
            numberOf(kind),
            user.value());
  }

  @Override
  public void removeEnded(Tx tx, GroupId group, Instant now) {
    JdbcSnapshot.sql(tx)
        .write(
            "DELETE FROM group_marks WHERE group_id = ? AND until <= ? AND kind <> ?",
            group.value(),
            now,
            numberOf(Kind.HIDING));
  }

  @Override
  public Instant end(Snapshot snapshot, GroupId group, Kind kind, UserId user) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT until FROM group_marks WHERE group_id = ? AND kind = ? AND name = ?",
            row -> row.time(1),
            group.value(),
            numberOf(kind),
            user.value())
        .orElse(Instant.EPOCH);
  }

  @Override
  public List<Mark> list(Snapshot snapshot, GroupId group, Kind kind, Instant now, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT name, until FROM group_marks WHERE group_id = ? AND kind = ? AND until > ?"
                + " ORDER BY name LIMIT ?",
            row -> new Mark(new UserId(row.text(1)), row.time(2)),
            group.value(),
            numberOf(kind),
            now,
            limit);
  }

  private static int numberOf(Kind kind) {
    return switch (kind) {
      case MUTED -> 0;
      case BLOCKED -> 1;
      case ALLOWED -> 2;
      case APPLIED -> 3;
      case INVITED -> 4;
      case HIDING -> HIDING;
    };
  }
}
