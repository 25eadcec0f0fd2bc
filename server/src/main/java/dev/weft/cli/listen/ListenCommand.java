package dev.weft.cli.listen;

import dev.weft.app.AppKey;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.CommandFailedException;
import dev.weft.cli.base.ServerApi;
import dev.weft.cli.base.ServerOptions;
import dev.weft.cli.base.StopSignal;
import dev.weft.cli.base.Watermark;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `weft listen`: the callbacks of a rule, at an app server that nobody outside can reach.
@Command(
    name = "listen",
    description = {
      "Fetch the callbacks of a rule and POST each to an app server here, until Ctrl-C.",
      "",
      "They have the same headers and body as if the server had sent them, arrive in order for each"
          + " thread, and again until the answer is 2xx. The server keeps how far you have come:"
          + " the next time it goes on from there."
    },
    footer = {
      "",
      "Examples:",
      "  weft listen 'acme#chat' --rule laptop --create \\",
      "      --forward http://localhost:3000/hook",
      "  weft listen 'acme#chat' --rule orders \\",
      "      --forward http://localhost:3000/hook --server https://weft.example.com \\",
      "      --client-id ID --client-secret SECRET",
      "",
      "A rule that sends its callbacks elsewhere can be listened to as well: you get",
      "copies of what happens from then on."
    },
    abbreviateSynopsis = true,
    sortOptions = false)
public final class ListenCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ORG#APP",
      description = "The app, in quotes.",
      converter = AppKeys.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @Option(names = "--rule", paramLabel = "NAME", required = true, description = "The rule.")
  private String rule = "";

  @Option(
      names = "--forward",
      paramLabel = "URL",
      required = true,
      description = "POST the callbacks there.")
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private URI target;

  @Option(
      names = "--create",
      description = "If there is no such rule, make one whose callbacks are only fetched.")
  private boolean create;

  @Option(
      names = "--consumer",
      paramLabel = "NAME",
      description = "Remember how far you have come under this name (listen).")
  private String consumer = "listen";

  @Option(names = "--skip", description = "Leave out what has happened until now.")
  private boolean skip;

  @Mixin private final ServerOptions server = new ServerOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (target.getHost() == null || !String.valueOf(target.getScheme()).matches("https?")) {
      throw new ParameterException(
          spec.commandLine(), "\"" + target + "\" is no URL to forward to: http://HOST:PORT/PATH");
    }
    target = URI.create(target.toASCIIString());
    StopSignal stop = StopSignal.take();
    ListenScreen screen =
        new ListenScreen(
            spec.commandLine().getOut(), spec.commandLine().getErr(), Clock.systemUTC());
    Watermark watermark = new Watermark();
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    try (Subscription subscription =
            new Subscription(() -> server.connect(app), rule, consumer, watermark, screen);
        Forwarder forwarder =
            new Forwarder(
                target, watermark, subscription::moved, subscription::signedAnew, screen)) {
      begin(subscription, screen);
      Thread.ofVirtual()
          .name("weft-listen")
          .start(() -> listen(subscription, forwarder, ended, stop));
      stop.await();
      forwarder.stop();
      subscription.stop();
      ended.exceptionally(_ -> false).join();
    }
    if (ended.isCompletedExceptionally()
        && ended.exceptionNow() instanceof CommandFailedException failure) {
      throw failure;
    }
    return ended.isCompletedExceptionally() ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private void begin(Subscription subscription, ListenScreen screen) {
    try (ServerApi api = server.connect(app)) {
      JsonNode found = rule(api, screen);
      boolean pullOnly = found.path("delivery").asString("").equals("pull");
      if (skip) {
        subscription.begin(api, "latest");
      } else if (!subscription.isKnown(api)) {
        subscription.begin(api, pullOnly ? "0" : "latest");
      }
    }
    screen.say("listening to rule " + rule + ", forwarding to " + target);
  }

  private JsonNode rule(ServerApi api, ListenScreen screen) {
    try {
      return api.get("/callbacks/rules/" + ServerApi.encoded(rule)).path("data");
    } catch (ServerApi.RefusedException e) {
      if (!e.isUnknown()) {
        throw e;
      }
      if (!create) {
        throw new CommandFailedException(e.getMessage() + ": --create makes it");
      }
      JsonNode made =
          api.post("/callbacks/rules", Map.of("name", rule, "delivery", "pull")).path("data");
      screen.say("made the rule " + rule + "; callbacks are signed with");
      screen.say("  signing secret  " + made.path("signing_secret").asString(""));
      screen.say("  secret          " + made.path("secret").asString(""));
      return made;
    }
  }

  private static void listen(
      Subscription subscription,
      Forwarder forwarder,
      CompletableFuture<Boolean> ended,
      StopSignal stop) {
    try {
      subscription.read(forwarder::take);
      ended.complete(true);
    } catch (InterruptedException e) {
      ended.complete(true);
    } catch (RuntimeException e) {
      ended.completeExceptionally(e);
    }
    stop.give();
  }
}
