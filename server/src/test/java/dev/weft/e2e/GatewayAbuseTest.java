package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.msync.Command;
import dev.weft.msync.Jid;
import dev.weft.msync.MSync;
import dev.weft.msync.Provision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clients that send too much, read nothing, or stay longer than their token, take nothing from the
/// others.
@Timeout(120)
class GatewayAbuseTest {

  private static final int FLOOD = 20_000;

  private @TempDir Path data;

  private static byte[] login(String user, String resource, String token) {
    return MSync.newBuilder()
        .setGuid(
            Jid.newBuilder()
                .setAppKey(RunningServer.APP.toString())
                .setName(user)
                .setDomain("easemob.com")
                .setClientResource(resource))
        .setAuth("$t$" + token)
        .setCommand(Command.PROVISION)
        .setPayload(Provision.newBuilder().setResource(resource).build().toByteString())
        .build()
        .toByteArray();
  }

  private static final byte[] UNREAD =
      MSync.newBuilder().setCommand(Command.UNREAD).build().toByteArray();

  @Test
  void a_flood_of_frames_is_answered_and_holds_up_nobody_else() throws IOException {
    try (ClientFixture fixture = ClientFixture.start(data)) {
      fixture.register("anna", "ben");
      String group = fixture.makeGroup("anna", "ben");
      try (MSyncClient flooder = MSyncClient.connect(fixture.webSocket);
          MSyncClient ben = MSyncClient.connect(fixture.webSocket)) {
        flooder.logIn("anna", "r", fixture.tokenOf("anna"));
        ben.logIn("ben", "r", fixture.tokenOf("ben"));
        Thread flood =
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (int i = 0; i < FLOOD; i++) {
                        flooder.raw(UNREAD);
                      }
                    });
        for (int i = 1; i <= 20; i++) {
          ben.text(i, group, "in between");
          assertThat(ben.nextSync().getStatus().getErrorCode()).isZero();
        }
        await().until(() -> !flood.isAlive());
        for (int i = 0; i < FLOOD; i++) {
          flooder.awaitUnread();
        }
        assertThat(flooder.isOpen()).isTrue();
      }
    }
  }

  @Test
  void one_app_leaves_devices_to_others() throws IOException {
    try (ClientFixture fixture =
        ClientFixture.start(data, Map.of("gateway.connections", "8"), Clock.systemUTC())) {
      fixture.register("anna");
      String token = fixture.tokenOf("anna");
      List<MSyncClient> devices = new ArrayList<>();
      try {
        for (int i = 0; i < 7; i++) {
          MSyncClient device = MSyncClient.connect(fixture.webSocket);
          devices.add(device);
          assertThat(device.logIn("anna", "r" + i, token).getStatus().getErrorCode()).isZero();
        }
        MSyncClient eighth = MSyncClient.connect(fixture.webSocket);
        devices.add(eighth);
        assertThat(eighth.logIn("anna", "r7", token).getStatus().getReason())
            .isEqualTo("Sorry, the app online count limit");

        MSyncClient other = MSyncClient.connect(fixture.webSocket);
        devices.add(other);
        other.raw(
            MSync.newBuilder()
                .setGuid(
                    Jid.newBuilder()
                        .setAppKey("other#app")
                        .setName("ben")
                        .setDomain("easemob.com")
                        .setClientResource("r"))
                .setAuth("$t$" + fixture.tokenInApp("other", "app", "ben"))
                .setCommand(Command.PROVISION)
                .setPayload(Provision.newBuilder().setResource("r").build().toByteString())
                .build()
                .toByteArray());
        assertThat(
                MSyncClient.parse(other.next(Command.PROVISION), Provision.parser())
                    .getStatus()
                    .getErrorCode())
            .isZero();
      } finally {
        devices.forEach(MSyncClient::close);
      }
    }
  }

  @Test
  void a_client_that_reads_nothing_is_cut_off() throws IOException {
    try (ClientFixture fixture = ClientFixture.start(data);
        RawWebSocket deaf = RawWebSocket.connect(fixture.webSocket)) {
      fixture.register("anna");
      deaf.send(login("anna", "r", fixture.tokenOf("anna")));
      await().until(() -> isOnline(fixture));
      Thread _ =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (true) {
                        deaf.send(UNREAD);
                      }
                    } catch (IOException e) {
                      assertThat(e).as("it was cut off").isNotNull();
                    }
                  });
      await().atMost(Duration.ofSeconds(60)).until(() -> !isOnline(fixture));
    }
  }

  private static boolean isOnline(ClientFixture fixture) {
    return fixture.api.get("/users/anna/status").data().path("anna").asString().equals("online");
  }

  @Test
  void a_session_ends_with_its_token_unless_the_client_shows_a_newer_one() throws IOException {
    TestClock clock = new TestClock();
    try (ClientFixture fixture = ClientFixture.start(data, Map.of(), clock);
        MSyncClient stays = MSyncClient.connect(fixture.webSocket);
        MSyncClient goes = MSyncClient.connect(fixture.webSocket)) {
      fixture.register("anna", "ben");
      String short1 = shortToken(fixture, "anna");
      String short2 = shortToken(fixture, "ben");
      stays.logIn("anna", "r", short1);
      goes.logIn("ben", "r", short2);
      String newer = fixture.tokenOf("anna");
      long expires =
          fixture
              .api
              .withToken(newer)
              .get("/sdk/users/anna/token/expires")
              .ok()
              .path("expire_timestamp")
              .asLong();
      assertThat(expires).isGreaterThan(clock.millis() + 3_600_000);

      clock.advance(Duration.ofMinutes(2));

      assertThat(goes.awaitClose()).isEqualTo(1008);
      try (MSyncClient again = MSyncClient.connect(fixture.webSocket)) {
        assertThat(again.logIn("ben", "r", short2).getStatus().getReason())
            .isEqualTo("Sorry, token expired");
      }
      stays.unread();
      stays.awaitUnread();
      assertThat(stays.isOpen()).isTrue();
    }
  }

  private static String shortToken(ClientFixture fixture, String user) {
    return fixture
        .api
        .post(
            "/token",
            "{\"grant_type\":\"password\",\"username\":\"%s\",\"password\":\"pw\",\"ttl\":100}"
                .formatted(user))
        .ok()
        .path("access_token")
        .asString();
  }

  @Test
  void a_second_login_on_one_connection_is_passed_over() throws IOException {
    try (ClientFixture fixture = ClientFixture.start(data);
        MSyncClient client = MSyncClient.connect(fixture.webSocket)) {
      fixture.register("anna", "ben");
      client.logIn("anna", "r", fixture.tokenOf("anna"));
      client.raw(login("ben", "r", fixture.tokenOf("ben")));
      client.unread();
      client.awaitUnread();
      assertThat(fixture.api.get("/users/ben/resources").data()).isEmpty();
      assertThat(fixture.api.get("/users/anna/resources").data()).hasSize(1);
    }
  }
}
