package dev.weft.chat.timeline;

import dev.weft.app.Actor;
import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Group;
import dev.weft.chat.Origin;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// Tells those who do not follow a conversation, because they are out of it or not yet in: each in
/// the own inbox, now or at the next login.
public final class FormerMembers {

  private final TimelineWriter writer;
  private final Away away;

  /// Who has no device that is connected.
  @FunctionalInterface
  public interface Away {
    boolean isAway(Snapshot snapshot, AppId app, UserId user);
  }

  FormerMembers(TimelineWriter writer, Away away) {
    this.writer = writer;
    this.away = away;
  }

  /// They are out of a group, or the group is gone, which happens to nobody by name. A room is
  /// heard by those who are there: the others alone are told.
  void tell(Tx tx, NoticeKind kind, Group group, Actor by, Instant at, List<UserId> users) {
    List<UserId> named = kind == NoticeKind.GROUP_DELETED ? List.of() : users;
    switch (group.kind()) {
      case GROUP -> tell(tx, group.app(), users, Notice.of(kind, group, by.user(), at, named, ""));
      case ROOM ->
          tell(
              tx,
              group.app(),
              users.stream().filter(user -> away.isAway(tx, group.app(), user)).toList(),
              Notice.of(kind, group, by.user(), at, named, Notice.ROOM));
    }
  }

  /// In the order of their names, which is the order of locks.
  void tell(Tx tx, AppId app, List<UserId> users, Notice notice) {
    users.stream()
        .sorted(Comparator.comparing(UserId::value))
        .forEach(user -> writer.notify(tx, app, user, notice, Origin.SERVER));
  }
}
