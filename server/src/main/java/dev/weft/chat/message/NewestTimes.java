package dev.weft.chat.message;

import dev.weft.chat.GroupId;
import java.time.Instant;
import java.util.Optional;

/// When the newest message of groups was sent, as looked up for all units of work in one
/// transaction. Holds for as long as that, and for no other thread of Java.
public interface NewestTimes {

  /// When the newest message of the group's own conversation was sent; empty if there is none. Of
  /// groups that were asked for.
  Optional<Instant> in(GroupId group);

  /// This unit of work has written a message that is the newest now, for itself and for the units
  /// after it; forgotten if this unit is undone.
  void sent(GroupId group, Instant at);
}
