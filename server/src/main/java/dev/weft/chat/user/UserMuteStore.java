package dev.weft.chat.user;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;

/// Where the mutes of users in the whole app are kept.
public interface UserMuteStore {

  /// Keeps the mute in place of the user's old one.
  void put(Tx tx, AppId app, UserMute mute);

  void remove(Tx tx, AppId app, UserId user);

  Optional<UserMute> find(Snapshot snapshot, AppId app, UserId user);

  /// Mutes in the order they were made, from item number `offset`.
  List<UserMute> list(Snapshot snapshot, AppId app, int offset, int limit);
}
