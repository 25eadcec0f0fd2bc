package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.msync.CommSyncDL;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A device whose own message waits, here for a hook, hears the others meanwhile: what it asks for
/// and confirms is not behind what it sends.
@Timeout(120)
class DeviceSendsTest {

  /// More than may be under way to a device without a confirmation.
  private static final int MESSAGES = 100;

  private @TempDir Path data;
  private ClientFixture fixture;
  private Hook hook;

  @BeforeEach
  void start() throws IOException {
    fixture = ClientFixture.start(data);
    hook = Hook.open();
  }

  @AfterEach
  void stop() throws IOException {
    hook.close();
    fixture.close();
  }

  @Test
  void what_others_send_does_not_wait_for_what_the_device_sends() {
    fixture.register("anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    try (MSyncClient ben = MSyncClient.connect(fixture.webSocket)) {
      ben.logIn("ben", "r", fixture.tokenOf("ben"));
      ben.catchUp();
      fixture.api.rule(
          "{\"name\":\"hook\",\"delivery\":\"presend\",\"url\":\"%s\",\"timeout_ms\":10000,\"on_failure\":\"block\"}"
              .formatted(hook.url()));
      hook.hold();
      ben.text(1, group, "first");
      ben.text(2, group, "second");
      hook.next();

      for (int i = 0; i < MESSAGES; i++) {
        fixture.api.text("anna", group, "of anna");
      }
      int got = 0;
      while (got < MESSAGES) {
        CommSyncDL pushed = ben.nextSync();
        assertThat(pushed.getMetaId()).as("the hook has not answered").isZero();
        got += pushed.getMetasCount();
        ben.pull(pushed.getQueue(), pushed.getNextKey());
      }

      hook.release();
      assertThat(awaitAnswer(ben).getMetaId()).isEqualTo(1);
      assertThat(awaitAnswer(ben).getMetaId()).isEqualTo(2);
    }
  }

  private static CommSyncDL awaitAnswer(MSyncClient client) {
    CommSyncDL frame = client.nextSync();
    while (frame.getMetaId() == 0) {
      frame = client.nextSync();
    }
    return frame;
  }
}
