package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What app servers are told of the devices that are connected.
@Timeout(180)
class LiveDevicesTest {

  @Test
  void a_user_is_online_while_a_device_is_connected_and_can_be_put_out(@TempDir Path data)
      throws IOException {
    try (ClientFixture fixture = ClientFixture.start(data)) {
      fixture.register("anna");
      assertThat(status(fixture)).isEqualTo("offline");
      try (MSyncClient phone = MSyncClient.connect(fixture.webSocket);
          MSyncClient web = MSyncClient.connect(fixture.webSocket)) {
        assertThat(phone.logIn("anna", "phone", fixture.tokenOf("anna")).hasStatus()).isTrue();
        assertThat(web.logIn("anna", "web", fixture.tokenOf("anna")).hasStatus()).isTrue();

        assertThat(status(fixture)).isEqualTo("online");
        JsonNode devices = fixture.api.get("/users/anna/resources").data();
        assertThat(devices.valueStream().map(device -> device.get("res").stringValue()))
            .containsExactly("phone", "web");

        fixture.api.delete("/users/anna/disconnect/phone").ok();
        assertThat(phone.awaitClose()).isPositive();
        assertThat(web.isOpen()).isTrue();
        fixture.api.get("/users/anna/disconnect").ok();
        assertThat(web.awaitClose()).isPositive();
        await().until(() -> status(fixture).equals("offline"));
      }
    }
  }

  private static String status(ClientFixture fixture) {
    String one = fixture.api.get("/users/anna/status").data().get("anna").stringValue();
    JsonNode batch =
        fixture.api.post("/users/batch/status", "{\"usernames\":[\"anna\"]}").data().get(0);
    assertThat(batch.get("anna").stringValue()).isEqualTo(one);
    return one;
  }
}
