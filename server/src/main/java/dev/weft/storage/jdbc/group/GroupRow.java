package dev.weft.storage.jdbc.group;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Group;
import dev.weft.chat.GroupDetails;
import dev.weft.chat.GroupKind;
import dev.weft.chat.Member;
import dev.weft.storage.jdbc.ChosenIds;
import dev.weft.storage.sql.Row;
import java.sql.SQLException;

/// Reads and writes the columns of a group and of a member.
public final class GroupRow {

  /// What [#group] reads, of groups `g`.
  public static final String COLUMNS =
      "g.id, g.kind, g.app, g.owner, g.name, g.avatar, g.description, g.is_public, g.members_only,"
          + " g.allow_invites, g.invite_needs_confirm, g.max_users, g.custom, g.created,"
          + " g.modified, g.member_count, g.all_muted, g.disabled, "
          + ChosenIds.of("g.id");

  private GroupRow() {}

  /// How the store writes a kind.
  public static int numberOf(GroupKind kind) {
    return switch (kind) {
      case GROUP -> 0;
      case ROOM -> 1;
    };
  }

  static int numberOf(Member.Role role) {
    return switch (role) {
      case OWNER -> 0;
      case ADMIN -> 1;
      case MEMBER -> 2;
    };
  }

  private static Member.Role roleOf(int number) {
    return switch (number) {
      case 0 -> Member.Role.OWNER;
      case 1 -> Member.Role.ADMIN;
      default -> Member.Role.MEMBER;
    };
  }

  /// Reads the columns name, role, joined.
  static Member member(Row row) throws SQLException {
    return new Member(new UserId(row.text(1)), roleOf(row.count(2)), row.time(3));
  }

  /// Reads [#COLUMNS].
  public static Group group(Row row) throws SQLException {
    return new Group(
        ChosenIds.group(row, 1, 19),
        row.count(2) == 0 ? GroupKind.GROUP : GroupKind.ROOM,
        new AppId(row.number(3)),
        new UserId(row.text(4)),
        new GroupDetails(
            row.text(5),
            row.text(6),
            row.text(7),
            row.flag(8),
            row.flag(9),
            row.flag(10),
            row.flag(11),
            row.count(12),
            row.text(13)),
        row.time(14),
        row.time(15),
        row.count(16),
        row.flag(17),
        row.flag(18));
  }
}
