package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/// The vendor's web SDKs, as published, chat through the server.
@Timeout(120)
class SdkTest {

  static final List<String> PACKAGES = SdkClients.PACKAGES;

  private @TempDir Path data;
  private SdkHouse house;
  private SdkClients sdks;

  @BeforeEach
  void start() {
    house = SdkHouse.start(data);
    sdks = house.sdks;
  }

  @AfterEach
  void stop() throws IOException {
    house.close();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_message_to_a_group_and_one_to_a_thread_arrive(String sdk) {
    house.logIn(sdk, "anna", "ben");
    String group = house.makeGroup("anna", "ben");

    String id = house.text("anna", group, "hello").path("serverMsgId").asString();

    JsonNode got = sdks.await("ben", "onTextMessage").data();
    assertThat(got.path("id").asString()).isEqualTo(id);
    assertThat(got.path("msg").asString()).isEqualTo("hello");
    assertThat(got.path("from").asString()).isEqualTo("anna");
    assertThat(got.path("to").asString()).isEqualTo(group);
    assertThat(sdks.of("anna", "onTextMessage")).isEmpty();

    String thread = house.makeThread(group, id, "anna");
    house.joinThread(thread, "ben");
    var _ = sdks.await("ben", "onChatThreadChange", is("operation", "create"));
    JsonNode _ =
        sdks.send(
            "anna",
            Map.of(
                "type", "txt",
                "chatType", "groupChat",
                "to", thread,
                "msg", "in the thread",
                "isChatThread", true));

    JsonNode inThread = sdks.await("ben", "onTextMessage").data();
    assertThat(inThread.path("msg").asString()).isEqualTo("in the thread");
    assertThat(inThread.path("chatThread").path("parentId").asString()).isEqualTo(group);
    assertThat(inThread.path("chatThread").path("messageId").asString()).isEqualTo(id);
    JsonNode changed = sdks.await("ben", "onChatThreadChange", is("operation", "update")).data();
    assertThat(changed.path("messageCount").asInt()).isEqualTo(1);
    sdks.requireNoAccident();
  }

  private static java.util.function.Predicate<JsonNode> is(String field, String value) {
    return data -> data.path(field).asString("").equals(value);
  }
}
