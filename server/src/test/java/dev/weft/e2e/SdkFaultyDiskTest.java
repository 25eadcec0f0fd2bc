package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.disk.ServerOnFaultyDisk;
import dev.weft.e2e.SdkClients.SdkException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/// What the store does not take, a client is told: no promise of an SDK stays open.
@Tag("slow")
@Timeout(180)
class SdkFaultyDiskTest {

  static final List<String> PACKAGES = SdkClients.PACKAGES;

  @TempDir private Path folder;

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_disk_that_cannot_sync_refuses_messages_and_edits(String sdk) throws IOException {
    assumeTrue(ServerOnFaultyDisk.isSupported());
    try (SdkClients sdks = SdkClients.start(SdkClients.Host.NODE);
        ServerProcess server = ServerProcess.launchOnFaultyDisk(folder.resolve("data"))) {
      ClientFixture fixture = ClientFixture.at(ApiClient.of(server.url()));
      fixture.register("anna", "ben");
      String group = fixture.makeGroup("anna", "ben");
      sdks.create(
          "anna", sdk, server.url(), server.url().replace("http:", "ws:") + "/ws", Map.of());
      sdks.call("anna", "open", Map.of("user", "anna", "accessToken", fixture.tokenOf("anna")));
      String id = text(sdks, group, "x").path("serverMsgId").asString();

      server.disk("sync-fails");
      assertThat(typeOf(() -> sdks.modify("anna", id, group, "y"))).isEqualTo(1304);
      assertThat(typeOf(() -> text(sdks, group, "z"))).isEqualTo(503);

      server.disk("sync-works");
      await().ignoreExceptions().until(() -> text(sdks, group, "again") != null);
      JsonNode _ = sdks.modify("anna", id, group, "y");
    }
  }

  private static JsonNode text(SdkClients sdks, String group, String text) {
    return sdks.send(
        "anna", Map.of("type", "txt", "chatType", "groupChat", "to", group, "msg", text));
  }

  private static int typeOf(ThrowingCallable call) {
    return catchThrowableOfType(SdkException.class, call).type();
  }
}
