package dev.weft.storage.jdbc.group;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Group;
import dev.weft.chat.GroupDetails;
import dev.weft.chat.GroupId;
import dev.weft.chat.GroupKind;
import dev.weft.chat.Member;
import dev.weft.chat.Page;
import dev.weft.chat.group.GroupStore;
import dev.weft.storage.jdbc.ChosenIds;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Keyset;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Groups and their members over JDBC: what both databases do in the same way.
public abstract class JdbcGroupStore implements GroupStore {

  private static final String FIND =
      "SELECT "
          + GroupRow.COLUMNS
          + " FROM chat_groups g WHERE g.id = ? AND g.app = ? AND g.kind = ?";

  private final GroupKind kind;

  /// @param kind what is kept here
  protected JdbcGroupStore(GroupKind kind) {
    this.kind = kind;
  }

  @Override
  public GroupKind kind() {
    return kind;
  }

  @Override
  public void insert(Tx tx, Group group) {
    GroupDetails details = group.details();
    Sql sql = JdbcSnapshot.sql(tx);
    sql.write(
        "INSERT INTO chat_groups (id, kind, app, owner, name, avatar, description, is_public,"
            + " members_only, allow_invites, invite_needs_confirm, max_users, custom, created,"
            + " modified, member_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        group.id().value(),
        GroupRow.numberOf(kind),
        group.app().value(),
        group.owner().value(),
        details.name(),
        details.avatar(),
        details.description(),
        details.isPublic(),
        details.membersOnly(),
        details.allowInvites(),
        details.inviteNeedsConfirm(),
        details.maxUsers(),
        details.custom(),
        group.created(),
        group.modified());
    sql.write(count(1), group.app().value());
    ChosenIds.keep(sql, group);
  }

  /// The statement that counts the groups of an app.
  private String count(int change) {
    return switch (kind) {
      case GROUP -> "UPDATE apps SET group_count = group_count + " + change + " WHERE id = ?";
      case ROOM -> "UPDATE apps SET room_count = room_count + " + change + " WHERE id = ?";
    };
  }

  @Override
  public boolean isTaken(Snapshot snapshot, GroupId id) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT 1 FROM chat_groups WHERE id = ? UNION ALL SELECT 1 FROM threads WHERE id = ?"
                + " UNION ALL SELECT 1 FROM pairs WHERE id = ?"
                + " UNION ALL SELECT 1 FROM messages WHERE id = ?",
            row -> row.count(1),
            id.value(),
            id.value(),
            id.value(),
            id.value())
        .isPresent();
  }

  @Override
  public Optional<Group> find(Snapshot snapshot, AppId app, GroupId id) {
    return find(JdbcSnapshot.sql(snapshot), app, id, "");
  }

  @Override
  public Optional<Group> findForUpdate(Tx tx, AppId app, GroupId id) {
    Sql sql = JdbcSnapshot.sql(tx);
    return find(sql, app, id, sql.dialect().forUpdate());
  }

  @Override
  public Optional<Group> hold(Tx tx, AppId app, GroupId id) {
    Sql sql = JdbcSnapshot.sql(tx);
    return find(sql, app, id, sql.dialect().forShare());
  }

  private Optional<Group> find(Sql sql, AppId app, GroupId id, String lock) {
    return sql.one(FIND + lock, GroupRow::group, id.value(), app.value(), GroupRow.numberOf(kind));
  }

  @Override
  public boolean exists(Snapshot snapshot, AppId app, GroupId id) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT 1 FROM chat_groups WHERE id = ? AND app = ? AND kind = ?",
            row -> row.count(1),
            id.value(),
            app.value(),
            GroupRow.numberOf(kind))
        .isPresent();
  }

  @Override
  public void update(Tx tx, Group group) {
    GroupDetails details = group.details();
    JdbcSnapshot.sql(tx)
        .write(
            "UPDATE chat_groups SET owner = ?, name = ?, avatar = ?, description = ?,"
                + " is_public = ?, members_only = ?, allow_invites = ?, invite_needs_confirm = ?,"
                + " max_users = ?, custom = ?, modified = ?, all_muted = ?, disabled = ?"
                + " WHERE id = ?",
            group.owner().value(),
            details.name(),
            details.avatar(),
            details.description(),
            details.isPublic(),
            details.membersOnly(),
            details.allowInvites(),
            details.inviteNeedsConfirm(),
            details.maxUsers(),
            details.custom(),
            group.modified(),
            group.allMuted(),
            group.disabled(),
            group.id().value());
  }

  @Override
  public String announcement(Snapshot snapshot, GroupId group) {
    return JdbcSnapshot.sql(snapshot)
        .one("SELECT announcement FROM chat_groups WHERE id = ?", row -> row.text(1), group.value())
        .orElse("");
  }

  @Override
  public void announce(Tx tx, GroupId group, String announcement) {
    JdbcSnapshot.sql(tx)
        .write("UPDATE chat_groups SET announcement = ? WHERE id = ?", announcement, group.value());
  }

  @Override
  public void delete(Tx tx, Group group) {
    Sql sql = JdbcSnapshot.sql(tx);
    sql.write("DELETE FROM group_marks WHERE group_id = ?", group.id().value());
    sql.write("DELETE FROM group_members WHERE group_id = ?", group.id().value());
    if (sql.update("DELETE FROM chat_groups WHERE id = ?", group.id().value()) > 0) {
      sql.write(count(-1), group.app().value());
    }
  }

  @Override
  public int countForUpdate(Tx tx, AppId app) {
    Sql sql = JdbcSnapshot.sql(tx);
    return sql.one(
            (kind == GroupKind.GROUP
                    ? "SELECT group_count FROM apps WHERE id = ?"
                    : "SELECT room_count FROM apps WHERE id = ?")
                + sql.dialect().forUpdate(),
            row -> row.count(1),
            app.value())
        .orElse(0);
  }

  @Override
  public boolean addMember(Tx tx, AppId app, GroupId group, Member member) {
    Sql sql = JdbcSnapshot.sql(tx);
    int added =
        sql.update(
            "INSERT INTO group_members (group_id, name, app, kind, role, joined)"
                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (group_id, name) DO NOTHING",
            group.value(),
            member.user().value(),
            app.value(),
            GroupRow.numberOf(kind),
            GroupRow.numberOf(member.role()),
            member.joined());
    return countMembers(sql, group, added);
  }

  @Override
  public boolean removeMember(Tx tx, GroupId group, UserId user) {
    Sql sql = JdbcSnapshot.sql(tx);
    int removed =
        sql.update(
            "DELETE FROM group_members WHERE group_id = ? AND name = ?",
            group.value(),
            user.value());
    return countMembers(sql, group, -removed);
  }

  private static boolean countMembers(Sql sql, GroupId group, int change) {
    if (change == 0) {
      return false;
    }
    sql.write(
        "UPDATE chat_groups SET member_count = member_count + ? WHERE id = ?",
        change,
        group.value());
    return true;
  }

  @Override
  public void changeRole(Tx tx, GroupId group, UserId user, Member.Role role) {
    JdbcSnapshot.sql(tx)
        .write(
            "UPDATE group_members SET role = ? WHERE group_id = ? AND name = ?",
            GroupRow.numberOf(role),
            group.value(),
            user.value());
  }

  @Override
  public Optional<Member> member(Snapshot snapshot, GroupId group, UserId user) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT name, role, joined FROM group_members WHERE group_id = ? AND name = ?",
            GroupRow::member,
            group.value(),
            user.value());
  }

  /// The owner is looked up beside the others: one may own a group without having joined it first.
  @Override
  public List<Member> members(Snapshot snapshot, Group group, int offset, int limit) {
    List<Member> members = new ArrayList<>();
    if (offset == 0) {
      member(snapshot, group.id(), group.owner()).ifPresent(members::add);
    }
    members.addAll(
        JdbcSnapshot.sql(snapshot)
            .list(
                "SELECT name, role, joined FROM group_members WHERE group_id = ? AND name <> ?"
                    + " ORDER BY id LIMIT ? OFFSET ?",
                GroupRow::member,
                group.id().value(),
                group.owner().value(),
                limit - members.size(),
                Math.max(0, offset - 1)));
    return members;
  }

  @Override
  public Page<Member> membersBesideOwner(
      Snapshot snapshot, Group group, int limit, boolean newestFirst, @Nullable String after) {
    List<Keyset<Member>> rows =
        JdbcSnapshot.sql(snapshot)
            .list(
                "SELECT name, role, joined, id FROM group_members WHERE group_id = ? AND name <> ?"
                    + (newestFirst ? " AND id < ? ORDER BY id DESC" : " AND id > ? ORDER BY id")
                    + " LIMIT ?",
                row -> new Keyset<>(row.number(4), GroupRow.member(row)),
                group.id().value(),
                group.owner().value(),
                newestFirst ? Keyset.before(after) : Keyset.after(after),
                Keyset.rowsFor(limit));
    return Keyset.page(rows, limit);
  }

  @Override
  public List<Member> admins(Snapshot snapshot, GroupId group) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT name, role, joined FROM group_members WHERE group_id = ? AND role = 1"
                + " ORDER BY id",
            GroupRow::member,
            group.value());
  }

  @Override
  public Page<Group> list(Snapshot snapshot, AppId app, int limit, @Nullable String after) {
    return list(snapshot, app, "", limit, after);
  }

  @Override
  public Page<Group> listPublic(Snapshot snapshot, AppId app, int limit, @Nullable String after) {
    return list(snapshot, app, " AND g.is_public <> 0", limit, after);
  }

  private Page<Group> list(
      Snapshot snapshot, AppId app, String condition, int limit, @Nullable String after) {
    List<Keyset<Group>> rows =
        JdbcSnapshot.sql(snapshot)
            .list(
                "SELECT "
                    + GroupRow.COLUMNS
                    + " FROM chat_groups g WHERE g.app = ? AND g.kind = ? AND g.id > ?"
                    + condition
                    + " ORDER BY g.id LIMIT ?",
                row -> new Keyset<>(row.number(1), GroupRow.group(row)),
                app.value(),
                GroupRow.numberOf(kind),
                Keyset.after(after),
                Keyset.rowsFor(limit));
    return Keyset.page(rows, limit);
  }

  @Override
  public List<Group> joinedBy(Snapshot snapshot, AppId app, UserId user, int offset, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT "
                + GroupRow.COLUMNS
                + " FROM group_members m JOIN chat_groups g ON g.id = m.group_id"
                + " WHERE m.app = ? AND m.name = ? AND m.kind = ? ORDER BY m.id LIMIT ? OFFSET ?",
            GroupRow::group,
            app.value(),
            user.value(),
            GroupRow.numberOf(kind),
            limit,
            offset);
  }

  @Override
  public int countJoined(Snapshot snapshot, AppId app, UserId user) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT count(*) FROM group_members WHERE app = ? AND name = ? AND kind = ?",
            row -> row.count(1),
            app.value(),
            user.value(),
            GroupRow.numberOf(kind))
        .orElse(0);
  }
}
