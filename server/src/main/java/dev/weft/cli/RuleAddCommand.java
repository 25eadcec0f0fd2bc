package dev.weft.cli;

import dev.weft.app.AppKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `weft rule add`: from now on, send these callbacks there.
@Command(
    name = "add",
    description = {
      "Add a callback rule: from now on the server POSTs to URL what the rule asks for.",
      "",
      "Shows both secrets your app server needs to verify callbacks."
    },
    footer = {
      "",
      "Examples:",
      "  weft rule add 'acme#chat' orders https://app.example.com/callbacks",
      "  weft rule add 'acme#chat' audit http://127.0.0.1:3000/ \\",
      "      --events thread,recall --retry 0s,100ms,5s --group 286331153074178",
      "",
      "An address on this machine or in a private network needs the server's consent:",
      "  weft serve --callback-allow 127.0.0.0/8"
    },
    abbreviateSynopsis = true,
    sortOptions = false)
final class RuleAddCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "ORG#APP",
      description = "The app, in quotes.",
      converter = AppKeys.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      description = "Name of the rule: letters, digits, _ and -.")
  private String name = "";

  @Parameters(
      index = "2",
      paramLabel = "URL",
      arity = "0..1",
      description = "Where the callbacks go: http or https.")
  private @Nullable String url;

  @Option(
      names = "--pull",
      description =
          "Without URL: keep the callbacks until they are fetched, as 'weft listen' does.")
  private boolean pull;

  @Option(
      names = "--events",
      paramLabel = "KIND",
      split = ",",
      description = {
        "Which callbacks (thread): thread, message, recall, edit, group, thread_lifecycle."
      })
  private @Nullable List<String> events;

  @Option(
      names = "--retry",
      paramLabel = "POLICY",
      split = ",",
      description = {
        "durable: 8 attempts in 28 hours (the default). vendor: one retry at once. Or the wait"
            + " before each attempt, as in 0s,100ms,5s."
      })
  private @Nullable List<String> retry;

  @Option(
      names = "--park-after",
      paramLabel = "N",
      description = {
        "Put a callback into exception storage after N attempts and go on with its thread (by"
            + " default the thread waits until the policy gives up)."
      })
  private @Nullable Integer parkAfter;

  @Option(
      names = "--max-concurrency",
      paramLabel = "N",
      description = "Attempts under way at once, at most.")
  private @Nullable Integer maxConcurrency;

  @Option(
      names = "--max-per-second",
      paramLabel = "N",
      description = "Attempts in a second, at most; 0.1 or more.")
  private @Nullable Double maxPerSecond;

  @Option(
      names = "--secret",
      paramLabel = "SECRET",
      description = "Secret of the MD5 'security' field (random).")
  private @Nullable String secret;

  @Option(
      names = "--signing-secret",
      paramLabel = "SECRET",
      description = "Secret of the Standard Webhooks signature, whsec_... (random).")
  private @Nullable String signingSecret;

  @Option(names = "--disabled", description = "Make it, but match nothing until it is enabled.")
  private boolean disabled;

  @ArgGroup(exclusive = false, heading = "Filters; several values with commas between:%n")
  private final Filters filters = new Filters();

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final Output output = new Output();

  /// What narrows a rule; every one that is given must match.
  private static final class Filters {
    @Option(names = "--from", paramLabel = "USER", split = ",", description = "Sent by these.")
    private @Nullable List<String> from;

    @Option(
        names = "--to",
        paramLabel = "ID",
        split = ",",
        description = "Sent to these users in single chats.")
    private @Nullable List<String> to;

    @Option(
        names = "--group",
        paramLabel = "ID",
        split = ",",
        description = "In these groups or threads.")
    private @Nullable List<String> groups;

    @Option(
        names = "--ext-key",
        paramLabel = "KEY",
        split = ",",
        description = "With one of these keys in ext.")
    private @Nullable List<String> extKeys;

    @Option(
        names = "--type",
        paramLabel = "TYPE",
        split = ",",
        description = "Of these types: txt, img, audio, video, file, loc, cmd, custom.")
    private @Nullable List<String> types;

    @Option(
        names = "--source",
        paramLabel = "SOURCE",
        description = "Sent by rest or by sdk (any).")
    private @Nullable String source;
  }

  @Override
  public Integer call() {
    try (ServerApi api = server.connect(app)) {
      JsonNode rule = api.post("/callbacks/rules", json()).path("data");
      output.print(rule, out -> RuleTexts.fields(rule).print(out));
    }
    return 0;
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    put(json, "url", url);
    if (pull) {
      json.put("delivery", "pull");
    }
    json.put("enabled", !disabled);
    put(json, "events", events);
    put(json, "retry", retry != null && retry.size() == 1 ? policy(retry.getFirst()) : retry);
    put(json, "on_poison", parkAfter == null ? null : Map.of("park", parkAfter));
    put(json, "max_concurrency", maxConcurrency);
    put(json, "max_per_second", maxPerSecond);
    put(json, "secret", secret);
    put(json, "signing_secret", signingSecret);
    put(json, "from", filters.from);
    put(json, "to", filters.to);
    put(json, "group_ids", filters.groups);
    put(json, "ext_keys", filters.extKeys);
    put(json, "message_types", filters.types);
    put(json, "source", filters.source);
    return json;
  }

  /// A single word is the name of a policy, unless it is a single wait.
  private static Object policy(String word) {
    return Character.isDigit(word.charAt(0)) ? List.of(word) : word;
  }

  private static void put(Map<String, Object> json, String key, @Nullable Object value) {
    if (value != null) {
      json.put(key, value);
    }
  }
}
