package dev.weft.delivery.engine;

import dev.weft.delivery.Delivery;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Failure;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.Timings;
import dev.weft.delivery.engine.CallbackExchange.Phase;
import dev.weft.outbound.AddressGuard;
import dev.weft.outbound.CallbackUrl;
import dev.weft.outbound.ForbiddenAddressException;
import dev.weft.outbound.IdleConnections;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends callbacks over HTTP/1.1. The only place that knows the HTTP client.
///
/// Of the client's library there are only parts: what reads an answer, and what speaks TLS. Nothing
/// follows redirects, keeps cookies, repeats anything by itself or unpacks. One deadline spans the
/// whole attempt; when it is over, a watchdog closes the connection under it. Connections are kept
/// for the next callback to the same host, unless more came on them than the answer; how many there
/// can be is bounded by the attempts that may be in flight. Proxies that the environment or the JVM
/// is told of are not used.
public final class HttpSender implements Sender, AutoCloseable {

  /// Bytes read of an answer: enough for [Outcome#MAX_ANSWER_CHARS] of any script.
  private static final int MAX_ANSWER_BYTES = 4 * Outcome.MAX_ANSWER_CHARS;

  /// Shorter than the five seconds after which common servers close an idle connection.
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(4);

  /// A connection idle for longer is looked at before it is used again, which costs a millisecond.
  private static final Duration CHECK_AFTER = Duration.ofSeconds(1);

  /// How often the watchdog looks, and so how late it may be. An alarm for each attempt would cost
  /// more than the rest of the watch.
  private static final Duration WATCH = Duration.ofMillis(50);

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

  private static final String METHOD = "POST";

  private static final Logger log = LoggerFactory.getLogger(HttpSender.class);

  private final AddressGuard guard;
  private final Clock clock;
  private final Duration deadline;
  private final String userAgent;
  private final TlsSocketStrategy tls;
  private final IdleConnections<Connection> idle = new IdleConnections<>();
  private final Map<URI, CallbackUrl.Parsed> urls = new ConcurrentHashMap<>();
  private final Set<CallbackExchange> inFlight = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watchdog;

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
    this.tls = tls;
    this.watchdog =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("weft-watchdog").daemon().factory());
    repeat(WATCH, () -> inFlight.forEach(CallbackExchange::breakOffIfLate));
    repeat(KEEP_ALIVE, () -> close(idle.takeOlderThan(KEEP_ALIVE)));
  }

  private void repeat(Duration pause, Runnable work) {
    ScheduledFuture<?> _ =
        watchdog.scheduleWithFixedDelay(
            () -> tryTo(work), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// What throws is not repeated by the executor, and without a watchdog attempts have no end.
  private static void tryTo(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.error("the watchdog stumbled reason=\"{}\"", e.getMessage(), e);
    }
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
    CallbackExchange exchange = new CallbackExchange(url, deadline);
    inFlight.add(exchange);
    try {
      return exchange(endpoint, delivery, exchange, mayWrite);
    } catch (WithheldException e) {
      throw e;
    } catch (IOException | HttpException | RuntimeException e) {
      return unreachable(exchange, e);
    } finally {
      inFlight.remove(exchange);
    }
  }

  private Outcome exchange(
      Endpoint endpoint, Delivery delivery, CallbackExchange exchange, BooleanSupplier mayWrite)
      throws IOException, HttpException {
    byte[] request = request(endpoint, delivery, exchange.url());
    Connection connection = connection(exchange);
    boolean kept = false;
    CloseMode close = CloseMode.IMMEDIATE;
    try {
      if (!mayWrite.getAsBoolean()) {
        throw new WithheldException();
      }
      ClassicHttpResponse response = connection.call(request);
      exchange.end(Phase.ANSWER);
      int status = response.getCode();
      byte[] read = read(response.getEntity());
      // Closing in peace would read an incomplete answer to its end.
      if (read.length < MAX_ANSWER_BYTES) {
        close = CloseMode.GRACEFUL;
        kept =
            connection.canBeKept(response)
                && exchange.letGo()
                && idle.put(exchange.url().place(), connection);
      }
      String answer = answer(read);
      return endpoint.retry().accepts(status)
          ? new Outcome.Acknowledged(status, answer, exchange.timings())
          : new Outcome.Refused(status, answer, retryAfter(response), exchange.timings());
    } finally {
      if (!kept) {
        connection.close(close);
      }
    }
  }

  private byte[] request(Endpoint endpoint, Delivery delivery, CallbackUrl url) {
    byte[] body = delivery.body().utf8();
    RequestHead head =
        RequestHead.post(url.target())
            .add("Host", url.authority())
            .add("Connection", "keep-alive")
            .add("User-Agent", userAgent)
            .add("Content-Type", "application/json")
            .add("Content-Length", Integer.toString(body.length));
    CallbackHeaders.of(delivery, endpoint.signer(), clock.instant()).forEach(head::add);
    return head.with(body);
  }

  /// One that is kept for this host, or a new one.
  private Connection connection(CallbackExchange exchange) throws IOException {
    IdleConnections.@Nullable Idle<Connection> found = idle.take(exchange.url().place());
    while (found != null) {
      Connection kept = found.connection();
      exchange.opened(kept.socket);
      if (!kept.hasUnasked() && (found.age().compareTo(CHECK_AFTER) < 0 || !kept.isStale())) {
        return kept;
      }
      kept.close(CloseMode.IMMEDIATE);
      found = idle.take(exchange.url().place());
    }
    return connect(exchange);
  }

  /// Connects to the first address of the host that can be connected to, and to nothing that the
  /// guard has not been asked about: the name is not looked up again.
  private Connection connect(CallbackExchange exchange) throws IOException {
    IOException failure = new UnknownHostException(exchange.url().host().name());
    for (InetAddress address : addresses(exchange)) {
      try {
        return connect(exchange, address);
      } catch (ForbiddenAddressException e) {
        throw e;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private List<InetAddress> addresses(CallbackExchange exchange) throws IOException {
    exchange.begin(Phase.DNS);
    try {
      return guard.resolve(exchange.url().host(), exchange.left());
    } finally {
      exchange.end(Phase.DNS);
    }
  }

  private Connection connect(CallbackExchange exchange, InetAddress address) throws IOException {
    CallbackUrl url = exchange.url();
    guard.permit(url.host(), address);
    Socket socket = exchange.opened(new Socket(Proxy.NO_PROXY));
    try {
      socket.setTcpNoDelay(true);
      exchange.begin(Phase.CONNECT);
      socket.connect(
          new InetSocketAddress(address, url.port()),
          Math.toIntExact(Math.max(1, exchange.left().toMillis())));
      exchange.end(Phase.CONNECT);
      if (!url.isSecure()) {
        return Connection.over(socket);
      }
      exchange.begin(Phase.TLS);
      SSLSocket secure =
          tls.upgrade(socket, url.host().name(), url.port(), null, HttpCoreContext.create());
      exchange.end(Phase.TLS);
      return Connection.over(secure, socket);
    } catch (IOException | RuntimeException e) {
      CallbackExchange.close(socket);
      throw e;
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

  private @Nullable Duration retryAfter(ClassicHttpResponse response) {
    @Nullable Header header = response.getFirstHeader("Retry-After");
    return header == null || header.getValue() == null
        ? null
        : RetryAfter.parse(header.getValue(), clock.instant());
  }

  private Outcome unreachable(CallbackExchange exchange, Exception e) {
    Timings timings = exchange.timings();
    if (exchange.isBroken() || e instanceof InterruptedIOException) {
      String reason =
          "no complete answer within "
              + deadline.toMillis()
              + " ms: waited for "
              + exchange.phase().words();
      return new Outcome.Unreachable(Failure.TIMEOUT, reason, timings);
    }
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return new Outcome.Unreachable(failure(exchange, e), message, timings);
  }

  private static Failure failure(CallbackExchange exchange, Exception e) {
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
    inFlight.forEach(CallbackExchange::breakOff);
  }

  @Override
  public void close() {
    watchdog.shutdownNow();
    close(idle.close());
  }

  private static void close(List<Connection> connections) {
    connections.forEach(connection -> connection.close(CloseMode.IMMEDIATE));
  }

  /// A connection to an endpoint, for one exchange after the other.
  private static final class Connection extends DefaultBHttpClientConnection {
    private final Reader reader;

    /// The one below TLS, if there is TLS.
    private final Socket socket;

    private final OutputStream out;

    private Connection(Socket socket, OutputStream out, Reader reader) {
      super(HEAD_LIMITS, null, null, null, null, null, _ -> reader);
      this.socket = socket;
      this.out = out;
      this.reader = reader;
    }

    static Connection over(Socket socket) throws IOException {
      Connection connection = new Connection(socket, socket.getOutputStream(), new Reader());
      connection.bind(socket);
      return connection;
    }

    static Connection over(SSLSocket secure, Socket socket) throws IOException {
      Connection connection = new Connection(socket, secure.getOutputStream(), new Reader());
      connection.bind(secure, socket);
      return connection;
    }

    /// Sends a request and answers the head of what comes back. Interim answers are passed over.
    ClassicHttpResponse call(byte[] request) throws IOException, HttpException {
      out.write(request);
      ClassicHttpResponse response = receiveResponseHeader();
      while (response.getCode() < HttpStatus.SC_SUCCESS) {
        response = receiveResponseHeader();
      }
      if (MessageSupport.canResponseHaveBody(METHOD, response)) {
        receiveResponseEntity(response);
      }
      return response;
    }

    /// Whether something has come since the last answer, which nobody has asked for.
    boolean hasUnasked() throws IOException {
      return socket.getInputStream().available() > 0;
    }

    /// Not if the endpoint wants to close it, nor if more has come than the answer: it would be
    /// taken for the answer to the next callback.
    boolean canBeKept(ClassicHttpResponse response) {
      return !reader.hasUnread()
          && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(
              null, response, HttpCoreContext.create());
    }
  }

  /// Reads the heads of answers. Strict: the parser that clients use skips what comes before
  /// something that looks like HTTP.
  private static final class Reader implements HttpMessageParser<ClassicHttpResponse> {
    private final DefaultHttpResponseParser parser = new DefaultHttpResponseParser(HEAD_LIMITS);
    private @Nullable SessionInputBuffer read;

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
        throws IOException, HttpException {
      read = buffer;
      return parser.parse(buffer, in);
    }

    boolean hasUnread() {
      return read != null && read.length() > 0;
    }
  }
}
