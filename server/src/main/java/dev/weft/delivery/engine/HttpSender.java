package dev.weft.delivery.engine;

import dev.weft.delivery.Delivery;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Failure;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.Timings;
import dev.weft.outbound.CallbackUrl;
import dev.weft.outbound.HttpFailure;
import dev.weft.outbound.HttpField;
import dev.weft.outbound.HttpPost;
import dev.weft.outbound.HttpResult;
import dev.weft.outbound.LookUpShare;
import dev.weft.outbound.OutboundClient;
import dev.weft.outbound.PhaseTimes;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Sends callbacks over HTTP: makes requests of deliveries, and outcomes of what comes back.
public final class HttpSender implements Sender {

  /// Bytes read of an answer: enough for [Outcome#MAX_ANSWER_CHARS] of any script.
  public static final int MAX_ANSWER_BYTES = 4 * Outcome.MAX_ANSWER_CHARS;

  /// URLs kept taken apart; beyond, all are forgotten.
  private static final int MAX_PARSED = 10_000;

  private final OutboundClient client;
  private final Clock clock;
  private final String userAgent;
  private final Map<URI, CallbackUrl.Parsed> urls = new ConcurrentHashMap<>();

  /// @param client reads [#MAX_ANSWER_BYTES] of an answer
  /// @param version of Weft, for the `User-Agent`
  public HttpSender(OutboundClient client, Clock clock, String version) {
    this.client = client;
    this.clock = clock;
    this.userAgent = "Weft/" + version;
  }

  @Override
  public Outcome send(Endpoint endpoint, Delivery delivery, BooleanSupplier mayWrite) {
    return switch (parsed(endpoint.url())) {
      case CallbackUrl.Parsed.Refused(String reason) ->
          new Outcome.Unreachable(Failure.FORBIDDEN, reason, Timings.NONE);
      case CallbackUrl.Parsed.Url(CallbackUrl url) ->
          send(endpoint, post(endpoint, delivery, url), share(delivery), mayWrite);
    };
  }

  private Outcome send(
      Endpoint endpoint, HttpPost post, LookUpShare share, BooleanSupplier mayWrite) {
    return outcome(endpoint, post, client.post(post, share, mayWrite));
  }

  private CallbackUrl.Parsed parsed(URI url) {
    if (urls.size() > MAX_PARSED) {
      urls.clear();
    }
    return urls.computeIfAbsent(url, CallbackUrl::parse);
  }

  private static LookUpShare share(Delivery delivery) {
    return new LookUpShare(delivery.content().app(), delivery.lane().owner().number());
  }

  private HttpPost post(Endpoint endpoint, Delivery delivery, CallbackUrl url) {
    Map<String, String> headers = LinkedHashMap.newLinkedHashMap(11);
    headers.put("User-Agent", userAgent);
    headers.put("Content-Type", "application/json");
    headers.putAll(CallbackHeaders.of(delivery, endpoint.signer(), clock.instant()));
    return new HttpPost(url, headers, delivery.body().utf8());
  }

  private Outcome outcome(Endpoint endpoint, HttpPost post, HttpResult result) {
    return switch (result) {
      case HttpResult.Answered(
              int status,
              String body,
              @Nullable String retryAfter,
              PhaseTimes at,
              List<HttpField> fields) -> {
        String answer = body.substring(0, Math.min(body.length(), Outcome.MAX_ANSWER_CHARS));
        yield endpoint.retry().accepts(status)
            ? new Outcome.Acknowledged(status, answer, timings(at))
            : new Outcome.Refused(
                status,
                answer,
                retryAfter == null ? null : RetryAfter.parse(retryAfter, clock.instant()),
                timings(at),
                headers(post, fields));
      }
      case HttpResult.Failed(HttpFailure failure, String reason, PhaseTimes at) ->
          new Outcome.Unreachable(failure(failure), reason, timings(at), headers(post, List.of()));
      case HttpResult.Withheld() -> throw new WithheldException();
      case HttpResult.NotMade(String reason) -> throw new PostponedException(reason);
    };
  }

  /// Only attempts that fail pay for this.
  private static Outcome.Headers headers(HttpPost post, List<HttpField> fields) {
    List<Outcome.Header> request = new ArrayList<>();
    request.add(new Outcome.Header("Host", post.url().authority()));
    post.headers().forEach((name, value) -> request.add(new Outcome.Header(name, value)));
    request.add(new Outcome.Header("Content-Length", Integer.toString(post.body().length)));
    List<Outcome.Header> answer =
        fields.stream().map(field -> new Outcome.Header(field.name(), field.value())).toList();
    return new Outcome.Headers(request, answer);
  }

  private static Timings timings(PhaseTimes times) {
    return new Timings(times.dns(), times.connect(), times.tls(), times.firstByte(), times.total());
  }

  private static Failure failure(HttpFailure failure) {
    return switch (failure) {
      case FORBIDDEN -> Failure.FORBIDDEN;
      case DNS -> Failure.DNS;
      case CONNECT -> Failure.CONNECT;
      case TLS -> Failure.TLS;
      case TIMEOUT -> Failure.TIMEOUT;
      case BROKEN -> Failure.BROKEN;
    };
  }

  @Override
  public void abandon() {
    client.abandon();
  }
}
