package dev.weft.delivery;

import dev.weft.delivery.Exchange.Phase;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.classic.MinimalHttpClient;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends callbacks over HTTP/1.1. The only place that knows the HTTP client.
///
/// The client is the library's smallest: it follows no redirects, keeps no cookies, repeats nothing
/// by itself and unpacks nothing. One deadline spans the whole attempt; when it is over, a watchdog
/// closes the connection under it. Connections are kept for the next callback to the same host,
/// unless more came on them than the answer; how many there can be is bounded by the attempts that
/// may be under way. Proxies that the environment or the JVM is told of are not used.
public final class HttpSender implements Sender, AutoCloseable {

  /// Bytes read of an answer: enough for [Outcome#MAX_ANSWER_CHARS] of any script.
  private static final int MAX_ANSWER_BYTES = 4 * Outcome.MAX_ANSWER_CHARS;

  /// Connections to one host. Permits bound attempts long before; this is never reached.
  private static final int MAX_CONNECTIONS = 65_536;

  /// Shorter than the five seconds after which common servers close an idle connection.
  private static final TimeValue KEEP_ALIVE = TimeValue.ofSeconds(4);

  /// A connection idle for longer is looked at before it is used again, which costs a millisecond.
  private static final TimeValue CHECK_AFTER = TimeValue.ofSeconds(1);

  /// A head longer than this is not an answer to a callback.
  private static final Http1Config HEAD_LIMITS =
      Http1Config.custom()
          .setBufferSize(4_096)
          .setMaxLineLength(8_192)
          .setMaxHeaderCount(100)
          .setMaxEmptyLineCount(4)
          .build();

  /// URLs kept taken apart; beyond, all are forgotten.
  private static final int MAX_PARSED = 10_000;

  private static final Logger log = LoggerFactory.getLogger(HttpSender.class);

  private static final ContentType JSON = ContentType.create("application/json");

  /// The attempt of this thread, for the hooks that the client calls without telling whose it is.
  private static final ScopedValue<Exchange> CURRENT = ScopedValue.newInstance();

  private final AddressGuard guard;
  private final Clock clock;
  private final Duration deadline;
  private final String userAgent;
  private final PoolingHttpClientConnectionManager connections;
  private final MinimalHttpClient client;
  private final Map<URI, CallbackUrl.Parsed> urls = new ConcurrentHashMap<>();
  private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor watchdog;

  /// Opens no connection yet.
  ///
  /// @param deadline of an attempt, from the first look-up to the last byte
  /// @param version of Weft, for the `User-Agent`
  public HttpSender(AddressGuard guard, Clock clock, Duration deadline, String version) {
    this(guard, clock, deadline, version, DefaultClientTlsStrategy.createDefault());
  }

  /// For tests, which trust certificates that nobody else does.
  static HttpSender trusting(
      SSLContext tls, AddressGuard guard, Clock clock, Duration deadline, String version) {
    return new HttpSender(guard, clock, deadline, version, new DefaultClientTlsStrategy(tls));
  }

  private HttpSender(
      AddressGuard guard, Clock clock, Duration deadline, String version, TlsSocketStrategy tls) {
    this.guard = guard;
    this.clock = clock;
    this.deadline = deadline;
    this.userAgent = "Weft/" + version;
    this.connections = new CleanConnections(new GuardedOperator(tls));
    connections.setDefaultMaxPerRoute(MAX_CONNECTIONS);
    connections.setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build());
    connections.setDefaultConnectionConfig(
        ConnectionConfig.custom()
            .setConnectTimeout(timeout(deadline))
            .setSocketTimeout(timeout(deadline))
            .setValidateAfterInactivity(CHECK_AFTER)
            .build());
    this.client = HttpClients.createMinimal(connections);
    this.watchdog =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("weft-watchdog").daemon().factory());
    watchdog.setRemoveOnCancelPolicy(true);
    ScheduledFuture<?> _ =
        watchdog.scheduleWithFixedDelay(
            () -> connections.closeIdle(KEEP_ALIVE),
            KEEP_ALIVE.toMilliseconds(),
            KEEP_ALIVE.toMilliseconds(),
            TimeUnit.MILLISECONDS);
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.ofMilliseconds(duration.toMillis());
  }

  @Override
  public Outcome send(Endpoint endpoint, Delivery delivery, BooleanSupplier mayWrite) {
    return switch (parsed(endpoint.url())) {
      case CallbackUrl.Parsed.Refused(String reason) ->
          new Outcome.Unreachable(Failure.FORBIDDEN, reason, Timings.NONE);
      case CallbackUrl.Parsed.Url(CallbackUrl url) -> send(endpoint, delivery, url, mayWrite);
    };
  }

  private CallbackUrl.Parsed parsed(URI url) {
    if (urls.size() > MAX_PARSED) {
      urls.clear();
    }
    return urls.computeIfAbsent(url, CallbackUrl::parse);
  }

  private Outcome send(
      Endpoint endpoint, Delivery delivery, CallbackUrl url, BooleanSupplier mayWrite) {
    HttpPost request = request(endpoint, delivery, url);
    request.setEntity(new Withheld(delivery.body(), mayWrite));
    Exchange exchange = new Exchange(url, deadline);
    exchange.breakOffBy(request::cancel);
    underWay.add(exchange);
    ScheduledFuture<?> bomb =
        watchdog.schedule(exchange::breakOff, deadline.toNanos(), TimeUnit.NANOSECONDS);
    try {
      return ScopedValue.where(CURRENT, exchange).call(() -> exchange(endpoint, request, exchange));
    } catch (WithheldException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      return unreachable(exchange, e);
    } finally {
      bomb.cancel(false);
      underWay.remove(exchange);
    }
  }

  private HttpPost request(Endpoint endpoint, Delivery delivery, CallbackUrl url) {
    HttpPost request = new HttpPost(url.target());
    CallbackHeaders.of(delivery, endpoint.signer(), clock.instant()).forEach(request::setHeader);
    request.setHeader("User-Agent", userAgent);
    return request;
  }

  private Outcome exchange(Endpoint endpoint, HttpPost request, Exchange exchange)
      throws IOException {
    CallbackUrl url = exchange.url();
    HttpHost host = new HttpHost(url.scheme(), url.host().name(), url.port());
    ClassicHttpResponse response = client.executeOpen(host, request, HttpClientContext.create());
    boolean complete = false;
    try {
      exchange.end(Phase.ANSWER);
      int status = response.getCode();
      byte[] read = read(response.getEntity());
      complete = read.length < MAX_ANSWER_BYTES;
      String answer = answer(read);
      return endpoint.retry().accepts(status)
          ? new Outcome.Acknowledged(status, answer, exchange.timings())
          : new Outcome.Refused(status, answer, retryAfter(response), exchange.timings());
    } finally {
      close(response, request, complete);
    }
  }

  private static byte[] read(@Nullable HttpEntity entity) throws IOException {
    // The usual answer is empty, and says so.
    return entity == null || entity.getContentLength() == 0
        ? new byte[0]
        : entity.getContent().readNBytes(MAX_ANSWER_BYTES);
  }

  private static String answer(byte[] read) {
    String text = new String(read, StandardCharsets.UTF_8);
    return text.substring(0, Math.min(text.length(), Outcome.MAX_ANSWER_CHARS));
  }

  /// Closing would read an incomplete answer to its end, were the connection not broken before.
  private static void close(ClassicHttpResponse response, HttpPost request, boolean complete) {
    if (!complete) {
      request.cancel();
    }
    try {
      response.close();
    } catch (IOException e) {
      log.debug("closing an answer failed reason=\"{}\"", e.getMessage());
    }
  }

  private @Nullable Duration retryAfter(ClassicHttpResponse response) {
    @Nullable Header header = response.getFirstHeader("Retry-After");
    return header == null || header.getValue() == null
        ? null
        : RetryAfter.parse(header.getValue(), clock.instant());
  }

  private Outcome unreachable(Exchange exchange, Exception e) {
    Timings timings = exchange.timings();
    if (exchange.isBroken() || e instanceof InterruptedIOException) {
      String reason =
          "no complete answer within "
              + deadline.toMillis()
              + " ms: waited for "
              + exchange.phase().words();
      return new Outcome.Unreachable(Failure.TIMEOUT, reason, timings);
    }
    @Nullable Exception forbidden = exchange.forbidden();
    Exception cause = forbidden == null ? e : forbidden;
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new Outcome.Unreachable(failure(exchange, cause), message, timings);
  }

  private static Failure failure(Exchange exchange, Exception e) {
    return switch (e) {
      case ForbiddenAddressException _ -> Failure.FORBIDDEN;
      case UnknownHostException _ -> Failure.DNS;
      case ConnectException _ -> Failure.CONNECT;
      case NoRouteToHostException _ -> Failure.CONNECT;
      case SSLException _ -> Failure.TLS;
      default ->
          switch (exchange.phase()) {
            case DNS -> Failure.DNS;
            case CONNECT -> Failure.CONNECT;
            case TLS -> Failure.TLS;
            case ANSWER, BODY -> Failure.BROKEN;
          };
    };
  }

  @Override
  public void abandon() {
    underWay.forEach(Exchange::breakOff);
  }

  @Override
  public void close() {
    watchdog.shutdownNow();
    client.close(CloseMode.IMMEDIATE);
    connections.close(CloseMode.IMMEDIATE);
  }

  /// A body that asks before it is written. The head is in the client's buffer until then, so that
  /// a no leaves nothing on the way.
  private static final class Withheld extends HttpEntityWrapper {
    private final BooleanSupplier mayWrite;

    Withheld(Body body, BooleanSupplier mayWrite) {
      super(new ByteArrayEntity(body.utf8(), JSON));
      this.mayWrite = mayWrite;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      if (!mayWrite.getAsBoolean()) {
        throw new WithheldException();
      }
      super.writeTo(out);
    }
  }

  /// Keeps no connection on which more has come than the answer: it would be taken for the answer
  /// to the next callback.
  private static final class CleanConnections extends PoolingHttpClientConnectionManager {

    CleanConnections(GuardedOperator operator) {
      super(
          operator,
          PoolConcurrencyPolicy.LAX,
          PoolReusePolicy.LIFO,
          null,
          ManagedHttpClientConnectionFactory.builder()
              .http1Config(HEAD_LIMITS)
              .responseParserFactory(CleanConnections::parser)
              .build());
    }

    /// Strict: the client's own parser skips what comes before something that looks like HTTP.
    private static HttpMessageParser<ClassicHttpResponse> parser(@Nullable Http1Config limits) {
      DefaultHttpResponseParser parser = new DefaultHttpResponseParser(limits);
      return (buffer, in) -> {
        CURRENT.get().unread(buffer::length);
        return parser.parse(buffer, in);
      };
    }

    @Override
    public void release(
        ConnectionEndpoint endpoint, @Nullable Object state, @Nullable TimeValue keepAlive) {
      // Not bound: the watchdog has broken it off, and it is not kept anyway.
      if (CURRENT.isBound() && CURRENT.get().hasUnread()) {
        endpoint.close(CloseMode.IMMEDIATE);
      }
      super.release(endpoint, state, keepAlive);
    }
  }

  /// Connects where the guard permits, and takes the times.
  private final class GuardedOperator extends DefaultHttpClientConnectionOperator {

    GuardedOperator(TlsSocketStrategy tls) {
      super(
          _ -> new GuardedSocket(),
          null,
          new GuardedResolver(),
          RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build());
    }

    @Override
    protected void onBeforeTlsHandshake(HttpContext context, HttpHost host) {
      CURRENT.get().begin(Phase.TLS);
    }

    @Override
    protected void onAfterTlsHandshake(HttpContext context, HttpHost host) {
      CURRENT.get().end(Phase.TLS);
    }
  }

  /// Answers only addresses that may be reached.
  private final class GuardedResolver implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      Exchange exchange = CURRENT.get();
      exchange.begin(Phase.DNS);
      try {
        return guard.resolve(exchange.url().host(), exchange.left()).toArray(new InetAddress[0]);
      } catch (ForbiddenAddressException e) {
        exchange.forbid(e);
        throw new UnknownHostException(e.getMessage());
      } finally {
        exchange.end(Phase.DNS);
      }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }

  /// Asks the guard once more, about the very address that is being connected.
  private final class GuardedSocket extends Socket {

    GuardedSocket() {
      super(Proxy.NO_PROXY);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      Exchange exchange = CURRENT.get();
      if (!(endpoint instanceof InetSocketAddress address) || address.isUnresolved()) {
        throw new ForbiddenAddressException("not an address: " + endpoint);
      }
      guard.permit(exchange.url().host(), address.getAddress());
      exchange.opened(this);
      exchange.begin(Phase.CONNECT);
      super.connect(endpoint, timeout);
      exchange.end(Phase.CONNECT);
    }
  }
}
