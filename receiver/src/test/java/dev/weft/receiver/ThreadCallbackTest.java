package dev.weft.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadCallbackTest {

  @ParameterizedTest
  @ValueSource(strings = {"seed_easemob", "seed_agora_cn"})
  void reads_the_example_of_both_vendors(String seed) {
    ThreadCallback callback = Vectors.thread(seed);

    assertThat(callback.threadId()).isEqualTo(new ThreadId("17XXXX93"));
    assertThat(callback.name()).isEqualTo("test");
    assertThat(callback.operator()).isEqualTo(new UserId("user1"));
    assertThat(callback.groupId()).isEqualTo(new GroupId("user2"));
    assertThat(callback.parentMessage()).isEqualTo(new MessageId("98XXXX12"));
    assertThat(callback.messageCount()).isEqualTo(49);
    assertThat(callback.timestamp()).isEqualTo(Instant.ofEpochMilli(1651029973455L));
    assertThat(callback.envelope().appKey()).isEqualTo(new AppKey("XXXX#XXXX"));
    assertThat(callback.envelope().callId()).isNull();
    assertThat(callback.envelope().timestamp()).isEqualTo(Instant.ofEpochMilli(1651029973480L));
  }

  @Test
  void knows_the_newest_message_and_who_wrote_it() {
    ThreadMessage newest = newest(Vectors.thread("modify_newest"));

    assertThat(newest.id()).isEqualTo(new MessageId("1026400000000000002"));
    assertThat(newest.sender()).isEqualTo(new UserId("user1"));
    assertThat(newest.content().text()).isEqualTo("second, edited");
    assertThat(newest.content().ext()).hasToString("{\"k\":\"v\"}");
    assertThat(newest.content().thread())
        .isEqualTo(
            new ThreadMeta(
                new MessageId("1026396197551245320"),
                "release plan",
                new GroupId("182918384934913")));
  }

  @Test
  void has_no_newest_message_when_none_is_left() {
    assertThat(Vectors.thread("recall_last_remaining").lastMessage()).isNull();
  }

  @Test
  void reads_the_meta_where_the_vendors_tables_put_it() {
    ThreadCallback callback =
        thread(
            """
            "last_message":{"id":"7","payload":{"bodies":[]},
              "meta":{"thread":{"thread_name":"t","msg_parent_id":"","muc_parent_id":"9"}}}\
            """);

    assertThat(newest(callback).content().thread())
        .isEqualTo(new ThreadMeta(null, "t", new GroupId("9")));
  }

  @Test
  void takes_ids_and_numbers_as_text_or_as_numbers() {
    Callback callback =
        parse(
            """
            {"chat_type":"notify","msg_id":9007199254740993,"timestamp":"1651029973480",
             "payload":{"type":"thread","data":{"operation":"update_msg","id":1729,
               "message_count":"3","timestamp":"1651029973455","last_message":{}}}}\
            """);

    assertThat(callback).isInstanceOf(ThreadCallback.class);
    ThreadCallback thread = (ThreadCallback) callback;
    assertThat(thread.envelope().msgId()).isEqualTo(new MessageId("9007199254740993"));
    assertThat(thread.threadId()).isEqualTo(new ThreadId("1729"));
    assertThat(thread.messageCount()).isEqualTo(3);
    assertThat(thread.timestamp()).isEqualTo(Instant.ofEpochMilli(1651029973455L));
  }

  @Test
  void finds_the_bare_user_without_an_app_key_to_go_by() {
    ThreadCallback callback =
        thread("\"last_message\":{\"id\":\"7\",\"from\":\"org#app_ann_b\",\"payload\":{}}");

    assertThat(newest(callback).sender()).isEqualTo(new UserId("ann_b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "message_count"})
  void stays_readable_as_unknown_without_what_makes_it_one(String missing) {
    String whole =
        new String(Vectors.bytes("vectors/thread_callback_recall_last_remaining.json"), UTF_8);
    Callback callback = parse(whole.replace("\"" + missing + "\":", "\"no_" + missing + "\":"));

    assertThat(callback).isInstanceOf(UnknownCallback.class);
    assertThat(callback.envelope().body().get("payload").get("data").get("name").text())
        .isEqualTo("release plan");
  }

  private static ThreadMessage newest(ThreadCallback callback) {
    return requireNonNull(callback.lastMessage());
  }

  private static ThreadCallback thread(String lastMessage) {
    return (ThreadCallback)
        parse(
            """
            {"chat_type":"notify","timestamp":2,"payload":{"type":"thread","data":{
              "operation":"update_msg","id":"1","message_count":1,"timestamp":1,%s}}}\
            """
                .formatted(lastMessage));
  }

  private static Callback parse(String body) {
    return CallbackParser.parse(Vectors.read(body.getBytes(UTF_8)));
  }
}
