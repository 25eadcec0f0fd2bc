package dev.weft.compat;

import static org.assertj.core.api.Assertions.assertThat;

import com.easemob.im.server.model.EMCommandMessage;
import com.easemob.im.server.model.EMCustomMessage;
import com.easemob.im.server.model.EMKeyValue;
import com.easemob.im.server.model.EMLocationMessage;
import com.easemob.im.server.model.EMMessage;
import com.easemob.im.server.model.EMSentMessageIds;
import com.easemob.im.server.model.EMTextMessage;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Messages as the vendor's Java server SDK sends, imports and asks for them.
class SdkMessageTest extends SdkServer {

  @Test
  void every_kind_of_message_is_sent() {
    users("s1", "s2");
    List<EMMessage> kinds =
        List.of(
            new EMTextMessage().text("hello"),
            new EMCommandMessage().action("ring"),
            new EMLocationMessage().latitude(1.5).longitude(2.5).address("home"),
            new EMCustomMessage()
                .customEvent("order")
                .customExtensions(Set.of(EMKeyValue.of("id", "7"))));

    for (EMMessage kind : kinds) {
      assertThat(
              done(sdk.message().send("s1", "users", Set.of("s2"), kind, Set.of()))
                  .getMessageIdsByEntityId())
          .as("%s", kind)
          .containsOnlyKeys("s2");
    }
    EMSentMessageIds fluent =
        done(
            sdk.message()
                .send()
                .fromUser("s1")
                .toUser("s2")
                .text(text -> text.text("hi"))
                .extension(ext -> ext.add(EMKeyValue.of("k", "v")))
                .send());
    assertThat(fluent.getMessageIdsByEntityId()).containsOnlyKeys("s2");
  }

  @Test
  void messages_are_sent_with_options() {
    users("s3", "s4");
    EMMessage text = new EMTextMessage().text("hello");

    assertThat(
            done(sdk.message().sendWithoutMsgId("s3", "users", Set.of("s4"), text, Set.of()))
                .getMessageResultsByEntityId())
        .containsEntry("s4", "success");
    assertThat(
            done(sdk.message()
                    .send("s3", "users", Set.of("s4"), text, Set.of(), "ROUTE_ONLINE", true))
                .getMessageIdsByEntityId())
        .containsOnlyKeys("s4");
  }

  @Test
  void messages_are_imported() {
    users("i1", "i2");
    String group = done(sdk.group().createPublicGroup("i1", "n", "d", List.of("i2"), 200, true));
    EMMessage text = new EMTextMessage().text("from elsewhere");
    long now = System.currentTimeMillis();

    String toUser =
        done(sdk.message().importChatMessage("i1", "i2", text, Set.of(), true, now, false));
    String toGroup =
        done(
            sdk.message()
                .importChatGroupMessage("i1", group, text, Set.of(), false, now + 60_000, false));

    assertThat(toUser).isNotEmpty();
    assertThat(toGroup).isNotEmpty();
  }

  @Test
  void conversations_end_and_waiting_messages_are_counted() {
    users("w1", "w2");
    EMMessage text = new EMTextMessage().text("hello");
    String id =
        done(sdk.message().send("w1", "users", Set.of("w2"), text, Set.of()))
            .getMessageIdsByEntityId()
            .get("w2");

    sdk.message().deleteChannel("w2", "w1", "chat", true).block(PATIENCE);

    assertThat(sdk.message().countMissedMessages("w2").collectList().block(PATIENCE)).isNotNull();
    assertThat(sdk.message().isMessageDeliveredToUser(id, "w2").block(PATIENCE)).isNotNull();
  }

  /// These two calls have a path of their own, `/chatroom/{room}/messages`.
  @Test
  void large_and_small_rooms_are_written_to() {
    users("large1", "large2");
    String room = done(sdk.room().createRoom("n", "d", "large1", List.of("large2"), 200));
    EMMessage text = new EMTextMessage().text("hello");

    EMSentMessageIds large =
        done(sdk.message().sendMessageToLargeChatroom("large1", Set.of(room), text, Set.of()));
    EMSentMessageIds small =
        done(
            sdk.message()
                .sendMessageToSmallChatroom(
                    "large1", Set.of(room), text, Set.of(EMKeyValue.of("k", "v"))));

    assertThat(large.getMessageIdsByEntityId()).containsOnlyKeys(room);
    assertThat(small.getMessageIdsByEntityId()).containsOnlyKeys(room);
  }
}
