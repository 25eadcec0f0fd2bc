package dev.weft.cli.delivery;

import dev.weft.app.AppKey;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.CommandFailedException;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.ServerApi;
import dev.weft.cli.base.ServerOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weft exceptions retry`: resend what is stored under one key.
@Command(
    name = "retry",
    description = {
      "Resend the callbacks in exception storage under one key. Delivered ones leave it.",
      "",
      "Starts a job and returns; 'weft replay list' shows how far it is."
    },
    footer = {"", "Example:", "  weft exceptions retry 'acme#chat' 202603010810"},
    sortOptions = false)
final class ExceptionsRetryCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ORG#APP",
      description = "The app, in quotes.",
      converter = AppKeys.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @Parameters(paramLabel = "DATE", description = "The key, as 'weft exceptions list' shows it.")
  private String date = "";

  @Option(names = "--target-url", paramLabel = "URL", description = "Send it there instead.")
  private @Nullable String targetUrl;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("date", date);
    if (targetUrl != null) {
      body.put("targetUrl", targetUrl);
    }
    String result;
    try (ServerApi api = server.connect(app)) {
      result = api.post("/callbacks/storage/retry", body).path("data").asString("");
    }
    if (!result.equals("success")) {
      throw new CommandFailedException("nothing is stored under " + date);
    }
    output.print(result, out -> out.println("started"));
    return 0;
  }
}
