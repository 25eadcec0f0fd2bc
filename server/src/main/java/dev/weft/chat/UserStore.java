package dev.weft.chat;

import dev.weft.app.AppId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where users are kept.
public interface UserStore {

  /// False if the name is taken.
  boolean insert(Tx tx, User user);

  Optional<User> find(Snapshot snapshot, AppId app, UserId id);

  void update(Tx tx, User user);

  void delete(Tx tx, User user);

  /// Users by time of registration; `after` is [Page#next] of the page before.
  Page<User> list(Snapshot snapshot, AppId app, int limit, @Nullable String after);
}
