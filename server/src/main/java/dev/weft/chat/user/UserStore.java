package dev.weft.chat.user;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Page;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.User;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where users are kept.
public interface UserStore {

  /// False if the name is taken.
  boolean insert(Tx tx, User user);

  Optional<User> find(Snapshot snapshot, AppId app, UserId id);

  /// The user of this UUID, as registration has answered it.
  Optional<User> findByUuid(Snapshot snapshot, AppId app, String uuid);

  /// The user, to be changed in this unit of work: nobody else changes it until that is over.
  Optional<User> findForUpdate(Tx tx, AppId app, UserId id);

  boolean exists(Snapshot snapshot, AppId app, UserId id);

  /// Sees to it that the user is there.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound]
  default void require(Snapshot snapshot, AppId app, UserId id) {
    if (!exists(snapshot, app, id)) {
      throw new RefusedException(new Refusal.UserNotFound());
    }
  }

  /// Whether the user exists; one that does is not deleted before this unit of work is over.
  boolean hold(Tx tx, AppId app, UserId id);

  /// Keeps password, activation and the times.
  void update(Tx tx, User user);

  /// Deletes the user with every list they stand on: contacts, blocks, mutes, marks of groups. They
  /// have left all groups and threads before.
  void delete(Tx tx, User user);

  /// Users by time of registration; `after` is [Page#next] of the page before.
  Page<User> list(Snapshot snapshot, AppId app, int limit, @Nullable String after);
}
