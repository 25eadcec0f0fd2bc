package dev.weft.storage.jdbc.delivery;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.policy.FactStore;
import dev.weft.chat.policy.Facts;
import dev.weft.chat.policy.Rank;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;
import java.time.Instant;
import java.util.Optional;

/// What decisions about members need, over JDBC: one statement each, of look-ups by primary key.
public final class JdbcFactStore implements FactStore {

  /// A role that no row has: the user is not in the group.
  private static final int NONE = -1;

  private static final String ACTIVE =
      "coalesce((SELECT u.activated FROM users u WHERE u.app = ? AND u.name = ?), 0)";

  private static final String IN_GROUP =
      "SELECT "
          + ACTIVE
          + ", coalesce((SELECT m.role FROM group_members m WHERE m.group_id = g.id AND m.name ="
          + " ?), -1), g.disabled, coalesce((SELECT CASE g.kind WHEN 0 THEN s.group_chat ELSE"
          + " s.chat_room END FROM user_mutes s WHERE s.app = ? AND s.name = ?), 0),"
          + " coalesce((SELECT k.until FROM group_marks k WHERE k.group_id = g.id AND k.kind = 0"
          + " AND k.name = ?), 0), g.all_muted, coalesce((SELECT k.until FROM group_marks k WHERE"
          + " k.group_id = g.id AND k.kind = 2 AND k.name = ?), 0), g.allow_invites,"
          + " coalesce((SELECT max(t.until) FROM room_tags t WHERE t.group_id = g.id AND t.name ="
          + " ?), 0) FROM chat_groups g WHERE g.id = ? AND g.app = ?";

  private static final String OF_USER =
      "SELECT "
          + ACTIVE
          + ", (SELECT count(*) FROM room_super_admins r WHERE r.app = ? AND r.name = ?)";

  private static final String TO_USER =
      "SELECT "
          + ACTIVE
          + ", coalesce((SELECT s.chat FROM user_mutes s WHERE s.app = ? AND s.name = ?), 0),"
          + " (SELECT count(*) FROM user_links l WHERE l.app = ? AND l.name = ? AND l.kind = 1"
          + " AND l.other = ?), (SELECT count(*) FROM user_links c WHERE c.app = ? AND c.name = ?"
          + " AND c.kind = 0 AND c.other = ?)";

  @Override
  public Optional<Facts> inGroup(
      Snapshot snapshot, AppId app, GroupId group, UserId user, Instant now) {
    String name = user.value();
    return JdbcSnapshot.sql(snapshot)
        .one(
            IN_GROUP,
            row ->
                new Facts(
                    row.count(1) != 0,
                    rank(row.count(2)),
                    row.count(3) != 0,
                    row.time(4).isAfter(now),
                    row.time(5).isAfter(now) || row.time(9).isAfter(now),
                    row.count(6) != 0,
                    row.time(7).isAfter(now),
                    false,
                    row.count(8) != 0,
                    false,
                    false),
            app.value(),
            name,
            name,
            app.value(),
            name,
            name,
            name,
            name,
            group.value(),
            app.value());
  }

  @Override
  public Facts ofUser(Snapshot snapshot, AppId app, UserId user) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            OF_USER,
            row ->
                new Facts(
                    row.count(1) != 0,
                    Rank.STRANGER,
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    row.count(2) != 0,
                    false),
            app.value(),
            user.value(),
            app.value(),
            user.value())
        .orElseThrow();
  }

  @Override
  public Facts toUser(Snapshot snapshot, AppId app, UserId user, UserId other, Instant now) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            TO_USER,
            row ->
                new Facts(
                    row.count(1) != 0,
                    Rank.STRANGER,
                    false,
                    row.time(2).isAfter(now),
                    false,
                    false,
                    false,
                    row.count(3) != 0,
                    false,
                    false,
                    row.count(4) != 0 || user.equals(other)),
            app.value(),
            user.value(),
            app.value(),
            user.value(),
            app.value(),
            other.value(),
            user.value(),
            app.value(),
            other.value(),
            user.value())
        .orElseThrow();
  }

  private static Rank rank(int role) {
    return switch (role) {
      case NONE -> Rank.STRANGER;
      case 0 -> Rank.OWNER;
      case 1 -> Rank.ADMIN;
      default -> Rank.MEMBER;
    };
  }
}
