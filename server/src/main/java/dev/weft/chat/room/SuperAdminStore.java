package dev.weft.chat.room;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;

/// Where it is kept who may make chat rooms by themselves.
public interface SuperAdminStore {

  /// False if the user was one already.
  boolean add(Tx tx, AppId app, UserId user);

  /// False if the user was none.
  boolean remove(Tx tx, AppId app, UserId user);

  /// Super admins from item number `offset`, who was named first comes first.
  List<UserId> list(Snapshot snapshot, AppId app, int offset, int limit);
}
