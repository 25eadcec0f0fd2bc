package dev.weft.compat;

import com.easemob.im.server.EMProperties;
import com.easemob.im.server.EMService;
import com.easemob.im.shaded.reactor.core.publisher.Mono;
import dev.weft.Server;
import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import dev.weft.config.Settings;
import dev.weft.config.SettingsLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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

  @TempDir private static Path data;
  private static Server server;
  static EMService sdk;

  @BeforeAll
  static void start() {
    Settings settings =
        SettingsLoader.load(
            Optional.empty(),
            Map.of(),
            Map.of("server.port", "0", "server.data", data.toString(), "app.bcryptCost", "4"));
    server = new Server(settings, Clock.systemUTC());
    server.ensureApp(new AppKey("easemob-demo", "easeim"), new Credentials("cid", "secret"));
    server.start();
    sdk =
        new EMService(
            EMProperties.builder()
                .setBaseUri("http://127.0.0.1:" + server.port())
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

  static <T> T done(Mono<T> call) {
    return Objects.requireNonNull(call.block(PATIENCE));
  }

  static void users(String... names) {
    for (String name : names) {
      sdk.user().create(name, "password").block(PATIENCE);
    }
  }
}
