package dev.weft.cli.demo;

import dev.weft.Server;
import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import dev.weft.cli.base.CommandFailedException;
import dev.weft.cli.base.Logging;
import dev.weft.cli.base.StopSignal;
import dev.weft.config.Settings;
import dev.weft.config.SettingsLoader;
import java.io.IOException;
import java.net.URI;
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
          + " do yourself, and every callback that comes of it, until Ctrl-C.",
      "",
      "With --ui it serves a page instead: a chat window for each of two users, made of the"
          + " vendor's UI kit, and beside them every callback. Node.js fetches and builds the kit,"
          + " the first time in about a minute."
    },
    footer = {
      "",
      "Examples:",
      "  weft demo",
      "  weft demo --ui",
      "  weft demo --once && echo all three arrived"
    },
    sortOptions = false)
public final class DemoCommand implements Callable<Integer> {

  static final AppKey APP = new AppKey("demo", "chat");

  @Option(
      names = "--once",
      description = "End after the three callbacks: 0 if all arrived and verified, 1 if not.")
  private boolean once;

  @Option(names = "--ui", description = "Two chat windows and the callbacks, in a browser.")
  private boolean ui;

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
    Optional<Path> pages = ui ? Optional.of(buildPages()) : Optional.empty();
    try (DemoFolder folder = DemoFolder.open(data)) {
      Logging.toFile(folder.log());
      Credentials credentials = new Credentials("demo", secret());
      try (DemoAppServer appServer = DemoAppServer.start(screen, clock);
          Server server = new Server(settings(folder), clock)) {
        server.ensureApp(APP, credentials);
        server.start();
        DemoPlay play = new DemoPlay(server.url(), appServer, credentials, screen, folder);
        CompletableFuture<Boolean> played = new CompletableFuture<>();
        URI clients = server.clients();
        Runnable scene =
            pages
                .<Runnable>map(built -> () -> openWindows(play, appServer, screen, built, clients))
                .orElse(() -> perform(play));
        Thread.startVirtualThread(() -> perform(scene, played, stop));
        stop.await();
        return finished(played, folder);
      }
    }
  }

  private void perform(Runnable scene, CompletableFuture<Boolean> played, StopSignal stop) {
    try {
      scene.run();
      played.complete(true);
    } catch (RuntimeException e) {
      played.completeExceptionally(e);
    }
    if (once || played.isCompletedExceptionally()) {
      stop.give();
    }
  }

  private void perform(DemoPlay play) {
    play.run();
    if (!once) {
      play.tellWhatToTry();
    }
  }

  private Path buildPages() {
    return new UiKitPages(UiKitPages.defaultFolder())
        .build(
            doing -> {
              spec.commandLine().getErr().println("weft: " + doing);
              spec.commandLine().getErr().flush();
            });
  }

  private static void openWindows(
      DemoPlay play, DemoAppServer appServer, DemoScreen screen, Path pages, URI clients) {
    appServer.show(new DemoPages(pages, play.runForWindows(clients)));
    screen.title("Two chat windows and every callback: open this in a browser");
    screen.field("page", appServer.pages());
    screen.field("Agora's kit", appServer.pages() + "?kit=agora");
    screen.field("clients", clients);
    screen.title("Ctrl-C ends the demo. Changes of threads are shown here too:");
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
