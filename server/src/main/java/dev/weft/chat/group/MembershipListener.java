package dev.weft.chat.group;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.chat.ChatEvent;
import dev.weft.chat.GroupId;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;

/// What depends on memberships of groups and ends with them, in the same unit of work.
public interface MembershipListener {

  /// Ends what depends on these memberships, and answers what is to be told of it once the end of
  /// the memberships is told. It locks what it changes before anything is told: who renames a
  /// thread locks in that order too.
  List<ChatEvent> ended(Tx tx, MembershipEnded event);

  /// Ends what depends on a group that is about to end. False if that is more than one unit of work
  /// should take: some is gone then, and the caller begins another.
  boolean ending(Tx tx, App app, GroupId group, Actor by, Instant at);
}
