package dev.weft.compat;

import com.easemob.im.server.EMProperties;
import com.easemob.im.server.EMService;
import com.easemob.im.shaded.reactor.core.publisher.Mono;
import dev.weft.Installation;
import dev.weft.Server;
import dev.weft.app.AgoraApp;
import dev.weft.app.App;
import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import dev.weft.config.Settings;
import dev.weft.config.SettingsLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// A server, and the vendor's Java server SDK, version 1, that calls it.
@SuppressWarnings("NullAway.Init") // JUnit calls start().
abstract class SdkServer {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  /// What the app is called in Agora's realm.
  static final AgoraApp AGORA = new AgoraApp(AgoraApp.random(), AgoraApp.random());

  static final MovedClock CLOCK = new MovedClock();

  /// The real time, and more.
  static final class MovedClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }
  }

  @TempDir private static Path data;
  private static Server server;
  static EMService sdk;

  @BeforeAll
  static void start() {
    CLOCK.ahead = Duration.ZERO;
    Settings settings =
        SettingsLoader.load(
            Optional.empty(),
            Map.of(),
            Map.of("server.port", "0", "server.data", data.toString(), "app.bcryptCost", "4"));
    server = new Server(settings, CLOCK);
    AppKey key = new AppKey("easemob-demo", "easeim");
    server.start();
    try (Installation installation = Installation.open(settings, Clock.systemUTC())) {
      App _ =
          installation.apps().create(key, new Credentials("cid", "secret"), AGORA).orElseThrow();
    }
    sdk =
        new EMService(
            EMProperties.builder()
                .setBaseUri(url())
                .setAppkey("easemob-demo#easeim")
                .setClientId("cid")
                .setClientSecret("secret")
                .turnOffUserNameValidation()
                .build());
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  /// The server's clock goes forward by so much.
  static void moveClock(Duration ahead) {
    CLOCK.ahead = ahead;
    server.clockMoved();
  }

  static String url() {
    return "http://127.0.0.1:" + server.port();
  }

  static <T> T done(Mono<T> call) {
    return Objects.requireNonNull(call.block(PATIENCE));
  }

  static void users(String... names) {
    for (String name : names) {
      sdk.user().create(name, "password").block(PATIENCE);
    }
  }
}
