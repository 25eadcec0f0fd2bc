package dev.weft.web.moderation;

import dev.weft.callback.moderation.JudgeEndpoint;
import dev.weft.callback.moderation.WebhookJudge;
import dev.weft.callback.rule.StandardWebhooksSigner;
import dev.weft.chat.moderation.Judgement;
import dev.weft.chat.moderation.TextModeration;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.UnkeyedHandler;
import dev.weft.web.api.VendorException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Judges a text that the app's server shows, and names the service that is asked (VENDOR-2026,
/// section 2.5). The answer of the check has an envelope of its own: `code`, `data`, `meta`.
public final class TextCheckRoutes {

  /// Longer than any message: what is judged is held in memory.
  private static final int MAX_CONTENT = 100_000;

  private static final Rate CHECK = Rate.of("moderation-check");
  private static final Rate RATE = Rate.of("moderation");

  private final TextModeration moderation;
  private final WebhookJudge judge;

  public TextCheckRoutes(TextModeration moderation, WebhookJudge judge) {
    this.moderation = moderation;
    this.judge = judge;
  }

  public void addTo(Routes routes) {
    routes
        .add("POST", "/moderation/txt/check", CHECK, (UnkeyedHandler) this::check)
        .add("PUT", "/moderation/webhook", RATE, this::setWebhook)
        .add("GET", "/moderation/webhook", RATE, this::webhook)
        .add("DELETE", "/moderation/webhook", RATE, this::removeWebhook);
  }

  private Answer check(Call call) {
    String content =
        call.json()
            .text("content")
            .filter(text -> !text.isBlank())
            .orElseThrow(() -> bad("message content is empty or null"));
    if (content.length() > MAX_CONTENT) {
      throw bad("message content is longer than " + MAX_CONTENT);
    }
    Judgement found =
        moderation.judge(call.app(), content).orElseThrow(() -> bad("text moderation not open"));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("code", 200);
    answer.put("data", json(found));
    answer.put("meta", Map.of("timestamp", call.started(), "requestId", ""));
    return new Answer.Document(200, answer);
  }

  private static Map<String, Object> json(Judgement found) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", found.type().name());
    json.put("riskType", found.riskType());
    json.put("riskLabel", found.riskLabel());
    json.put("exchangeText", found.exchangeText() == null ? "" : found.exchangeText());
    json.put("sensitiveWords", found.sensitiveWords());
    return json;
  }

  private Answer setWebhook(Call call) {
    JsonBody body = call.json();
    URI url = url(body.text("url").orElseThrow(() -> bad("url is required")));
    Optional<String> secret = body.text("signing_secret");
    secret.ifPresent(TextCheckRoutes::requireSecret);
    judge
        .set(call.app(), url, secret.orElse(null))
        .ifPresent(
            sentence -> {
              throw Errors.illegalArgument(sentence);
            });
    return webhook(call);
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      if (url.getRawAuthority() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw Errors.illegalArgument("url is not a URL: " + e.getReason());
    }
    throw Errors.illegalArgument("url must be an http or https URL with a host");
  }

  private static void requireSecret(String secret) {
    try {
      byte[] _ = StandardWebhooksSigner.key(secret);
    } catch (IllegalArgumentException e) {
      throw Errors.illegalArgument("signing_secret must be base64, with \"whsec_\" before it");
    }
  }

  private Answer webhook(Call call) {
    JudgeEndpoint endpoint = judge.of(call.app()).orElseThrow(Errors::resourceNotFound);
    return new Answer.Document(
        200, Map.of("url", endpoint.url().toString(), "signing_secret", endpoint.secret()));
  }

  private Answer removeWebhook(Call call) {
    if (!judge.remove(call.app())) {
      throw Errors.resourceNotFound();
    }
    return new Answer.Document(200, Map.of("deleted", true));
  }

  private static VendorException bad(String description) {
    return new VendorException(400, "Bad request", "ModerationException", description);
  }
}
