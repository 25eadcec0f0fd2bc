package dev.weft.cli.delivery;

import dev.weft.app.AppKey;
import dev.weft.cli.base.AppKeys;
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
import tools.jackson.databind.JsonNode;

/// `weft deliveries resend`: one callback once more.
@Command(
    name = "resend",
    description = {
      "Send one callback once more, by each rule it was sent for.",
      "",
      "One that is still pending is tried now, after those before it in its thread."
    },
    footer = {"", "Example:", "  weft deliveries resend 'acme#chat' 'acme#chat_0c4b19e2-...'"},
    sortOptions = false)
final class DeliveryResendCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ORG#APP",
      description = "The app, in quotes.",
      converter = AppKeys.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @Parameters(paramLabel = "CALL_ID", description = "The callback, in quotes.")
  private String callId = "";

  @Option(names = "--rule", paramLabel = "NAME", description = "Only by this rule.")
  private @Nullable String rule;

  @Option(
      names = "--target-url",
      paramLabel = "URL",
      description = "Send it there, signed with the secret of --rule.")
  private @Nullable String targetUrl;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    Map<String, Object> body = new LinkedHashMap<>();
    if (rule != null) {
      body.put("rule", rule);
    }
    if (targetUrl != null) {
      body.put("target_url", targetUrl);
    }
    JsonNode job;
    try (ServerApi api = server.connect(app)) {
      String path = "/callbacks/deliveries/" + ServerApi.encoded(callId) + "/resend";
      job = api.post(path, body).path("data");
    }
    output.print(
        job,
        out -> {
          if (job.has("retried")) {
            out.println("it is pending: tried now, in its order");
          } else {
            JobTexts.fields(job).print(out);
          }
        });
    return 0;
  }
}
