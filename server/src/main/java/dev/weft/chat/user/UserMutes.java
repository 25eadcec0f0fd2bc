package dev.weft.chat.user;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Mutes of users in the whole app. What the app server itself sends is not held up by them.
public final class UserMutes {

  private final Transactions transactions;
  private final UserStore users;
  private final UserMuteStore mutes;
  private final Clock clock;

  public UserMutes(Transactions transactions, UserStore users, UserMuteStore mutes, Clock clock) {
    this.transactions = transactions;
    this.users = users;
    this.mutes = mutes;
    this.clock = clock;
  }

  /// For how long something is forbidden: [#FOR_EVER], zero to allow it, or a time from now. Empty
  /// leaves it as it is.
  ///
  /// @param chat messages to single users
  /// @param group messages to groups
  /// @param room messages to chat rooms
  public record Change(Optional<Duration> chat, Optional<Duration> group, Optional<Duration> room) {

    public static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);
  }

  /// Mutes a user, or lifts it.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound]
  public void mute(App app, UserId user, Change change) {
    transactions.run(
        tx -> {
          if (users.findForUpdate(tx, app.id(), user).isEmpty()) {
            throw new RefusedException(new Refusal.UserNotFound());
          }
          Instant now = clock.instant();
          UserMute old = mutes.find(tx, app.id(), user).orElse(UserMute.none(user));
          UserMute changed =
              new UserMute(
                  user,
                  until(change.chat(), old.chat(), now),
                  until(change.group(), old.group(), now),
                  until(change.room(), old.room(), now));
          if (changed.isOver(now)) {
            mutes.remove(tx, app.id(), user);
          } else {
            mutes.put(tx, app.id(), changed);
          }
        });
  }

  private static Instant until(Optional<Duration> change, Instant old, Instant now) {
    return change
        .map(length -> length.equals(Change.FOR_EVER) ? UserMute.NEVER : now.plus(length))
        .orElse(old);
  }

  /// What a user may not send.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound]
  public UserMute of(App app, UserId user) {
    return transactions.read(
        snapshot -> {
          users.require(snapshot, app.id(), user);
          return mutes.find(snapshot, app.id(), user).orElse(UserMute.none(user));
        });
  }

  /// Mutes of the app in the order they were made, from item number `offset`.
  public List<UserMute> list(App app, int offset, int limit) {
    return transactions.read(snapshot -> mutes.list(snapshot, app.id(), offset, limit));
  }
}
