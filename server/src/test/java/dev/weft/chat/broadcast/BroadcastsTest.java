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
import dev.weft.sync.device.Device;
import dev.weft.sync.device.DeviceStore;
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
  private ChatFixture fixture;
  private Broadcasts broadcasts;

  @BeforeEach
  void open() {
    fixture = new ChatFixture(openDatabase());
    broadcasts = broadcasts();
  }

  /// As a server has it that has just started.
  private Broadcasts broadcasts() {
    return new Broadcasts(
        fixture.transactions,
        fixture.database.broadcasts(),
        fixture.database.users(),
        fixture.database.rooms(),
        fixture.database.messages(),
        id -> id.equals(fixture.app.id()) ? Optional.of(fixture.app) : Optional.empty(),
        new Ids(fixture.clock, 7, fixture.database.newestId()),
        fixture.clock,
        (tx, event) -> tx.afterCommit(() -> sent.add((MessageSent) event)),
        new Loops());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<Recipient> recipients() {
    return sent.stream().map(event -> event.message().to()).toList();
  }

  @Test
  void reach_every_user_once_over_a_restart() {
    // Ten at once: only so many passwords may wait to be hashed.
    for (int first = 0; first < 250; first += 10) {
      fixture.register(
          IntStream.range(first, first + 10).mapToObj(i -> "user" + i).toArray(String[]::new));
    }
    var _ = broadcasts.send(fixture.app, Actor.SERVER, Audience.USERS, FROM, TEXT);

    var _ = broadcasts.step();
    assertThat(sent).hasSize(100);
    Broadcasts later = broadcasts();
    for (int i = 0; i < 4; i++) {
      var _ = later.step();
    }

    List<Recipient> all = new ArrayList<>(recipients());
    assertThat(all).hasSize(250).doesNotHaveDuplicates();
    assertThat(sent).allMatch(event -> event.source() == Source.BROADCAST);
    assertThat(fixture.transactions.read(fixture.database.broadcasts()::oldest)).isEmpty();
  }

  @Test
  void reach_rooms_that_have_members() {
    fixture.register("owner", "ann");
    Group room = fixture.makeRoom("owner");
    Group empty = fixture.makeRoom("ann");
    fixture.makeGroup("owner");
    fixture.roomVisits.leave(fixture.app, Actor.Member.of(UserId.of("ann")), empty.id());
    var _ = broadcasts.send(fixture.app, Actor.SERVER, Audience.ROOMS, FROM, TEXT);

    var _ = broadcasts.step();

    assertThat(recipients()).containsExactly(new Recipient.ToRoom(room.id()));
  }

  @Test
  void reach_who_has_a_session() {
    fixture.register("ann", "ben");
    fixture.transactions.run(
        tx ->
            fixture
                .database
                .devices()
                .login(
                    tx,
                    fixture.app.id(),
                    UserId.of("ben"),
                    new Device.Details("web", 16, "", "", "", ""),
                    new DeviceStore.Session(1, 0, ""),
                    fixture.clock.instant()));
    var _ = broadcasts.send(fixture.app, Actor.SERVER, Audience.ONLINE_USERS, FROM, TEXT);

    var _ = broadcasts.step();

    assertThat(recipients()).containsExactly(new Recipient.ToUser(UserId.of("ben")));
  }

  @Test
  void are_not_for_members() {
    Actor ann = Actor.Member.of(UserId.of("ann"));

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> broadcasts.send(fixture.app, ann, Audience.USERS, FROM, TEXT));
  }
}
