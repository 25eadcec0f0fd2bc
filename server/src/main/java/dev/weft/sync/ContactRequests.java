package dev.weft.sync;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.Origin;
import dev.weft.chat.Page;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.User;
import dev.weft.chat.client.ClientEvent.ContactChange;
import dev.weft.chat.client.ClientEvent.ContactChanged;
import dev.weft.chat.client.ClientListener;
import dev.weft.chat.timeline.Notice;
import dev.weft.chat.timeline.NoticeKind;
import dev.weft.chat.timeline.TimelineWriter;
import dev.weft.chat.user.UserLinkStore;
import dev.weft.chat.user.UserLinkStore.Kind;
import dev.weft.chat.user.UserLinkStore.Link;
import dev.weft.chat.user.UserStore;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Contacts: asked for, accepted, declined, ended. Each tells the devices of both sides.
public final class ContactRequests {

  /// The most contacts one look shows. The vendor's list is not cut in pages.
  private static final int MAX_LISTED = 10_000;

  /// Contacts that are read at once to part from them.
  private static final int PARTED_AT_ONCE = 100;

  private final Transactions transactions;
  private final UserStore users;
  private final UserLinkStore links;
  private final TimelineWriter writer;
  private final ClientNotices notices;
  private final ClientListener listener;
  private final Clock clock;

  ContactRequests(
      Transactions transactions,
      UserStore users,
      UserLinkStore links,
      TimelineWriter writer,
      ClientNotices notices,
      ClientListener listener,
      Clock clock) {
    this.transactions = transactions;
    this.users = users;
    this.links = links;
    this.writer = writer;
    this.notices = notices;
    this.listener = listener;
    this.clock = clock;
  }

  /// What became of requests.
  ///
  /// @param self the user himself, who cannot be his own contact
  public record Asked(List<UserId> asked, List<UserId> unknown, List<UserId> self) {}

  /// The contacts of a user by name.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound]
  public List<Link> list(App app, UserId user) {
    return transactions.read(
        snapshot -> {
          users.require(snapshot, app.id(), user);
          return links.links(snapshot, app.id(), user, Kind.CONTACT, MAX_LISTED);
        });
  }

  /// One page of the contacts of a user, the newest first, and how many there are.
  ///
  /// @param after [Page#next] of the page before
  /// @throws RefusedException with [Refusal.UserNotFound]
  public Page<Link> page(App app, UserId user, int limit, @Nullable String after) {
    return transactions.read(
        snapshot -> {
          users.require(snapshot, app.id(), user);
          return links.page(snapshot, app.id(), user, Kind.CONTACT, limit, after);
        });
  }

  /// A user asks others to be contacts. Who is one already is not asked.
  @SuppressWarnings("ArgumentSelectionDefectChecker") // The other one has been asked by the user.
  public Asked apply(App app, UserId user, List<UserId> others, String reason) {
    return transactions.call(
        tx -> {
          List<UserId> asked = new ArrayList<>();
          List<UserId> unknown = new ArrayList<>();
          List<UserId> self = new ArrayList<>();
          for (UserId other :
              others.stream().sorted((a, b) -> a.value().compareTo(b.value())).toList()) {
            if (other.equals(user)) {
              self.add(other);
            } else if (!users.hold(tx, app.id(), other)) {
              unknown.add(other);
            } else if (!links.has(tx, app.id(), user, Kind.CONTACT, other)) {
              links.put(tx, app.id(), other, Kind.ASKED, user);
              boolean _ = links.remark(tx, app.id(), other, Kind.ASKED, user, reason);
              tell(tx, app, other, NoticeKind.CONTACT_ASKED, user, other, reason, Origin.SERVER);
              publish(tx, app, user, other, ContactChange.ADD, reason);
              asked.add(other);
            }
          }
          return new Asked(asked, unknown, self);
        });
  }

  /// A user accepts another one who has asked. Who is a contact already stays one.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound] if the other has not asked
  public void accept(App app, UserId user, UserId other) {
    transactions.run(
        tx -> {
          if (links.has(tx, app.id(), user, Kind.CONTACT, other)) {
            return;
          }
          requireAsked(tx, app, user, other);
          join(tx, app, user, other);
          publish(tx, app, user, other, ContactChange.REMOTE_ACCEPT, "");
          publish(tx, app, user, other, ContactChange.ACCEPT, "");
        });
  }

  /// The app makes two users contacts of each other, and answers the other.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound]
  public User add(App app, UserId user, UserId other) {
    return transactions.call(
        tx -> {
          hold(tx, app, user, other);
          if (!links.has(tx, app.id(), user, Kind.CONTACT, other)) {
            join(tx, app, user, other);
          }
          return find(tx, app, other);
        });
  }

  /// What became of contacts that were imported.
  public record Imported(List<UserId> added, List<UserId> unknown) {}

  /// The app brings contacts of a user from elsewhere, in one unit of work.
  ///
  /// @param told whether the devices of both sides learn of it
  /// @throws RefusedException with [Refusal.UserNotFound] for the user
  public Imported bring(App app, UserId user, List<UserId> others, boolean told) {
    return transactions.call(
        tx -> {
          List<UserId> added = new ArrayList<>();
          List<UserId> unknown = new ArrayList<>();
          for (UserId each :
              Stream.concat(others.stream(), Stream.of(user)).distinct().sorted().toList()) {
            boolean known = users.hold(tx, app.id(), each);
            if (each.equals(user)) {
              requireKnown(known);
            } else {
              (known ? added : unknown).add(each);
            }
          }
          for (UserId other : added) {
            boolean already = links.has(tx, app.id(), user, Kind.CONTACT, other);
            if (told && !already) {
              join(tx, app, user, other);
            } else {
              link(tx, app, user, other);
            }
          }
          return new Imported(added, unknown);
        });
  }

  /// Parts a user from all contacts. Block lists stay as they are. Each unit of work takes some, so
  /// that nobody waits for a long list.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound]
  public void removeAll(App app, UserId user) {
    boolean more = true;
    while (more) {
      Page<Link> some = page(app, user, PARTED_AT_ONCE, null);
      transactions.run(
          tx ->
              some.items().stream()
                  .map(Link::other)
                  .sorted()
                  .filter(other -> holdBoth(tx, app, user, other))
                  .forEach(other -> part(tx, app, user, other, Origin.SERVER)));
      more = some.next() != null;
    }
  }

  private void link(Tx tx, App app, UserId user, UserId other) {
    links.remove(tx, app.id(), user, Kind.ASKED, other);
    links.remove(tx, app.id(), other, Kind.ASKED, user);
    links.put(tx, app.id(), user, Kind.CONTACT, other);
    links.put(tx, app.id(), other, Kind.CONTACT, user);
  }

  private void join(Tx tx, App app, UserId user, UserId other) {
    link(tx, app, user, other);
    tell(tx, app, other, NoticeKind.CONTACT_ACCEPTED, user, other, "", Origin.SERVER);
    tell(tx, app, user, NoticeKind.CONTACT_ACCEPTED, user, other, "", Origin.SERVER);
  }

  /// A user does not want another one who has asked.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound] if the other has not asked
  public void decline(App app, UserId user, UserId other) {
    transactions.run(
        tx -> {
          requireAsked(tx, app, user, other);
          links.remove(tx, app.id(), user, Kind.ASKED, other);
          tell(tx, app, other, NoticeKind.CONTACT_DECLINED, user, other, "", Origin.SERVER);
          publish(tx, app, user, other, ContactChange.REMOTE_DECLINE, "");
          publish(tx, app, user, other, ContactChange.DECLINE, "");
        });
  }

  private void requireAsked(Tx tx, App app, UserId user, UserId other) {
    hold(tx, app, user, other);
    if (!links.has(tx, app.id(), user, Kind.ASKED, other)) {
      throw new RefusedException(new Refusal.UserNotFound());
    }
  }

  /// Parts two users and answers the other.
  ///
  /// @throws RefusedException with [Refusal.UserNotFound]
  public User remove(App app, UserId user, UserId other, String resource) {
    return transactions.call(
        tx -> {
          hold(tx, app, user, other);
          part(tx, app, user, other, notices.origin(tx, app.id(), user, resource));
          return find(tx, app, other);
        });
  }

  private void part(Tx tx, App app, UserId user, UserId other, Origin origin) {
    if (links.has(tx, app.id(), user, Kind.CONTACT, other)) {
      links.remove(tx, app.id(), user, Kind.CONTACT, other);
      links.remove(tx, app.id(), other, Kind.CONTACT, user);
      tell(tx, app, other, NoticeKind.CONTACT_REMOVED, user, other, "", Origin.SERVER);
      tell(tx, app, user, NoticeKind.CONTACT_REMOVED, user, other, "", origin);
      publish(tx, app, user, other, ContactChange.REMOVE, "");
    }
  }

  /// Notes a name for a contact. False if they are none.
  public boolean remark(App app, UserId user, UserId other, String remark) {
    return transactions.call(
        tx -> {
          users.require(tx, app.id(), user);
          users.require(tx, app.id(), other);
          return links.remark(tx, app.id(), user, Kind.CONTACT, other, remark);
        });
  }

  private void publish(
      Tx tx, App app, UserId user, UserId other, ContactChange change, String reason) {
    listener.on(tx, new ContactChanged(app, user, other, change, reason, clock.instant()));
  }

  private void tell(
      Tx tx,
      App app,
      UserId told,
      NoticeKind kind,
      UserId operator,
      UserId other,
      String text,
      Origin origin) {
    writer.notify(
        tx, app.id(), told, Notice.between(kind, operator, other, text, clock.instant()), origin);
  }

  /// In the order of names: makes sure that nobody is deleted meanwhile.
  private void hold(Tx tx, App app, UserId one, UserId other) {
    requireKnown(holdBoth(tx, app, one, other));
  }

  private boolean holdBoth(Tx tx, App app, UserId one, UserId other) {
    boolean inOrder = one.value().compareTo(other.value()) <= 0;
    return users.hold(tx, app.id(), inOrder ? one : other)
        && users.hold(tx, app.id(), inOrder ? other : one);
  }

  private static void requireKnown(boolean known) {
    if (!known) {
      throw new RefusedException(new Refusal.UserNotFound());
    }
  }

  private User find(Tx tx, App app, UserId user) {
    return users
        .find(tx, app.id(), user)
        .orElseThrow(() -> new RefusedException(new Refusal.UserNotFound()));
  }
}
