package dev.weft.chat.room;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.AppId;
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
import java.util.Optional;
import java.util.function.Function;

/// Puts members out of chat rooms who have been offline too long. Several nodes may do it at one
/// time: each looks again under the lock of the room.
public final class RoomSweeper {

  /// How long a member may be offline (vendor: two minutes, the page on leaving).
  public static final Duration MOST = Duration.ofMinutes(2);

  /// How much later than that it may be noticed.
  private static final Duration LOOK = Duration.ofSeconds(5);

  /// Members that one step puts out.
  private static final int PER_STEP = 100;

  private final Transactions transactions;
  private final Function<AppId, Optional<App>> apps;
  private final GroupStore rooms;
  private final RoomAbsenceStore absences;
  private final Memberships memberships;
  private final Clock clock;

  /// @param apps the app with a number
  /// @param memberships of rooms
  public RoomSweeper(
      Transactions transactions,
      Function<AppId, Optional<App>> apps,
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

  /// Puts some out. Answers how long there is nothing more to do, as a turn of a loop.
  public Duration step() {
    Instant moment = clock.instant().minus(MOST);
    List<Absent> over = transactions.read(snapshot -> absences.since(snapshot, moment, PER_STEP));
    for (Absent absent : over) {
      apps.apply(absent.app()).ifPresent(app -> putOut(app, absent, moment));
    }
    return over.size() < PER_STEP ? LOOK : Duration.ZERO;
  }

  private void putOut(App app, Absent absent, Instant moment) {
    UserId user = absent.user();
    transactions.run(
        tx -> {
          Optional<Group> room = rooms.findForUpdate(tx, app.id(), absent.room());
          if (room.isPresent() && absences.isGone(tx, absent.room(), user, moment)) {
            Group _ =
                memberships.leave(
                    tx,
                    app,
                    room.get(),
                    List.of(user),
                    LeaveKind.OFFLINE,
                    Actor.SERVER,
                    clock.instant());
          }
        });
  }
}
