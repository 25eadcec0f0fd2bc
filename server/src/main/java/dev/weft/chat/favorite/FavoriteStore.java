package dev.weft.chat.favorite;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where favorites are kept.
public interface FavoriteStore {

  /// Keeps a favorite in place of the one of its id.
  void put(Tx tx, AppId app, UserId user, Favorite favorite);

  Optional<Favorite> find(Snapshot snapshot, AppId app, UserId user, String id);

  /// False if there is none.
  boolean delete(Tx tx, AppId app, UserId user, String id);

  long count(Snapshot snapshot, AppId app, UserId user);

  /// What to list.
  ///
  /// @param type empty for all
  /// @param from made at this moment or later
  /// @param to made at this moment or earlier
  record Range(Optional<Integer> type, Instant from, Instant to, boolean newestFirst) {}

  List<Favorite> list(Snapshot snapshot, AppId app, UserId user, Range range, int limit);
}
