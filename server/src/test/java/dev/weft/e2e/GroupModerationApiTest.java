package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weft.e2e.ApiClient.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mutes, lists, announcement and disabling of groups, over a socket.
class GroupModerationApiTest {

  @TempDir Path folder;

  private RunningServer server;
  private ApiClient api;
  private String group;

  @BeforeEach
  void start() {
    server = RunningServer.start(folder);
    api = server.client();
    api.post(
        "/users",
        "[{\"username\":\"user1\",\"password\":\"1\"},{\"username\":\"user2\",\"password\":\"1\"},"
            + "{\"username\":\"user3\",\"password\":\"1\"},"
            + "{\"username\":\"user4\",\"password\":\"1\"}]");
    Reply created =
        api.post(
            "/chatgroups",
            "{\"owner\":\"user1\",\"public\":true,\"members\":[\"user2\",\"user3\"]}");
    group = "/chatgroups/" + created.at("/data/groupid").asString();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void mutes_members() {
    Reply muted = api.post(group + "/mute", "{\"usernames\":[\"user2\"],\"mute_duration\":60000}");
    Reply forEver = api.post(group + "/mute", "{\"usernames\":[\"user3\"],\"mute_duration\":-1}");
    Reply listed = api.get(group + "/mute");

    long expire = muted.at("/data/0/expire").longValue();
    assertThat(muted.at("/data").toString()).contains("\"result\":true", "\"user\":\"user2\"");
    assertThat(expire).isCloseTo(muted.at("/timestamp").longValue() + 60000, within(5000L));
    assertThat(forEver.at("/data/0/expire").longValue()).isEqualTo(4638873600000L);
    assertThat(listed.at("/data/0").toString())
        .isEqualTo("{\"expire\":" + expire + ",\"user\":\"user2\"}");
    assertThat(listed.at("/count").intValue()).isEqualTo(2);
  }

  @Test
  void lifts_mutes() {
    api.post(group + "/mute", "{\"usernames\":[\"user2\",\"user3\"],\"mute_duration\":-1}");

    Reply deleted = api.delete(group + "/mute/user2");
    Reply zero = api.post(group + "/mute", "{\"usernames\":[\"user3\"],\"mute_duration\":0}");

    assertThat(deleted.at("/data").toString()).contains("\"result\":true", "\"user\":\"user2\"");
    assertThat(zero.status()).isEqualTo(200);
    assertThat(api.get(group + "/mute").at("/data").toString()).isEqualTo("[]");
  }

  @Test
  void refuses_mutes_it_cannot_do() {
    assertThat(api.post(group + "/mute", mute("user4")).error())
        .isEqualTo("403 forbidden_op: users [user4] are not members of this group!");
    assertThat(api.post(group + "/mute", mute("user1")).error())
        .isEqualTo("403 forbidden_op: forbidden operation on group owner!");
    assertThat(api.post(group + "/mute", "{\"usernames\":[\"user2\"]}").error())
        .isEqualTo("400 invalid_parameter: mute_duration must be provided");
    assertThat(
            api.post(group + "/mute", "{\"usernames\":" + names(61) + ",\"mute_duration\":1}")
                .error())
        .isEqualTo("400 invalid_parameter: userNames size is more than max limit : 60");
    assertThat(api.delete(group + "/mute/" + path(61)).error())
        .isEqualTo("400 invalid_parameter: removeMute member size more than max limit : 60");
    assertThat(api.get("/chatgroups/1/mute").error())
        .isEqualTo("404 resource_not_found: grpID 1 does not exist!");
  }

  @Test
  void mutes_everybody() {
    Reply on = api.post(group + "/ban", "");
    boolean shown = api.get(group).at("/data/0/mute").booleanValue();
    Reply off = api.delete(group + "/ban");

    assertThat(on.at("/data").toString()).isEqualTo("{\"mute\":true}");
    assertThat(shown).isTrue();
    assertThat(off.at("/data").toString()).isEqualTo("{\"mute\":false}");
    assertThat(api.get(group).at("/data/0/mute").booleanValue()).isFalse();
  }

  @Test
  void disables_and_enables_a_group() {
    Reply disabled = api.post(group + "/disable", "");
    boolean shown = api.get(group).at("/data/0/disabled").booleanValue();
    Reply enabled = api.post(group + "/enable", "");

    assertThat(disabled.at("/data").toString()).isEqualTo("{\"disabled\":true}");
    assertThat(shown).isTrue();
    assertThat(enabled.at("/data").toString()).isEqualTo("{\"disabled\":false}");
  }

  @Test
  void blocks_and_unblocks() {
    Reply one = api.post(group + "/blocks/users/user2", "");
    Reply several = api.post(group + "/blocks/users", "{\"usernames\":[\"user4\",\"user3\"]}");
    Reply listed = api.get(group + "/blocks/users");
    Reply unblocked = api.delete(group + "/blocks/users/user2");

    assertThat(one.at("/data/result").booleanValue()).isTrue();
    assertThat(one.at("/data/action").asString()).isEqualTo("add_blocks");
    assertThat(several.at("/data/0/result").booleanValue()).isFalse();
    assertThat(several.at("/data/0/reason").asString())
        .startsWith("user: user4 doesn't exist in group: ");
    assertThat(several.at("/data/1/result").booleanValue()).isTrue();
    assertThat(listed.at("/data").toString()).isEqualTo("[\"user2\",\"user3\"]");
    assertThat(unblocked.at("/data/action").asString()).isEqualTo("remove_blocks");
    assertThat(api.delete(group + "/blocks/users/user2,user3").at("/data").size()).isEqualTo(2);
    assertThat(api.get(group + "/blocks/users").at("/data").toString()).isEqualTo("[]");
    assertThat(api.post(group + "/blocks/users", "{\"usernames\":" + names(61) + "}").error())
        .isEqualTo("400 invalid_parameter: userNames is more than max limit : 60");
    assertThat(api.delete(group + "/blocks/users/" + path(61)).error())
        .isEqualTo("400 invalid_parameter: removeBlacklist: list size more than max limit : 60");
    assertThat(api.post(group + "/blocks/users/user1", "").error())
        .isEqualTo("403 forbidden_op: forbidden operation on group owner!");
  }

  @Test
  void allows_and_disallows() {
    Reply one = api.post(group + "/white/users/user2", "");
    Reply several = api.post(group + "/white/users", "{\"usernames\":[\"user3\"]}");
    Reply listed = api.get(group + "/white/users");
    Reply removed = api.delete(group + "/white/users/user2,user3");

    assertThat(one.at("/data/action").asString()).isEqualTo("add_user_whitelist");
    assertThat(several.at("/data/0/user").asString()).isEqualTo("user3");
    assertThat(listed.at("/data").toString()).isEqualTo("[\"user1\",\"user2\",\"user3\"]");
    assertThat(removed.at("/data/1/action").asString()).isEqualTo("remove_user_whitelist");
    assertThat(api.get(group + "/white/users").at("/data").toString()).isEqualTo("[\"user1\"]");
    assertThat(api.post(group + "/white/users", "{\"usernames\":" + names(61) + "}").error())
        .isEqualTo("400 invalid_parameter: usernames size is more than max limit : 60");
  }

  @Test
  void announces() {
    Reply before = api.get(group + "/announcement");
    Reply posted = api.post(group + "/announcement", "{\"announcement\":\"hello\"}");

    assertThat(before.at("/data/announcement").asString()).isEmpty();
    assertThat(posted.at("/data/result").booleanValue()).isTrue();
    assertThat(group).endsWith(posted.at("/data/id").asString());
    assertThat(api.get(group + "/announcement").at("/data/announcement").asString())
        .isEqualTo("hello");
    assertThat(
            api.post(group + "/announcement", "{\"announcement\":\"" + "a".repeat(513) + "\"}")
                .error())
        .isEqualTo("400 invalid_parameter: announcement length is too big");
  }

  private static String mute(String user) {
    return "{\"usernames\":[\"" + user + "\"],\"mute_duration\":1000}";
  }

  private static String names(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"u" + i + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String path(int count) {
    return IntStream.range(0, count).mapToObj(i -> "u" + i).collect(Collectors.joining(","));
  }
}
