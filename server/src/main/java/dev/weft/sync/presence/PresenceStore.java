package dev.weft.sync.presence;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where presences that users publish are kept, and who follows whom.
public interface PresenceStore {

  /// What a user has published.
  ///
  /// @param status a JSON object, opaque to the store
  record Published(String ext, String status, Instant changed) {}

  /// One user follows another.
  ///
  /// @param user the one that is followed, or the one that follows, as was asked
  record Subscription(UserId user, Instant expires) {}

  void publish(Tx tx, AppId app, UserId user, Published published);

  Optional<Published> published(Snapshot snapshot, AppId app, UserId user);

  /// `reader` follows `user` until `expires`, whatever was before.
  void subscribe(Tx tx, AppId app, UserId user, UserId reader, Instant expires);

  void unsubscribe(Tx tx, AppId app, UserId user, UserId reader);

  /// Until when `reader` follows `user`; empty if not after `now`.
  Optional<Instant> expires(Snapshot snapshot, AppId app, UserId user, UserId reader, Instant now);

  /// How many users `reader` follows after `now`.
  int count(Snapshot snapshot, AppId app, UserId reader, Instant now);

  /// Whom `reader` follows after `now`, by name.
  List<Subscription> followed(
      Snapshot snapshot, AppId app, UserId reader, Instant now, int offset, int limit);

  /// How many follow `user` after `now`.
  int followers(Snapshot snapshot, AppId app, UserId user, Instant now);

  /// Who follows `user` after `now`, by name.
  List<Subscription> readers(Snapshot snapshot, AppId app, UserId user, Instant now, int limit);

  /// Deletes at most `limit` subscriptions that ended before `before`. Answers how many.
  int sweep(Tx tx, Instant before, int limit);
}
