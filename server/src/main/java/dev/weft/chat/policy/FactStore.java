package dev.weft.chat.policy;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.tx.Snapshot;
import java.time.Instant;
import java.util.Optional;

/// Reads what a decision needs, in one round trip. Only members are looked up: nothing is read for
/// the app's server.
public interface FactStore {

  /// What is known of `user` and a group. Empty if there is no such group.
  Optional<Facts> inGroup(Snapshot snapshot, AppId app, GroupId group, UserId user, Instant now);

  /// What is known of `user` alone.
  Facts ofUser(Snapshot snapshot, AppId app, UserId user);

  /// What is known of `user` and another user who is to be written to.
  Facts toUser(Snapshot snapshot, AppId app, UserId user, UserId other, Instant now);
}
