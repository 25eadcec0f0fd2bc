package dev.weft.cli;

import dev.weft.Server;
import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import dev.weft.config.Settings;
import dev.weft.config.SettingsLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `weft demo`: a server and an app server in one process, and what passes between them.
@Command(
    name = "demo",
    description = {
      "See callbacks arrive, with nothing to set up.",
      "",
      "Starts a server and a sample app server on this machine, makes a thread, sends, modifies and"
          + " recalls a message in it, and shows the callback of each. Then it shows what you can"
          + " do yourself, and every callback that comes of it, until Ctrl-C."
    },
    footer = {"", "Examples:", "  weft demo", "  weft demo --once && echo all three arrived"},
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {

  static final AppKey APP = new AppKey("demo", "chat");

  @Option(
      names = "--once",
      description = "End after the three callbacks: 0 if all arrived and verified, 1 if not.")
  private boolean once;

  @Option(names = "--port", paramLabel = "PORT", description = "Port of the server (a free one).")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep everything here (a temporary folder).")
  private @Nullable Path data;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Clock clock = Clock.systemUTC();
    DemoScreen screen = new DemoScreen(spec.commandLine().getOut(), clock);
    StopSignal stop = StopSignal.take();
    screen.title("Weft: a server, an app server, and what passes between them");
    try (DemoFolder folder = DemoFolder.open(data)) {
      Logging.toFile(folder.log());
      Credentials credentials = new Credentials("demo", secret());
      try (DemoAppServer appServer = DemoAppServer.start(screen);
          Server server = new Server(settings(folder), clock)) {
        server.ensureApp(APP, credentials);
        server.start();
        DemoPlay play = new DemoPlay(server.url(), appServer, credentials, screen, folder);
        CompletableFuture<Boolean> played = new CompletableFuture<>();
        Thread.startVirtualThread(() -> perform(play, played, stop));
        stop.await();
        return finished(played, folder);
      }
    }
  }

  private void perform(DemoPlay play, CompletableFuture<Boolean> played, StopSignal stop) {
    try {
      play.run();
      if (!once) {
        play.tellWhatToTry();
      }
      played.complete(true);
    } catch (RuntimeException e) {
      played.completeExceptionally(e);
    }
    if (once || played.isCompletedExceptionally()) {
      stop.give();
    }
  }

  private int finished(CompletableFuture<Boolean> played, DemoFolder folder) {
    if (played.isCompletedExceptionally()) {
      folder.keep();
      Throwable reason = played.exceptionNow();
      throw new CommandFailedException(
          reason.getMessage() + "; the log is in " + folder.log(), reason);
    }
    return played.isDone() || !once ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private Settings settings(DemoFolder folder) {
    return SettingsLoader.load(
        Optional.empty(),
        Map.of(),
        Map.of(
            "server.port", Integer.toString(port),
            "server.data", folder.path().toString(),
            "callback.allow", DemoAppServer.HOST + "/32"));
  }

  private static String secret() {
    byte[] bytes = new byte[8];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
