package dev.weft.chat.favorite;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.favorite.FavoriteStore.Range;
import dev.weft.chat.user.UserStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Favorites of users.
public final class Favorites {

  /// The most favorites of one user: with the longest content that is 400 MB.
  public static final int MAX_FAVORITES = 20_000;

  private final Transactions transactions;
  private final UserStore users;
  private final FavoriteStore store;
  private final Clock clock;

  public Favorites(Transactions transactions, UserStore users, FavoriteStore store, Clock clock) {
    this.transactions = transactions;
    this.users = users;
    this.store = store;
    this.clock = clock;
  }

  /// A favorite to be.
  ///
  /// @param created null for now
  public record NewFavorite(
      String id, int type, String data, @Nullable String ext, @Nullable Instant created) {}

  /// Keeps favorites; one whose id is there already takes its place.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound] or [Refusal.TooManyFavorites]
  public List<Favorite> add(App app, UserId user, List<NewFavorite> wanted) {
    return transactions.call(
        tx -> {
          if (!users.hold(tx, app.id(), user)) {
            throw new RefusedException(new Refusal.UserNotFound());
          }
          Instant now = clock.instant();
          List<Favorite> made =
              wanted.stream()
                  .map(
                      each ->
                          new Favorite(
                              each.id(),
                              each.type(),
                              each.data(),
                              each.ext(),
                              each.created() == null ? now : each.created(),
                              now))
                  .toList();
          made.forEach(favorite -> store.put(tx, app.id(), user, favorite));
          if (store.count(tx, app.id(), user) > MAX_FAVORITES) {
            throw new RefusedException(new Refusal.TooManyFavorites(MAX_FAVORITES));
          }
          return made;
        });
  }

  /// Gives a favorite another extension; null takes it away.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound] or [Refusal.FavoriteNotFound]
  public Favorite changeExt(App app, UserId user, String id, @Nullable String ext) {
    return transactions.call(
        tx -> {
          Favorite changed = find(tx, app, user, id).withExt(ext, clock.instant());
          store.put(tx, app.id(), user, changed);
          return changed;
        });
  }

  /// Deletes favorites, all of them or none.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound], or [Refusal.FavoriteNotFound] if one of
  ///   them is not there
  public void delete(App app, UserId user, List<String> ids) {
    transactions.run(
        tx -> {
          users.require(tx, app.id(), user);
          for (String id : ids) {
            if (!store.delete(tx, app.id(), user, id)) {
              throw new RefusedException(new Refusal.FavoriteNotFound());
            }
          }
        });
  }

  /// Favorites by the time they were made.
  ///
  /// @param from the id of a favorite whose time replaces the end of `range` at which the list
  ///   begins; empty to leave the range as it is
  /// @throws RefusedException with [Refusal.UserNotFound] or [Refusal.FavoriteNotFound]
  public List<Favorite> list(App app, UserId user, Optional<String> from, Range range, int limit) {
    return transactions.read(
        snapshot -> {
          users.require(snapshot, app.id(), user);
          Range whole = from.map(id -> from(snapshot, app, user, id, range)).orElse(range);
          return store.list(snapshot, app.id(), user, whole, limit);
        });
  }

  private Range from(Snapshot snapshot, App app, UserId user, String id, Range range) {
    Instant at = find(snapshot, app, user, id).created();
    return range.newestFirst()
        ? new Range(range.type(), Instant.EPOCH, at, true)
        : new Range(range.type(), at, Instant.ofEpochMilli(Long.MAX_VALUE), false);
  }

  private Favorite find(Snapshot snapshot, App app, UserId user, String id) {
    users.require(snapshot, app.id(), user);
    return store
        .find(snapshot, app.id(), user, id)
        .orElseThrow(() -> new RefusedException(new Refusal.FavoriteNotFound()));
  }
}
