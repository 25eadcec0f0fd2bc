package dev.weft.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackParserTest {

  @ParameterizedTest
  @CsvSource({
    "thread_callback_send, ThreadCallback",
    "thread_message_as_group_callback, MessageCallback",
    "group_message_callback, MessageCallback",
    "group_message_callback_docsample, MessageCallback",
    "group_message_callback_offline, MessageCallback",
    "single_message_callback, MessageCallback",
    "presend_callback_request, MessageCallback",
    "recall_callback, RecallCallback",
    "edit_callback_2025_01, EditCallback",
    "edit_callback_2025_08, EditCallback",
    "reaction_callback, ReactionCallback",
    "group_op_event_create, GroupCallback",
    "group_op_event_delete, GroupCallback",
    "group_op_event_join_direct, GroupCallback",
    "group_op_event_leave_delete, GroupCallback",
    "group_op_event_leave_kick, GroupCallback",
    "group_op_event_leave_quit, GroupCallback",
    "group_op_event_update, GroupCallback",
    "muc_callback_old_generation, MucCallback",
    "single_read_ack_callback, ReadAckCallback",
    "group_read_ack_callback, ReadAckCallback",
    "user_status_login_callback, UserStatusCallback",
  })
  void tells_every_documented_callback_by_its_body(String vector, String type) {
    assertThat(Vectors.callback(vector).getClass().getSimpleName()).isEqualTo(type);
  }

  @Test
  void reads_a_group_message() {
    MessageCallback callback = (MessageCallback) Vectors.callback("group_message_callback");

    assertThat(callback.messageId()).isEqualTo(new MessageId("1026396197551245320"));
    assertThat(callback.sender()).isEqualTo(new UserId("user1"));
    assertThat(callback.groupId()).isEqualTo(new GroupId("182918384934913"));
    assertThat(callback.contentType()).isEqualTo("chat:group:text");
    assertThat(callback.content().text()).isEqualTo("hello group");
    assertThat(callback.offline()).isFalse();
    assertThat(callback.about()).isNull();
  }

  @Test
  void knows_that_a_group_message_went_to_a_thread() {
    assertThat(Vectors.callback("thread_message_as_group_callback").about())
        .isEqualTo(new ThreadId("182919552737281"));
  }

  @Test
  void knows_the_copy_for_a_member_who_was_offline() {
    MessageCallback copy = (MessageCallback) Vectors.callback("group_message_callback_offline");

    assertThat(copy.offline()).isTrue();
    assertThat(copy.to()).isEqualTo("user2");
  }

  @Test
  void reads_which_message_was_recalled() {
    RecallCallback callback = (RecallCallback) Vectors.callback("recall_callback");

    assertThat(callback.recalled()).isEqualTo(new MessageId("966475220900644860"));
    assertThat(callback.operator()).isEqualTo(new UserId("tst"));
  }

  @Test
  void reads_both_generations_of_a_modified_message() {
    EditCallback older = (EditCallback) Vectors.callback("edit_callback_2025_01");
    EditCallback newer = (EditCallback) Vectors.callback("edit_callback_2025_08");

    assertThat(older.sender()).isEqualTo(new UserId("p1"));
    assertThat(older.to()).isEqualTo("p2");
    assertThat(requireNonNull(older.content().edit()).operator())
        .isEqualTo(new UserId("easemob_rest_app_admin"));
    assertThat(newer.sender()).isEqualTo(new UserId("wzy1"));
    assertThat(newer.edited()).isEqualTo(new MessageId("1418038712905770616"));
    assertThat(requireNonNull(newer.content().edit()).editedAt())
        .isEqualTo(Instant.ofEpochMilli(1747727714765L));
    assertThat(newer.content().ext().get("key1").text()).isEqualTo("value_rewrite");
  }

  @Test
  void reads_what_was_done_to_which_reaction() {
    ReactionCallback callback = (ReactionCallback) Vectors.callback("reaction_callback");

    ReactionCallback.MessageReactions message = callback.messages().get(0);
    assertThat(message.messageId()).isEqualTo(new MessageId("99XXXX32"));
    assertThat(message.reactions().get(0).operations()).isEmpty();
    assertThat(message.reactions().get(1))
        .isEqualTo(
            new ReactionCallback.Reaction(
                "test-1",
                1,
                List.of(new UserId("user2")),
                List.of(new ReactionCallback.Operation("create", new UserId("user2")))));
  }

  @Test
  void reads_group_events_of_both_generations() {
    GroupCallback created = (GroupCallback) Vectors.callback("group_op_event_create");
    GroupCallback kicked = (GroupCallback) Vectors.callback("group_op_event_leave_kick");
    MucCallback old = (MucCallback) Vectors.callback("muc_callback_old_generation");

    assertThat(created.roles()).containsEntry("tst", "owner");
    assertThat(created.info()).containsEntry("title", "test01");
    assertThat(kicked.members()).containsExactly(new UserId("tst01"));
    assertThat(kicked.detail()).isEqualTo("KICK");
    assertThat(kicked.operator()).isEqualTo(new UserId("@ppAdmin"));
    assertThat(old.groupId()).isEqualTo(new GroupId("182918384934913"));
    assertThat(old.operation()).isEqualTo("create");
  }

  @Test
  void reads_receipts_and_user_status() {
    ReadAckCallback receipt = (ReadAckCallback) Vectors.callback("group_read_ack_callback");
    UserStatusCallback status = (UserStatusCallback) Vectors.callback("user_status_login_callback");

    assertThat(receipt.read()).isEqualTo(new MessageId("1406088702140090324"));
    assertThat(receipt.group()).isTrue();
    assertThat(status.user()).isEqualTo(new UserId("XXXX"));
    assertThat(status.status()).isEqualTo("online");
  }

  @Test
  void reads_what_happened_to_a_thread_itself() {
    Callback callback =
        parse(
            """
            {"chat_type":"notify","appkey":"o#a","payload":{"type":"thread","data":{
              "operation":"kick","id":"7","name":"t","from":"ann","muc_parent_id":"9",
              "userIds":["bob","o#a_carl"],"timestamp":5}}}\
            """);

    assertThat(callback)
        .isEqualTo(
            new ThreadLifecycleCallback(
                callback.envelope(),
                "kick",
                new ThreadId("7"),
                "t",
                new UserId("ann"),
                new GroupId("9"),
                List.of(new UserId("bob"), new UserId("carl")),
                Instant.ofEpochMilli(5)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"chat_type\":\"new_thing\",\"x\":1}",
        "{\"chat_type\":\"notify\"}",
        "{\"chat_type\":\"notify\",\"payload\":{\"type\":\"new_thing\"}}",
        "{\"chat_type\":\"notify\",\"payload\":{\"type\":\"thread\",\"data\":[]}}",
        "{\"chat_type\":{\"a\":1},\"payload\":7}",
        "{\"chat_type\":\"groupchat\"}",
        "{\"chat_type\":\"recall\",\"payload\":[]}",
        "{\"chat_type\":\"edit\",\"payload\":null}",
        "{\"chat_type\":\"muc\"}",
        "{\"event\":\"group_op_event\"}",
        "{\"chat_type\":\"read_ack\"}"
      })
  void keeps_what_it_does_not_know_readable(String body) {
    Callback callback = parse(body);

    assertThat(callback).isInstanceOf(UnknownCallback.class);
    assertThat(callback.envelope().body()).hasToString(body);
  }

  private static Callback parse(String body) {
    return CallbackParser.parse(Vectors.read(body.getBytes(UTF_8)));
  }
}
