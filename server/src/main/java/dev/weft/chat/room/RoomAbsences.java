package dev.weft.chat.room;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.AppStore;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.LeaveKind;
import dev.weft.chat.Group;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.group.Memberships;
import dev.weft.chat.room.RoomAbsenceStore.Absent;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Puts members out of chat rooms who stay offline. Who was let in by the app's server and has never
/// connected stays in, as at the vendor.
///
/// A node writes down who has lost its last connection to it, and takes back whom another node has
/// written down and it has a connection to: with steps much shorter than [#MOST] nobody is put out
/// who is connected somewhere.
public final class RoomAbsences {

  /// How long a member may be offline (vendor: two minutes, the page on leaving).
  public static final Duration MOST = Duration.ofMinutes(2);

  /// The most members that one step looks at.
  private static final int PER_STEP = 500;

  private final Transactions transactions;
  private final AppStore apps;
  private final GroupStore rooms;
  private final RoomAbsenceStore absences;
  private final Memberships memberships;
  private final Clock clock;

  /// @param memberships of rooms
  public RoomAbsences(
      Transactions transactions,
      AppStore apps,
      GroupStore rooms,
      RoomAbsenceStore absences,
      Memberships memberships,
      Clock clock) {
    this.transactions = transactions;
    this.apps = apps;
    this.rooms = rooms;
    this.absences = absences;
    this.memberships = memberships;
    this.clock = clock;
  }

  /// The last connection of a user to this node has ended.
  public void gone(AppId app, UserId user) {
    if (isVisitor(app, user)) {
      transactions.run(tx -> absences.gone(tx, app, user, clock.instant()));
    }
  }

  /// A user has connected to this node.
  public void back(AppId app, UserId user) {
    if (isVisitor(app, user)) {
      transactions.run(tx -> absences.back(tx, app, user));
    }
  }

  private boolean isVisitor(AppId app, UserId user) {
    return transactions.read(snapshot -> absences.isVisitor(snapshot, app, user));
  }

  /// The server begins: whoever has connected before counts as gone, until a node has a connection.
  public void begin() {
    transactions.run(tx -> absences.allGone(tx, clock.instant()));
  }

  /// Takes back who is connected here, and puts some of those out who have been offline too long.
  ///
  /// @param isConnected whether this node has a connection of a user
  /// @param putsOut whether it is this node that puts out
  public void step(BiPredicate<AppId, UserId> isConnected, boolean putsOut) {
    Instant moment = clock.instant().minus(MOST);
    List<Absent> absent = transactions.read(snapshot -> absences.absent(snapshot, PER_STEP));
    if (absent.isEmpty()) {
      return;
    }
    absent.stream()
        .filter(one -> isConnected.test(one.app(), one.user()))
        .forEach(one -> transactions.run(tx -> absences.back(tx, one.app(), one.user())));
    if (putsOut) {
      Map<AppId, App> known =
          transactions.read(apps::all).stream()
              .collect(Collectors.toMap(App::id, Function.identity()));
      absent.stream()
          .filter(one -> !one.since().isAfter(moment))
          .filter(one -> !isConnected.test(one.app(), one.user()))
          .forEach(
              one -> {
                Optional.ofNullable(known.get(one.app())).ifPresent(app -> putOut(app, one, moment));
              });
    }
  }

  private void putOut(App app, Absent absent, Instant moment) {
    transactions.run(
        tx -> {
          Optional<Group> room = rooms.findForUpdate(tx, app.id(), absent.room());
          if (room.isPresent() && absences.isGone(tx, absent.room(), absent.user(), moment)) {
            Group _ =
                memberships.leave(
                    tx,
                    app,
                    room.get(),
                    List.of(absent.user()),
                    LeaveKind.OFFLINE,
                    Actor.SERVER,
                    clock.instant());
          }
        });
  }
}
