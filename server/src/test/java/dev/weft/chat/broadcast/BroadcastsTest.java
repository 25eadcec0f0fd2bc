package dev.weft.chat.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.app.Actor;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatFixture;
import dev.weft.chat.Content;
import dev.weft.chat.Group;
import dev.weft.chat.Ids;
import dev.weft.chat.MessageType;
import dev.weft.chat.Recipient;
import dev.weft.chat.RefusedException;
import dev.weft.chat.Source;
import dev.weft.loop.Loops;
import dev.weft.storage.EachDatabase;
import dev.weft.sync.Device;
import dev.weft.sync.DeviceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Messages to everybody, step by step.
class BroadcastsTest extends EachDatabase {

  private static final Content TEXT = new Content(MessageType.TXT, "{\"msg\":\"hi\"}", "{}");
  private static final UserId FROM = new UserId("admin");

  private final List<MessageSent> sent = new CopyOnWriteArrayList<>();
  private ChatFixture house;
  private Broadcasts broadcasts;

  @BeforeEach
  void open() {
    house = new ChatFixture(openDatabase());
    broadcasts = broadcasts();
  }

  /// As a server has it that has just started.
  private Broadcasts broadcasts() {
    return new Broadcasts(
        house.transactions,
        house.database.broadcasts(),
        house.database.users(),
        house.database.rooms(),
        house.database.messages(),
        id -> id.equals(house.app.id()) ? Optional.of(house.app) : Optional.empty(),
        new Ids(house.clock, 7, house.database.newestId()),
        house.clock,
        (tx, event) -> tx.afterCommit(() -> sent.add((MessageSent) event)),
        new Loops());
  }

  @AfterEach
  void close() {
    house.close();
  }

  private List<Recipient> recipients() {
    return sent.stream().map(event -> event.message().to()).toList();
  }

  @Test
  void reach_every_user_once_over_a_restart() {
    // Ten at once: only so many passwords may wait to be hashed.
    for (int first = 0; first < 250; first += 10) {
      house.register(
          IntStream.range(first, first + 10).mapToObj(i -> "user" + i).toArray(String[]::new));
    }
    var _ = broadcasts.send(house.app, Actor.SERVER, Audience.USERS, FROM, TEXT);

    var _ = broadcasts.step();
    assertThat(sent).hasSize(100);
    Broadcasts later = broadcasts();
    for (int i = 0; i < 4; i++) {
      var _ = later.step();
    }

    List<Recipient> all = new ArrayList<>(recipients());
    assertThat(all).hasSize(250).doesNotHaveDuplicates();
    assertThat(sent).allMatch(event -> event.source() == Source.BROADCAST);
    assertThat(house.transactions.read(house.database.broadcasts()::oldest)).isEmpty();
  }

  @Test
  void reach_rooms_that_have_members() {
    house.register("owner", "ann");
    Group room = house.makeRoom("owner");
    Group empty = house.makeRoom("ann");
    house.makeGroup("owner");
    house.roomVisits.leave(house.app, Actor.Member.of(UserId.of("ann")), empty.id());
    var _ = broadcasts.send(house.app, Actor.SERVER, Audience.ROOMS, FROM, TEXT);

    var _ = broadcasts.step();

    assertThat(recipients()).containsExactly(new Recipient.ToRoom(room.id()));
  }

  @Test
  void reach_who_has_a_session() {
    house.register("ann", "ben");
    house.transactions.run(
        tx ->
            house
                .database
                .devices()
                .login(
                    tx,
                    house.app.id(),
                    UserId.of("ben"),
                    new Device.Details("web", 16, "", "", "", ""),
                    new DeviceStore.Session(1, 0, ""),
                    house.clock.instant()));
    var _ = broadcasts.send(house.app, Actor.SERVER, Audience.ONLINE_USERS, FROM, TEXT);

    var _ = broadcasts.step();

    assertThat(recipients()).containsExactly(new Recipient.ToUser(UserId.of("ben")));
  }

  @Test
  void are_not_for_members() {
    Actor ann = Actor.Member.of(UserId.of("ann"));

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> broadcasts.send(house.app, ann, Audience.USERS, FROM, TEXT));
  }
}
