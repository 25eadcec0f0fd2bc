package dev.weft.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.Actor;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.MessageModified;
import dev.weft.chat.ChatEvent.MessageRecalled;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatEvent.OfMessage;
import dev.weft.chat.group.Groups.Shown;
import dev.weft.chat.message.Messages.Modification;
import dev.weft.chat.message.Messages.Recall;
import dev.weft.storage.EachDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two nodes on one database, many callers on each: what is counted is right all the same.
@Timeout(180)
class ConcurrentChatTest extends EachDatabase {

  private static final int CALLERS = 8;
  private static final int CALLS = 25;
  private static final Content HELLO =
      new Content(MessageType.TXT, "{\"msg\":\"hello\"}", Content.NO_EXT);

  private List<ChatFixture> nodes = List.of();

  @BeforeEach
  void open() {
    open(ChatLimits.VENDOR);
  }

  private void open(ChatLimits limits) {
    nodes =
        IntStream.range(0, 2)
            .mapToObj(node -> new ChatFixture(openDatabase(), limits, node))
            .toList();
  }

  @AfterEach
  void close() {
    nodes.forEach(ChatFixture::close);
  }

  @Test
  void threads_number_and_count_what_all_callers_do_to_them() throws Exception {
    ChatFixture fixture = nodes.getFirst();
    fixture.register("owner");
    Group group = fixture.makeGroup("owner");
    List<ChatThread> threads =
        Stream.generate(() -> fixture.makeThread(group, "owner")).limit(2).toList();
    fixture.takeEvents();

    sideBySide(
        CALLERS,
        caller -> {
          Random random = new Random(caller);
          ChatFixture node = nodes.get(caller % 2);
          List<MessageId> own = new ArrayList<>();
          List<ConversationId> targets = new ArrayList<>(ids(threads));
          for (int call = 0; call < CALLS; call++) {
            // Both threads in either order: who sends to many waits for nobody who waits for it.
            Collections.shuffle(targets, random);
            switch (own.isEmpty() ? 0 : random.nextInt(4)) {
              case 0, 1 ->
                  own.addAll(
                      node.chat
                          .sendToGroups(
                              node.app,
                              Actor.SERVER,
                              UserId.of("owner"),
                              targets,
                              HELLO,
                              Origin.SERVER)
                          .values());
              case 2 -> recall(node, threads, own.remove(random.nextInt(own.size())));
              default -> modify(node, own.get(random.nextInt(own.size())));
            }
          }
        });

    List<ChatEvent> events = nodes.stream().flatMap(node -> node.takeEvents().stream()).toList();
    for (ChatThread thread : threads) {
      ChatThread now = fixture.threads.find(fixture.app, thread.id()).orElseThrow();
      assertThat(replay(thread, events)).isEqualTo(now);
    }
  }

  /// What the thread must be after its events in the order of their numbers.
  private static ChatThread replay(ChatThread thread, List<ChatEvent> events) {
    TreeMap<Long, OfMessage> bySequence = new TreeMap<>();
    for (ChatEvent event : events) {
      if (event instanceof OfMessage of
          && of.thread() != null
          && of.thread().thread().id().equals(thread.id())) {
        assertThat(bySequence.put(of.thread().thread().sequence(), of)).isNull();
      }
    }
    List<MessageId> there = new ArrayList<>();
    ChatThread state = thread;
    for (OfMessage event : bySequence.values()) {
      switch (event) {
        case MessageSent sent -> {
          there.add(sent.message().id());
          state = state.afterSend(sent.message().id(), event.at());
        }
        case MessageRecalled recalled -> {
          there.remove(recalled.message().id());
          @Nullable MessageId newest = there.isEmpty() ? null : there.getLast();
          state = state.afterRecall(newest, event.at());
        }
        case MessageModified _ -> state = state.afterModify(event.at());
      }
      assertThat(Objects.requireNonNull(event.thread()).thread()).isEqualTo(state);
      assertThat(state.changed()).isEqualTo(event.at());
    }
    return state;
  }

  private static void recall(ChatFixture node, List<ChatThread> threads, MessageId message) {
    for (ChatThread thread : threads) {
      try {
        node.chat.recall(
            node.app,
            Actor.SERVER,
            new Recall(message, thread.id().toString(), Actor.SERVER.user(), true),
            Source.REST);
      } catch (RefusedException e) {
        // It was sent to the other thread.
      }
    }
  }

  private static void modify(ChatFixture node, MessageId message) {
    try {
      node.chat.modify(
          node.app,
          Actor.SERVER,
          new Modification(
              message,
              Optional.empty(),
              MessageType.TXT,
              "{\"msg\":\"changed\"}",
              Optional.empty(),
              false),
          Source.REST);
    } catch (RefusedException e) {
      assertThat(e.refusal()).isEqualTo(new Refusal.ModifyLimitReached());
    }
  }

  @Test
  void a_message_is_modified_as_often_as_allowed_and_no_more() throws Exception {
    ChatFixture fixture = nodes.getFirst();
    fixture.register("owner");
    Group group = fixture.makeGroup("owner");
    ConversationId target = new ConversationId(group.id().value());
    MessageId message =
        fixture
            .chat
            .sendToGroups(
                fixture.app,
                Actor.SERVER,
                UserId.of("owner"),
                List.of(target),
                HELLO,
                Origin.SERVER)
            .get(target);
    nodes.forEach(ChatFixture::takeEvents);

    sideBySide(
        CALLERS,
        caller -> {
          for (int i = 0; i < 5; i++) {
            modify(nodes.get(caller % 2), Objects.requireNonNull(message));
          }
        });

    assertThat(nodes.stream().flatMap(node -> node.takeEvents().stream()))
        .hasSize(ChatLimits.VENDOR.editsPerMessage());
  }

  @Test
  void a_group_counts_members_that_come_and_go_at_once() throws Exception {
    ChatFixture fixture = nodes.getFirst();
    fixture.register("owner", "u0", "u1", "u2", "u3", "u4", "u5", "u6", "u7");
    Group group = fixture.makeGroup("owner");
    GroupId id = group.id();

    sideBySide(
        CALLERS,
        caller -> {
          ChatFixture node = nodes.get(caller % 2);
          for (int i = 0; i < 6; i++) {
            node.members.add(node.app, Actor.SERVER, id, ChatFixture.ids("u" + caller));
            if (i < 5 || caller % 2 == 0) {
              node.members.remove(node.app, Actor.SERVER, id, UserId.of("u" + caller));
            }
          }
        });

    Shown shown = fixture.groups.find(fixture.app, List.of(id)).getFirst();
    assertThat(shown.group().memberCount()).isEqualTo(5);
    assertThat(shown.members()).hasSize(5);
  }

  @Test
  void one_of_many_makes_the_thread_of_a_message() throws Exception {
    ChatFixture fixture = nodes.getFirst();
    fixture.register("owner");
    Group group = fixture.makeGroup("owner");
    ConversationId target = new ConversationId(group.id().value());
    MessageId message =
        fixture
            .chat
            .sendToGroups(
                fixture.app,
                Actor.SERVER,
                UserId.of("owner"),
                List.of(target),
                HELLO,
                Origin.SERVER)
            .get(target);

    List<Boolean> made =
        answers(
            CALLERS,
            caller -> {
              ChatFixture node = nodes.get(caller % 2);
              try {
                node.threads.create(
                    node.app,
                    Actor.SERVER,
                    group.id(),
                    Objects.requireNonNull(message),
                    "thread",
                    UserId.of("owner"));
                return true;
              } catch (RefusedException e) {
                assertThat(e.refusal()).isEqualTo(new Refusal.ThreadExists());
                return false;
              }
            });

    assertThat(made).containsOnlyOnce(true);
  }

  @Test
  void an_app_gets_as_many_threads_as_allowed_and_no_more() throws Exception {
    nodes.forEach(ChatFixture::close);
    ChatLimits vendor = ChatLimits.VENDOR;
    open(
        new ChatLimits(
            vendor.recallWindow(),
            vendor.editsPerMessage(),
            5,
            vendor.threadsPerUser(),
            vendor.adminsPerGroup(),
            vendor.groupsPerApp(),
            vendor.groupsPerUser(),
            vendor.roomsPerApp(),
            vendor.roomsPerUser(),
            false));
    ChatFixture fixture = nodes.getFirst();
    fixture.register("owner");
    List<Group> groups = Stream.generate(() -> fixture.makeGroup("owner")).limit(CALLERS).toList();

    List<Boolean> made =
        answers(
            CALLERS,
            caller -> {
              try {
                nodes.get(caller % 2).makeThread(groups.get(caller), "owner");
                return true;
              } catch (RefusedException e) {
                assertThat(e.refusal()).isEqualTo(new Refusal.TooManyThreads());
                return false;
              }
            });

    assertThat(Collections.frequency(made, true)).isEqualTo(5);
  }

  @Test
  void nobody_is_left_in_a_thread_of_a_group_they_were_put_out_of() throws Exception {
    ChatFixture fixture = nodes.getFirst();
    fixture.register("owner", "ann");
    Group group = fixture.makeGroup("owner", "ann");
    GroupId id = group.id();
    ChatThread thread = fixture.makeThread(group, "owner");

    sideBySide(
        2,
        caller -> {
          ChatFixture node = nodes.get(caller);
          for (int i = 0; i < CALLS; i++) {
            if (caller == 0) {
              refusable(() -> node.threads.join(node.app, Actor.SERVER, thread.id(), ann()));
            } else {
              refusable(() -> node.members.remove(node.app, Actor.SERVER, id, UserId.of("ann")));
              refusable(() -> node.members.add(node.app, Actor.SERVER, id, ann()));
            }
          }
        });
    fixture.members.remove(fixture.app, Actor.SERVER, id, UserId.of("ann"));

    assertThat(fixture.threadMembers(thread)).containsExactly("owner");
  }

  private static List<UserId> ann() {
    return ChatFixture.ids("ann");
  }

  private static void refusable(Runnable call) {
    try {
      call.run();
    } catch (RefusedException e) {
      // The other was faster.
    }
  }

  private static List<ConversationId> ids(List<ChatThread> threads) {
    return threads.stream().map(thread -> new ConversationId(thread.id().value())).toList();
  }

  private interface Caller {
    void call(int number);
  }

  private interface Asker<T> {
    T ask(int number);
  }

  private static void sideBySide(int callers, Caller work) throws Exception {
    List<Boolean> ended =
        answers(
            callers,
            number -> {
              work.call(number);
              return true;
            });
    assertThat(ended).hasSize(callers);
  }

  private static <T> List<T> answers(int callers, Asker<T> work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        int number = i;
        futures.add(threads.submit(() -> work.ask(number)));
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> future : futures) {
        answers.add(future.get());
      }
      return answers;
    }
  }
}
