package dev.weft.receiver.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sends HTTP/1.1 requests. Safe for many threads.
///
/// It differs from the JDK's client in three ways: every address of a name is tried, a failure says
/// which address did what, and an answer is bounded. It knows no proxies, no redirects and no
/// cookies.
public final class HttpCaller implements AutoCloseable {

  /// What a whole answer may have.
  public static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /// Below the idle time of common servers.
  private static final Duration MAX_IDLE = Duration.ofSeconds(4);

  /// For each server.
  private static final int MAX_KEPT = 8;

  private final Duration connectTimeout;
  private final int maxAnswerBytes;
  private final Map<String, Deque<Connection>> kept = new HashMap<>();
  private final Set<Connection> all = new HashSet<>();
  private boolean closed;

  public HttpCaller() {
    this(CONNECT, MAX_ANSWER_BYTES);
  }

  /// With other bounds.
  ///
  /// @param connectTimeout for all addresses of a name together
  public HttpCaller(Duration connectTimeout, int maxAnswerBytes) {
    this.connectTimeout = connectTimeout;
    this.maxAnswerBytes = maxAnswerBytes;
  }

  /// Sends a request and reads the whole answer, whatever its status is.
  ///
  /// @throws ConnectFailedException if no address can be connected to
  /// @throws IOException if no answer comes in time, or it is broken off or too large
  public HttpAnswer call(HttpCall call) throws IOException, InterruptedException {
    try (HttpStream stream = begin(call, false)) {
      byte[] body = stream.body().readNBytes(maxAnswerBytes + 1);
      if (body.length > maxAnswerBytes) {
        throw new IOException("the answer is larger than " + maxAnswerBytes + " bytes");
      }
      return new HttpAnswer(stream.status(), stream.headers(), body);
    }
  }

  /// Sends a request and answers as soon as the headers have come. From then on, the timeout is for
  /// each read.
  public HttpStream open(HttpCall call) throws IOException, InterruptedException {
    return begin(call, true);
  }

  private HttpStream begin(HttpCall call, boolean eachRead)
      throws IOException, InterruptedException {
    Connection reused = takeKept(call.origin());
    if (reused != null) {
      try {
        return exchange(reused, call, eachRead);
      } catch (EOFException | SocketException e) {
        // The server closed it while it was idle.
        if (reused.isAnswered() || !call.isRepeatable()) {
          throw e;
        }
      }
    }
    Connection fresh = Connection.open(call, connectTimeout);
    register(fresh);
    return exchange(fresh, call, eachRead);
  }

  private HttpStream exchange(Connection connection, HttpCall call, boolean eachRead)
      throws IOException {
    try {
      connection.limit(call.timeout(), false);
      connection.write(call);
      ResponseHead head = ResponseHead.read(connection.in());
      if (eachRead) {
        connection.limit(call.timeout(), true);
      }
      BodyStream body = BodyStream.of(call.method(), head, connection.in());
      return new HttpStream(head, body, connection, this);
    } catch (IOException | RuntimeException e) {
      release(connection, false);
      throw e;
    }
  }

  private @Nullable Connection takeKept(String origin) throws IOException {
    while (true) {
      Connection candidate;
      synchronized (this) {
        Deque<Connection> idle = kept.get(origin);
        candidate = idle == null ? null : idle.pollLast();
      }
      if (candidate == null || !candidate.isStale(MAX_IDLE)) {
        return candidate;
      }
      release(candidate, false);
    }
  }

  private synchronized void register(Connection connection) throws IOException {
    if (closed) {
      connection.close();
      throw new IOException("this client is closed");
    }
    all.add(connection);
  }

  void release(Connection connection, boolean reusable) throws IOException {
    synchronized (this) {
      Deque<Connection> idle =
          kept.computeIfAbsent(connection.origin(), origin -> new ArrayDeque<>());
      if (reusable && !closed && idle.size() < MAX_KEPT) {
        connection.becomeIdle();
        idle.addLast(connection);
        return;
      }
      all.remove(connection);
      if (idle.isEmpty()) {
        kept.remove(connection.origin());
      }
    }
    connection.close();
  }

  /// Breaks off every call and stream in flight.
  @Override
  public void close() {
    List<Connection> open;
    synchronized (this) {
      closed = true;
      open = new ArrayList<>(all);
      all.clear();
      kept.clear();
    }
    for (Connection connection : open) {
      try {
        connection.close();
      } catch (IOException e) {
        // It is closed all the same.
      }
    }
  }
}
