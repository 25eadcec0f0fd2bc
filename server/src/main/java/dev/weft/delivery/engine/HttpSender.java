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
import dev.weft.trace.Span;
import dev.weft.trace.TraceContext;
import dev.weft.trace.Tracer;
import dev.weft.trace.Tracer.Kind;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
  private final Tracer tracer;
  private final Map<URI, CallbackUrl.Parsed> urls = new ConcurrentHashMap<>();

  /// @param client reads [#MAX_ANSWER_BYTES] of an answer
  /// @param version of Weft, for the `User-Agent`
  /// @param tracer records each attempt
  public HttpSender(OutboundClient client, Clock clock, String version, Tracer tracer) {
    this.client = client;
    this.clock = clock;
    this.userAgent = "Weft/" + version;
    this.tracer = tracer;
  }

  @Override
  public Outcome send(Endpoint endpoint, Delivery delivery, BooleanSupplier mayWrite) {
    return switch (parsed(endpoint.url())) {
      case CallbackUrl.Parsed.Refused(String reason) ->
          new Outcome.Unreachable(Failure.FORBIDDEN, reason, Timings.NONE);
      case CallbackUrl.Parsed.Url(CallbackUrl url) -> send(endpoint, delivery, url, mayWrite);
    };
  }

  /// An attempt that is not made leaves no span.
  private Outcome send(
      Endpoint endpoint, Delivery delivery, CallbackUrl url, BooleanSupplier mayWrite) {
    Span span = begin(endpoint, delivery);
    HttpPost post = post(endpoint, delivery, url, span.outgoing());
    Outcome outcome = outcome(endpoint, post, client.post(post, share(delivery), mayWrite));
    end(span, outcome);
    return outcome;
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

  /// In the words of the conventions of OpenTelemetry for HTTP clients.
  private Span begin(Endpoint endpoint, Delivery delivery) {
    Span span = tracer.begin(Kind.CLIENT, "attempt", delivery.content().trace());
    if (span.equals(Span.NONE)) {
      return span;
    }
    URI url = endpoint.url();
    return span.with("http.request.method", "POST")
        .with("server.address", url.getHost() == null ? "" : url.getHost())
        .with("url.scheme", url.getScheme() == null ? "" : url.getScheme())
        .with("weft.rule", endpoint.name())
        .with("weft.call_id", delivery.callId().value())
        .with("weft.operation", delivery.content().operation())
        .with("weft.attempt", delivery.nextNumber());
  }

  private static void end(Span span, Outcome outcome) {
    switch (outcome) {
      case Outcome.Acknowledged acknowledged ->
          span.with("http.response.status_code", acknowledged.status());
      case Outcome.Refused refused ->
          span.with("http.response.status_code", refused.status())
              .failed(Integer.toString(refused.status()));
      case Outcome.Unreachable unreachable ->
          span.failed(unreachable.failure().name().toLowerCase(Locale.ROOT));
    }
    span.end();
  }

  private HttpPost post(
      Endpoint endpoint, Delivery delivery, CallbackUrl url, @Nullable TraceContext trace) {
    Map<String, String> headers = LinkedHashMap.newLinkedHashMap(11);
    headers.put("User-Agent", userAgent);
    headers.put("Content-Type", "application/json");
    headers.putAll(CallbackHeaders.of(delivery, endpoint.signer(), clock.instant(), trace));
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
