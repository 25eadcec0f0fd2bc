package dev.weft.callback.moderation;

import dev.weft.app.App;
import dev.weft.callback.rule.RuleSecrets;
import dev.weft.callback.rule.StandardWebhooksSigner;
import dev.weft.chat.moderation.Judgement;
import dev.weft.chat.moderation.TextJudge;
import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.outbound.AddressCheck;
import dev.weft.outbound.AddressGuard;
import dev.weft.outbound.CallbackUrl;
import dev.weft.outbound.HttpPost;
import dev.weft.outbound.HttpResult;
import dev.weft.outbound.LookUpShare;
import dev.weft.outbound.OutboundClient;
import dev.weft.tx.Transactions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A webhook that is asked: POSTs a text to the URL that an app has named, and takes its answer for
/// a [Judgement]. The address guard stands before it as before callbacks, and the request is signed
/// as they are (Standard Webhooks). There is one attempt: the caller waits for it.
public final class WebhookJudge implements TextJudge {

  private static final Logger log = LoggerFactory.getLogger(WebhookJudge.class);
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;
  private static final int OK = 200;

  private final Transactions transactions;
  private final JudgeStore store;
  private final AddressGuard guard;
  private final OutboundClient client;
  private final Clock clock;

  public WebhookJudge(
      Transactions transactions,
      JudgeStore store,
      AddressGuard guard,
      OutboundClient client,
      Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.guard = guard;
    this.client = client;
    this.clock = clock;
  }

  /// Names the service of an app, in place of the one before.
  ///
  /// @param secret null to have one made
  /// @return why the URL is none that may be called; empty if it is kept
  public Optional<String> set(App app, URI url, @Nullable String secret) {
    if (guard.check(url) instanceof AddressCheck.Refused(String sentence)) {
      return Optional.of(sentence);
    }
    String kept = secret == null ? newSecret() : secret;
    transactions.run(tx -> store.put(tx, app.id(), new JudgeEndpoint(url, kept)));
    return Optional.empty();
  }

  private static String newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }

  /// The service of an app.
  public Optional<JudgeEndpoint> of(App app) {
    return transactions.read(snapshot -> store.find(snapshot, app.id()));
  }

  /// Forgets the service of an app. False if it has none.
  public boolean remove(App app) {
    return transactions.call(tx -> store.delete(tx, app.id()));
  }

  @Override
  public boolean isThere(App app) {
    return of(app).isPresent();
  }

  @Override
  public Optional<Judgement> judge(App app, String text) {
    return of(app).map(endpoint -> ask(app, endpoint, text));
  }

  private Judgement ask(App app, JudgeEndpoint endpoint, String text) {
    if (!(CallbackUrl.parse(endpoint.url()) instanceof CallbackUrl.Parsed.Url(CallbackUrl url))) {
      return Judgement.UNKNOWN;
    }
    HttpResult result =
        client.post(
            post(app, endpoint, url, text), new LookUpShare(app.id().value(), 0), () -> true);
    return switch (result) {
      case HttpResult.Answered(int status, String body, _, _, _) when status == OK ->
          read(app, body);
      case HttpResult.Answered(int status, _, _, _, _) -> unknown(app, "status " + status);
      case HttpResult.Failed(_, String reason, _) -> unknown(app, reason);
      case HttpResult.NotMade(String reason) -> unknown(app, reason);
      case HttpResult.Withheld() -> unknown(app, "withheld");
    };
  }

  private HttpPost post(App app, JudgeEndpoint endpoint, CallbackUrl url, String text) {
    Instant now = clock.instant();
    CallId id = new CallId(app.key() + "_" + UUID.randomUUID());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("callId", id.value());
    json.put("eventType", "moderation");
    json.put("appkey", app.key().toString());
    json.put("content", text);
    json.put("timestamp", now.toEpochMilli());
    Body body = Body.of(MAPPER.writeValueAsString(json).getBytes(StandardCharsets.UTF_8));
    StandardWebhooksSigner signer =
        new StandardWebhooksSigner(new RuleSecrets("", endpoint.secret(), null, null));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("webhook-id", id.value());
    headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
    headers.put("webhook-signature", signer.sign(id, now, body));
    return new HttpPost(url, headers, body.utf8());
  }

  private static Judgement read(App app, String body) {
    try {
      JsonNode json = MAPPER.readTree(body);
      Judgement.Type type = Judgement.Type.valueOf(json.path("type").asString("UNKNOWN"));
      List<String> words = new ArrayList<>();
      json.path("sensitiveWords").forEach(word -> words.add(word.asString()));
      @Nullable String exchange =
          json.path("exchangeText").isString() ? json.get("exchangeText").stringValue() : null;
      return new Judgement(
          type,
          json.path("riskType").asString(type == Judgement.Type.PASS ? "无风险" : "未知"),
          json.path("riskLabel").asString(type == Judgement.Type.PASS ? "NONE" : "UNKNOWN"),
          exchange,
          words);
    } catch (JacksonException | IllegalArgumentException e) {
      return unknown(app, "the answer is no judgement");
    }
  }

  private static Judgement unknown(App app, String reason) {
    log.warn("text not judged app={} reason=\"{}\"", app.key(), reason);
    return Judgement.UNKNOWN;
  }
}
