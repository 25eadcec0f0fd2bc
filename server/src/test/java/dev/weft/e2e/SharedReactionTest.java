package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.storage.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Reactions and attributes, of users and of members, that many users change at once, so that they
/// share transactions, on both databases.
@ParameterizedClass
@ValueSource(strings = {"sqlite", "postgresql"})
@SuppressWarnings("NullAway.Init") // JUnit fills the fields in.
class SharedReactionTest {

  private static final int USERS = 24;

  @Parameter private String database;
  @TempDir private Path data;
  private RunningServer server;
  private Inbox inbox;
  private ApiClient api;
  private String group;
  private String message;

  @BeforeEach
  void have_a_message_in_a_group() throws IOException {
    server =
        RunningServer.start(
            data,
            database.equals("sqlite")
                ? Map.of("store.database", "")
                : PostgresServer.settings(data),
            Clock.systemUTC());
    inbox = Inbox.open();
    api = server.client();
    String[] names = IntStream.range(0, USERS).mapToObj(i -> "user" + i).toArray(String[]::new);
    api.users(names);
    group = api.group("user0", Arrays.copyOfRange(names, 1, USERS));
    message = api.text("user0", group, "look");
    api.rule("{\"name\":\"r\",\"url\":\"%s\",\"events\":[\"reaction\"]}".formatted(inbox.url()));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    inbox.close();
  }

  private interface Act {
    ApiClient.Reply by(int user);
  }

  /// Runs `act` for every user at once, and answers what each was answered.
  private static List<ApiClient.Reply> all(Act act) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ApiClient.Reply>> running = new ArrayList<>();
      for (int i = 0; i < USERS; i++) {
        int user = i;
        running.add(threads.submit(() -> act.by(user)));
      }
      List<ApiClient.Reply> replies = new ArrayList<>();
      for (Future<ApiClient.Reply> one : running) {
        replies.add(one.get());
      }
      return replies;
    }
  }

  private ApiClient.Reply give(int user, String reaction) {
    return api.post(
        "/reaction/user/user" + user,
        "{\"msgId\":\"%s\",\"message\":\"%s\"}".formatted(message, reaction));
  }

  private ApiClient.Reply takeBack(int user, String reaction) {
    return api.delete(
        "/reaction/user/user%d?msgId=%s&message=%s".formatted(user, message, reaction));
  }

  private JsonNode reactions() {
    return api.get(
            "/reaction/user/user0?msgIdList=%s&msgType=groupchat&groupId=%s"
                .formatted(message, group))
        .data()
        .at("/0/reactionList");
  }

  private static List<Integer> counts(List<JsonNode> callbacks) {
    return callbacks.stream()
        .map(callback -> callback.at("/payload/data/0/reactions/0/count").intValue())
        .toList();
  }

  private List<JsonNode> callbacks(int count) {
    return inbox.next(count).stream().map(Inbox.Received::json).toList();
  }

  @Test
  void each_callback_has_what_came_before_it_and_no_two_have_the_same() throws Exception {
    all(user -> give(user, "tea")).forEach(ApiClient.Reply::ok);

    assertThat(counts(callbacks(USERS)))
        .isEqualTo(IntStream.rangeClosed(1, USERS).boxed().toList());
    assertThat(reactions().at("/0/count").intValue()).isEqualTo(USERS);

    all(user -> takeBack(user, "tea")).forEach(ApiClient.Reply::ok);

    assertThat(counts(callbacks(USERS)))
        .isEqualTo(IntStream.range(0, USERS).map(i -> USERS - 1 - i).boxed().toList());
    assertThat(reactions().isMissingNode()).isTrue();
  }

  @Test
  void who_does_the_same_many_times_at_once_is_heard_once() throws Exception {
    List<ApiClient.Reply> given = all(_ -> give(1, "tea"));

    assertThat(given).filteredOn(reply -> reply.status() == 200).hasSize(1);
    assertThat(given)
        .filteredOn(reply -> reply.status() != 200)
        .extracting(ApiClient.Reply::error)
        .containsOnly("400 Bad Request: the user is already operation this message");
    assertThat(reactions().at("/0/count").intValue()).isEqualTo(1);

    List<ApiClient.Reply> taken = all(_ -> takeBack(1, "tea"));

    assertThat(taken).filteredOn(reply -> reply.status() == 200).hasSize(1);
    assertThat(counts(callbacks(2))).containsExactly(1, 0);
  }

  @Test
  void a_message_has_no_more_than_twenty_whoever_comes_at_once() throws Exception {
    List<ApiClient.Reply> given = all(user -> give(user, "r" + user));

    assertThat(given).filteredOn(reply -> reply.status() == 200).hasSize(20);
    assertThat(given)
        .filteredOn(reply -> reply.status() != 200)
        .extracting(ApiClient.Reply::error)
        .containsOnly("400 Bad Request: The quantity has exceeded the limit!");
    assertThat(reactions()).hasSize(20);
  }

  @Test
  void those_who_react_are_listed_by_time_page_by_page() {
    List<String> order = List.of("user7", "user3", "user21", "user0");
    for (String user : order) {
      give(Integer.parseInt(user.substring(4)), "tea").ok();
    }
    String path = "/reaction/user/user1/detail?msgId=" + message + "&message=tea&limit=2&cursor=";

    JsonNode first = api.get(path).data();
    JsonNode second = api.get(path + first.get("cursor").stringValue()).data();

    List<String> listed = new ArrayList<>();
    for (JsonNode page : List.of(first, second)) {
      page.get("userList").valueStream().map(JsonNode::stringValue).forEach(listed::add);
    }
    // Two of one millisecond stand by name.
    assertThat(listed).containsExactlyInAnyOrderElementsOf(order);
    assertThat(listed.getFirst()).isIn("user7", "user3");
    assertThat(second.get("cursor").stringValue()).isEmpty();
  }

  @Test
  void attributes_that_are_set_at_once_are_all_kept() throws Exception {
    all(user -> api.put("/metadata/user/user1", "key%d=v%d".formatted(user, user)))
        .forEach(ApiClient.Reply::ok);

    JsonNode kept = api.get("/metadata/user/user1").data();
    assertThat(kept).hasSize(USERS);
    assertThat(kept.get("key23").stringValue()).isEqualTo("v23");

    all(user -> api.put("/metadata/user/user1", "key%d=".formatted(user)))
        .forEach(ApiClient.Reply::ok);

    assertThat(api.get("/metadata/user/user1").data()).isEmpty();
  }

  @Test
  void attributes_never_grow_beyond_the_limit_together() throws Exception {
    String half = "x".repeat(190);

    List<ApiClient.Reply> set =
        all(user -> api.put("/metadata/user/user1", "k%02d=%s".formatted(user, half)));

    assertThat(set).filteredOn(reply -> reply.status() == 200).hasSize(2_048 / 193);
    assertThat(set)
        .filteredOn(reply -> reply.status() != 200)
        .extracting(ApiClient.Reply::error)
        .containsOnly(
            "403 FORBIDDEN: size of metadata for this single user exceeds the user defined limit,"
                + " 2048Bytes");
    assertThat(api.get("/metadata/user/user1").data()).hasSize(2_048 / 193);
  }

  private ApiClient.Reply note(int user, String name, String value) {
    return api.put(
        "/metadata/chatgroup/%s/user/user%d".formatted(group, user),
        "{\"metaData\":{\"%s\":\"%s\"}}".formatted(name, value));
  }

  private JsonNode noted(int user) {
    return api.get("/metadata/chatgroup/%s/user/user%d".formatted(group, user)).data();
  }

  @Test
  void attributes_of_members_that_are_set_at_once_are_all_kept() throws Exception {
    all(user -> note(user, "own", "v" + user)).forEach(ApiClient.Reply::ok);
    all(user -> note(1, "key" + user, "v" + user)).forEach(ApiClient.Reply::ok);

    assertThat(noted(7).get("own").stringValue()).isEqualTo("v7");
    assertThat(noted(1)).hasSize(USERS + 1);

    all(user -> note(1, "key" + user, "")).forEach(ApiClient.Reply::ok);

    assertThat(noted(1)).hasSize(1);
  }

  @Test
  void attributes_of_a_member_never_grow_beyond_the_limit_together() throws Exception {
    List<ApiClient.Reply> set = all(user -> note(1, "k%02d".formatted(user), "x".repeat(397)));

    assertThat(set).filteredOn(reply -> reply.status() == 200).hasSize(4_096 / 400);
    assertThat(noted(1)).hasSize(4_096 / 400);
  }

  @Test
  void who_is_refused_takes_no_other_along() throws Exception {
    List<ApiClient.Reply> set =
        all(
            user ->
                user % 2 == 0
                    ? note(user, "a", "b")
                    : api.put(
                        "/metadata/chatgroup/%s/user/stranger".formatted(group),
                        "{\"metaData\":{\"a\":\"b\"}}"));

    assertThat(set).filteredOn(reply -> reply.status() == 200).hasSize(USERS / 2);
    assertThat(set).filteredOn(reply -> reply.status() == 404).hasSize(USERS / 2);
    assertThat(noted(2).get("a").stringValue()).isEqualTo("b");
  }
}
