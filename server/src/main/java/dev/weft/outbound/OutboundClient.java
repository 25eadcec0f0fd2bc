package dev.weft.outbound;

import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import dev.weft.outbound.AnswerReader.Answer;
import dev.weft.outbound.Exchange.Phase;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 client for URLs that strangers have given us.
///
/// Nothing follows redirects, keeps cookies or unpacks. One deadline spans the whole exchange; when
/// it is over, a watchdog closes the connections under it. Connections are kept for the next
/// request to the same host, for a while; how many there can be is bounded by the exchanges in
/// flight. Proxies that the environment or the JVM is told of are not used.
///
/// A request that meets a connection which the other side has just closed is sent again at once on
/// a new one, if not a byte of an answer had come: that is how HTTP keep-alive works (RFC 9112,
/// section 9.3.1), and says nothing about the endpoint.
public final class OutboundClient implements AutoCloseable {

  /// Shorter than the five seconds after which common servers close an idle connection.
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(4);

  /// How often the watchdog looks, and so how late it may be. An alarm for each exchange would cost
  /// more than the rest of the watch.
  private static final Duration WATCH = Duration.ofMillis(50);

  /// Exchanges may have no end for so long before the server is not ready.
  private static final Duration WITHIN = Duration.ofSeconds(30);

  /// Answers whose `Location` says where it is (RFC 9110, section 15.4).
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final Connector connector;
  private final Limits limits;
  private final IdleConnections<HttpConnection> idle = new IdleConnections<>();
  private final Set<Exchange> inFlight = ConcurrentHashMap.newKeySet();
  private final Loop watchdog;
  private long nextSweep;

  /// What an exchange may take.
  ///
  /// @param deadline of an exchange, from the first look-up to the last byte
  /// @param connectionAge after which a connection is not used again, so that a name that has moved
  ///   is followed
  /// @param bodyBytes of an answer that are read
  public record Limits(Duration deadline, Duration connectionAge, int bodyBytes) {}

  /// Opens no connection yet. Trusts what Java trusts.
  public OutboundClient(AddressGuard guard, Limits limits, Loops loops) {
    this(guard, limits, (SSLSocketFactory) SSLSocketFactory.getDefault(), loops);
  }

  /// The same with trust of its own.
  public OutboundClient(AddressGuard guard, Limits limits, SSLSocketFactory tls, Loops loops) {
    this.connector = new Connector(guard, tls);
    this.limits = limits;
    this.watchdog = loops.vital("outbound-watchdog", WITHIN, this::watch);
    watchdog.start();
  }

  private Duration watch() {
    inFlight.forEach(Exchange::breakOffIfLate);
    long now = System.nanoTime();
    if (now - nextSweep >= 0) {
      nextSweep = now + KEEP_ALIVE.toNanos();
      idle.takeOlderThan(KEEP_ALIVE).forEach(HttpConnection::close);
    }
    return WATCH;
  }

  /// Sends a request and waits for the answer.
  ///
  /// @param share on whose account the name is looked up
  /// @param mayWrite asked at the last moment, when everything but the request itself is done
  public HttpResult post(HttpPost post, @Nullable LookUpShare share, BooleanSupplier mayWrite) {
    return post(post, share, mayWrite, limits.deadline());
  }

  /// The same with a deadline of its own.
  ///
  /// @param within the whole exchange, or [Limits#deadline] if that is shorter
  public HttpResult post(
      HttpPost post, @Nullable LookUpShare share, BooleanSupplier mayWrite, Duration within) {
    Duration deadline = within.compareTo(limits.deadline()) < 0 ? within : limits.deadline();
    Exchange exchange = new Exchange(post.url(), share, deadline);
    inFlight.add(exchange);
    try {
      byte[] request = request(post);
      @Nullable HttpConnection kept = kept(exchange);
      @Nullable HttpResult result =
          kept == null ? null : callKept(exchange, kept, request, mayWrite);
      return result != null
          ? result
          : call(exchange, connector.connect(exchange, limits.bodyBytes()), request, mayWrite);
    } catch (LookUpNotMadeException e) {
      return new HttpResult.NotMade(String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      boolean late = exchange.isBroken() || e instanceof InterruptedIOException;
      // A handshake that failed leaves its socket open.
      exchange.breakOff();
      return failed(exchange, e, late);
    } finally {
      inFlight.remove(exchange);
    }
  }

  /// Asks for what is at a URL, on a connection of its own, and has `taker` read it as it comes.
  ///
  /// @param headers beside those of HTTP itself, in their order
  /// @param share on whose account the name is looked up
  /// @param within the whole exchange, the reading included
  public <T> Fetched<T> get(
      CallbackUrl url,
      Map<String, String> headers,
      @Nullable LookUpShare share,
      Duration within,
      Fetched.Taker<T> taker) {
    Exchange exchange = new Exchange(url, share, within);
    inFlight.add(exchange);
    try {
      HttpConnection connection = connector.connect(exchange, 0);
      try {
        exchange.begin(Phase.ANSWER);
        AnswerReader.Begun answer =
            connection.open(request(url, headers), () -> exchange.end(Phase.ANSWER));
        exchange.begin(Phase.BODY);
        return taken(answer, taker);
      } finally {
        connection.close();
      }
    } catch (LookUpNotMadeException e) {
      return new Fetched.Failed<>(String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      return notFetched(exchange, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      return notFetched(exchange, e);
    } finally {
      exchange.breakOff();
      inFlight.remove(exchange);
    }
  }

  private static <T> Fetched<T> taken(AnswerReader.Begun answer, Fetched.Taker<T> taker) {
    if (answer.status() == 200) {
      return new Fetched.Taken<>(taker.take(answer.contentType(), answer.body()));
    }
    @Nullable String location = answer.location();
    return REDIRECTS.contains(answer.status()) && location != null
        ? new Fetched.Elsewhere<>(location)
        : new Fetched.Failed<>("the answer was " + answer.status());
  }

  private <T> Fetched<T> notFetched(Exchange exchange, IOException e) {
    boolean late = exchange.isBroken() || e instanceof InterruptedIOException;
    return failed(exchange, e, late) instanceof HttpResult.Failed(_, String reason, _)
        ? new Fetched.Failed<>(reason)
        : new Fetched.Failed<>(e.toString());
  }

  private static byte[] request(CallbackUrl url, Map<String, String> headers) {
    RequestHead head =
        RequestHead.get(url.target())
            .add("Host", url.authority())
            .add("Accept-Encoding", "identity")
            .add("Connection", "close");
    headers.forEach(head::add);
    return head.with(new byte[0]);
  }

  private static byte[] request(HttpPost post) {
    RequestHead head =
        RequestHead.post(post.url().target())
            .add("Host", post.url().authority())
            .add("Connection", "keep-alive");
    post.headers().forEach(head::add);
    return head.add("Content-Length", Integer.toString(post.body().length)).with(post.body());
  }

  private @Nullable HttpConnection kept(Exchange exchange) throws IOException {
    IdleConnections.@Nullable Idle<HttpConnection> found = idle.take(exchange.url().place());
    while (found != null) {
      HttpConnection kept = found.connection();
      if (!kept.isOlderThan(limits.connectionAge()) && !kept.hasUnasked()) {
        exchange.opened(kept.socket());
        return kept;
      }
      kept.close();
      found = idle.take(exchange.url().place());
    }
    return null;
  }

  /// Null if the other side had closed the connection, so that a new one is needed.
  private @Nullable HttpResult callKept(
      Exchange exchange, HttpConnection kept, byte[] request, BooleanSupplier mayWrite)
      throws IOException {
    try {
      return call(exchange, kept, request, mayWrite);
    } catch (IOException e) {
      if (kept.hasAnswered() || exchange.isBroken() || !exchange.left().isPositive()) {
        throw e;
      }
      exchange.dropped(kept.socket());
      return null;
    }
  }

  private HttpResult call(
      Exchange exchange, HttpConnection connection, byte[] request, BooleanSupplier mayWrite)
      throws IOException {
    boolean keep = false;
    try {
      if (!mayWrite.getAsBoolean()) {
        return new HttpResult.Withheld();
      }
      exchange.begin(Phase.ANSWER);
      Answer answer = connection.call(request, () -> exchange.end(Phase.ANSWER));
      keep =
          answer.reusable()
              && connector.isShared(exchange.url())
              && !connection.isOlderThan(limits.connectionAge())
              && exchange.letGo()
              && idle.put(exchange.url().place(), connection);
      return new HttpResult.Answered(
          answer.status(),
          AnswerReader.text(answer.body(), limits.bodyBytes()),
          answer.retryAfter(),
          exchange.times(),
          answer.fields());
    } finally {
      if (!keep) {
        connection.close();
      }
    }
  }

  private HttpResult failed(Exchange exchange, Exception e, boolean late) {
    if (late) {
      String reason =
          "no complete answer within "
              + exchange.within().plusNanos(999_999).toMillis()
              + " ms: waited for "
              + exchange.phase().words();
      return new HttpResult.Failed(HttpFailure.TIMEOUT, reason, exchange.times());
    }
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    HttpFailure failure = failure(exchange, e);
    String reason =
        failure == HttpFailure.FORBIDDEN || failure == HttpFailure.DNS
            ? message
            : exchange.phase().words() + ": " + message;
    return new HttpResult.Failed(failure, reason, exchange.times());
  }

  private static HttpFailure failure(Exchange exchange, Exception e) {
    return switch (e) {
      case ForbiddenAddressException _ -> HttpFailure.FORBIDDEN;
      case UnknownHostException _ -> HttpFailure.DNS;
      case ConnectException _ -> HttpFailure.CONNECT;
      case NoRouteToHostException _ -> HttpFailure.CONNECT;
      case SSLException _ -> HttpFailure.TLS;
      default ->
          switch (exchange.phase()) {
            case DNS -> HttpFailure.DNS;
            case CONNECT -> HttpFailure.CONNECT;
            case TLS -> HttpFailure.TLS;
            case ANSWER, BODY -> HttpFailure.BROKEN;
          };
    };
  }

  /// Breaks off what is in flight: the results that this brings forth mean nothing.
  public void abandon() {
    inFlight.forEach(Exchange::breakOff);
  }

  @Override
  public void close() {
    watchdog.close();
    idle.close().forEach(HttpConnection::close);
  }
}
