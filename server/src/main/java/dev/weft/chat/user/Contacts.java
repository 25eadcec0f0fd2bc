package dev.weft.chat.user;

import static java.util.Comparator.comparing;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.Page;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.User;
import dev.weft.chat.client.ClientEvent.ContactChange;
import dev.weft.chat.client.ClientEvent.ContactChanged;
import dev.weft.chat.client.ClientListener;
import dev.weft.chat.user.UserLinkStore.Kind;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Whom users have blocked.
///
/// Like the order in groups it is what clients must obey; what the app server sends is not held up.
public final class Contacts {

  /// The most users one look at a list shows. The vendor's list of contacts is not cut in pages.
  public static final int MAX_LISTED = 10_000;

  private final Transactions transactions;
  private final UserStore users;
  private final UserLinkStore links;
  private final ClientListener listener;
  private final Clock clock;

  /// @param listener is told of who blocks whom, inside the transaction
  public Contacts(
      Transactions transactions,
      UserStore users,
      UserLinkStore links,
      ClientListener listener,
      Clock clock) {
    this.transactions = transactions;
    this.users = users;
    this.links = links;
    this.listener = listener;
    this.clock = clock;
  }

  /// Keeps the messages of others from a user. Contacts stay contacts.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound]
  public void block(App app, UserId user, List<UserId> others) {
    transactions.run(
        tx -> {
          hold(tx, app, Stream.concat(Stream.of(user), others.stream()).toList());
          for (UserId other : others) {
            links.put(tx, app.id(), user, Kind.BLOCKED, other);
            publish(tx, app, user, other, ContactChange.BAN);
          }
        });
  }

  /// Lets the messages of the other through again and answers the other.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound]
  public User unblock(App app, UserId user, UserId other) {
    return transactions.call(
        tx -> {
          users.require(tx, app.id(), user);
          User unblocked = find(tx, app, other);
          links.remove(tx, app.id(), user, Kind.BLOCKED, other);
          publish(tx, app, user, other, ContactChange.ALLOW);
          return unblocked;
        });
  }

  private void publish(Tx tx, App app, UserId user, UserId other, ContactChange change) {
    listener.on(tx, new ContactChanged(app, user, other, change, "", clock.instant()));
  }

  /// The others who are this to a user, the newest first; `after` is [Page#next] of the page
  /// before.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound]
  public Page<UserId> list(App app, UserId user, Kind kind, int limit, @Nullable String after) {
    return transactions.read(
        snapshot -> {
          users.require(snapshot, app.id(), user);
          return links.list(snapshot, app.id(), user, kind, Math.min(limit, MAX_LISTED), after);
        });
  }

  /// Which of `others` are this to a user.
  public Set<UserId> among(App app, UserId user, Kind kind, List<UserId> others) {
    return transactions.read(
        snapshot ->
            others.stream()
                .filter(other -> links.has(snapshot, app.id(), user, kind, other))
                .collect(Collectors.toSet()));
  }

  /// Makes sure that nobody puts a user on a list who is just being deleted.
  private void hold(Tx tx, App app, List<UserId> both) {
    for (UserId user : both.stream().sorted(comparing(UserId::value)).toList()) {
      if (!users.hold(tx, app.id(), user)) {
        throw new RefusedException(new Refusal.UserNotFound());
      }
    }
  }

  private User find(Snapshot snapshot, App app, UserId user) {
    return users
        .find(snapshot, app.id(), user)
        .orElseThrow(() -> new RefusedException(new Refusal.UserNotFound()));
  }
}
