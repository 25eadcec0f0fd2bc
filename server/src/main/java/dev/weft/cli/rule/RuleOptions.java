package dev.weft.cli.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// What a rule asks for and how its callbacks are sent: options of `rule add` and `rule set`.
final class RuleOptions {

  @Option(
      names = "--events",
      paramLabel = "KIND",
      split = ",",
      description = {
        "Which callbacks (thread): thread, message, recall, edit, group, muc, thread_lifecycle,"
            + " reaction, chat_offline, read_ack, channel_ack, user_status, contact."
      })
  private @Nullable List<String> events;

  @Option(
      names = "--retry",
      paramLabel = "POLICY",
      split = ",",
      description = {
        "durable: 8 attempts within 27 and a half hours (the default). vendor: one retry at once."
            + " Or the wait before each attempt, as in 0s,100ms,5s."
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
      description = "Attempts in flight at once, at most.")
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

  @Option(
      names = "--security-fields",
      negatable = true,
      fallbackValue = "true",
      description = "With callId, security and securityVersion in Thread callbacks (yes).")
  private @Nullable Boolean securityFields;

  @Option(
      names = "--copy-meta",
      negatable = true,
      fallbackValue = "true",
      description = "With last_message.meta too, where the vendor's tables have it (no).")
  private @Nullable Boolean copyMeta;

  @Option(
      names = "--timeout-ms",
      paramLabel = "MS",
      description = "Of a pre-send hook: how long a message waits for it, 10 to 10000 (200).")
  private @Nullable Integer timeoutMs;

  @Option(
      names = "--on-failure",
      paramLabel = "POLICY",
      description = "Of a pre-send hook without a proper answer: pass or block (pass).")
  private @Nullable String onFailure;

  @Option(
      names = "--shadow",
      negatable = true,
      fallbackValue = "true",
      description = "Of a pre-send hook: only log what it answers, and send everything (no).")
  private @Nullable Boolean shadow;

  @ArgGroup(exclusive = false, heading = "Filters; several values with commas between:%n")
  private final Filters filters = new Filters();

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

    @Option(
        names = "--env",
        paramLabel = "ENV",
        split = ",",
        description = "Of these environments; default: of messages that name none.")
    private @Nullable List<String> envs;
  }

  /// The fields that were given, as the API has them.
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    put(json, "events", events);
    put(json, "retry", retry != null && retry.size() == 1 ? policy(retry.getFirst()) : retry);
    put(json, "on_poison", parkAfter == null ? null : Map.of("park", parkAfter));
    put(json, "max_concurrency", maxConcurrency);
    put(json, "max_per_second", maxPerSecond);
    put(json, "secret", secret);
    put(json, "signing_secret", signingSecret);
    put(json, "security_fields", securityFields);
    put(json, "copy_meta", copyMeta);
    put(json, "timeout_ms", timeoutMs);
    put(json, "on_failure", onFailure);
    put(json, "shadow", shadow);
    put(json, "from", filters.from);
    put(json, "to", filters.to);
    put(json, "group_ids", filters.groups);
    put(json, "ext_keys", filters.extKeys);
    put(json, "message_types", filters.types);
    put(json, "source", filters.source);
    put(json, "envs", filters.envs);
    return json;
  }

  /// A single word is the name of a policy, unless it is a single wait.
  private static Object policy(String word) {
    return !word.isEmpty() && Character.isDigit(word.charAt(0)) ? List.of(word) : word;
  }

  private static void put(Map<String, Object> json, String key, @Nullable Object value) {
    if (value != null) {
      json.put(key, value);
    }
  }
}
