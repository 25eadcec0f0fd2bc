package dev.weft.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.Actor;
import dev.weft.app.UserId;
import dev.weft.chat.ChatFixture;
import dev.weft.chat.Content;
import dev.weft.chat.ConversationId;
import dev.weft.chat.Group;
import dev.weft.chat.Ids;
import dev.weft.chat.MessageType;
import dev.weft.chat.Origin;
import dev.weft.chat.message.MessageImports;
import dev.weft.storage.Database;
import dev.weft.tx.CommitListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a message costs in round trips to PostgreSQL, when nothing else is in flight. The
/// statements are the same however many messages share a transaction, so that this is what a group
/// of them costs too.
@Tag("postgresql")
class RoundTripsTest {

  private static final UserId ANN = UserId.of("ann");
  private static final UserId BOB = UserId.of("bob");
  private static final Content TEXT = new Content(MessageType.TXT, "{\"msg\":\"hi\"}", "{}");

  private RoundTripCounter counter;
  private ChatFixture fixture;
  private Group group;

  @BeforeEach
  void open() throws IOException {
    counter = RoundTripCounter.before(PostgresServer.freshDatabase());
    fixture = new ChatFixture(Database.postgresql(counter.address(), CommitListener.NONE));
    fixture.register("ann", "bob");
    group = fixture.makeGroup("ann", "bob");
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
    counter.close();
  }

  @Test
  void a_message_to_a_thread_is_locked_in_one_and_committed_with_the_next() {
    ConversationId thread = new ConversationId(fixture.makeThread(group, "ann").id().value());

    assertThat(cost(() -> send(List.of(thread)))).isEqualTo(2);
  }

  @Test
  void a_message_to_four_threads_costs_as_many_as_one_to_one() {
    List<ConversationId> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(new ConversationId(fixture.makeThread(group, "ann").id().value()));
    }

    assertThat(cost(() -> send(threads))).isEqualTo(2);
  }

  @Test
  void a_message_to_a_group_takes_one_more_because_it_is_to_no_thread() {
    ConversationId target = group.id().conversation();

    assertThat(cost(() -> send(List.of(target)))).isEqualTo(3);
  }

  @Test
  void a_message_to_a_user_begins_with_nothing() {
    assertThat(
            cost(
                () ->
                    fixture.chat.sendToUsers(
                        fixture.app, Actor.SERVER, ANN, List.of(BOB), TEXT, Origin.SERVER)))
        .isEqualTo(1);
  }

  @Test
  void a_message_that_is_moved_into_a_group_is_locked_compared_and_committed() {
    Ids ids = new Ids(fixture.clock, 5, fixture.database.newestId());
    MessageImports imports =
        new MessageImports(
            fixture.transactions,
            fixture.database.groups(),
            fixture.database.messages(),
            ids,
            fixture.clock,
            (_, _, _, _) -> _ -> {},
            (_, _) -> {});

    assertThat(
            cost(
                () ->
                    imports.toGroup(
                        fixture.app, Actor.SERVER, ANN, group.id(), TEXT, Optional.empty())))
        .isEqualTo(3);
  }

  private void send(List<ConversationId> targets) {
    fixture.chat.sendToGroups(fixture.app, Actor.SERVER, ANN, targets, TEXT, Origin.SERVER);
  }

  /// The least of several calls, once their statements are prepared: now and then the pool opens a
  /// connection beside them.
  private int cost(Runnable call) {
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      int before = counter.count();
      call.run();
      least = Math.min(least, counter.count() - before);
    }
    return least;
  }
}
