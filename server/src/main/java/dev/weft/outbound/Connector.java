package dev.weft.outbound;

import dev.weft.outbound.Exchange.Phase;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Opens connections: looks the name up, asks the guard about every address, connects, speaks TLS.
///
/// Happy eyeballs (RFC 8305): of several addresses the next is tried when the one before has failed
/// or has not answered for [#STAGGER]; the first that answers is used. So an address that swallows
/// packets does not use up the time of the others.
final class Connector {

  private static final Duration STAGGER = Duration.ofMillis(250);

  private final AddressGuard guard;
  private final SSLSocketFactory tls;

  Connector(AddressGuard guard, SSLSocketFactory tls) {
    this.guard = guard;
    this.tls = tls;
  }

  /// Whether a connection may be used for every URL of its host, and not for one alone.
  boolean isShared(CallbackUrl url) {
    return !guard.isOwn(url);
  }

  /// An address that was tried, and what came of it: a socket that is connected, or a failure.
  private record Tried(InetAddress address, Socket socket, @Nullable IOException failure) {}

  HttpConnection connect(Exchange exchange, int maxBody) throws IOException {
    CallbackUrl url = exchange.url();
    List<InetAddress> addresses = alternating(addresses(exchange));
    exchange.begin(Phase.CONNECT);
    Socket socket =
        addresses.size() == 1
            ? connected(exchange, addresses.getFirst())
            : race(exchange, addresses);
    exchange.end(Phase.CONNECT);
    if (!url.isSecure()) {
      return new HttpConnection(socket, socket, maxBody);
    }
    exchange.begin(Phase.TLS);
    SSLSocket secure = (SSLSocket) tls.createSocket(socket, url.host().name(), url.port(), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    exchange.end(Phase.TLS);
    return new HttpConnection(socket, secure, maxBody);
  }

  private List<InetAddress> addresses(Exchange exchange) throws IOException {
    exchange.begin(Phase.DNS);
    List<InetAddress> addresses =
        guard.addresses(exchange.url(), exchange.left(), exchange.share());
    exchange.end(Phase.DNS);
    if (addresses.isEmpty()) {
      throw new UnknownHostException(exchange.url().host().name() + ": it has no address");
    }
    return addresses;
  }

  /// One family after the other, beginning with the first (RFC 8305, section 4).
  private static List<InetAddress> alternating(List<InetAddress> addresses) {
    if (addresses.size() < 2) {
      return addresses;
    }
    boolean begins6 = addresses.getFirst() instanceof Inet6Address;
    Deque<InetAddress> same = new ArrayDeque<>();
    Deque<InetAddress> other = new ArrayDeque<>();
    for (InetAddress address : addresses) {
      (address instanceof Inet6Address == begins6 ? same : other).add(address);
    }
    List<InetAddress> mixed = new ArrayList<>();
    while (!same.isEmpty() || !other.isEmpty()) {
      if (!same.isEmpty()) {
        mixed.add(same.remove());
      }
      if (!other.isEmpty()) {
        mixed.add(other.remove());
      }
    }
    return mixed;
  }

  private Socket connected(Exchange exchange, InetAddress address) throws IOException {
    Socket socket = open(exchange, address);
    connect(exchange, socket, address);
    return socket;
  }

  private Socket open(Exchange exchange, InetAddress address) throws IOException {
    guard.permit(exchange.url(), address);
    return exchange.opened(new Socket(Proxy.NO_PROXY));
  }

  private static void connect(Exchange exchange, Socket socket, InetAddress address)
      throws IOException {
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(address, exchange.url().port()),
          Math.toIntExact(Math.max(1, exchange.left().toMillis())));
    } catch (IOException | RuntimeException e) {
      exchange.dropped(socket);
      throw e;
    }
  }

  private Socket race(Exchange exchange, List<InetAddress> addresses) throws IOException {
    BlockingQueue<Tried> ended = new LinkedBlockingQueue<>();
    List<Socket> opened = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    @Nullable Socket winner = null;
    try {
      int next = 0;
      while (failures.size() < addresses.size()) {
        if (next < addresses.size()) {
          begin(exchange, addresses.get(next++), opened, ended);
        }
        @Nullable Tried tried = await(ended, next < addresses.size() ? STAGGER : exchange.left());
        if (tried == null && next == addresses.size() && !exchange.left().isPositive()) {
          throw new SocketTimeoutException("no address of the host can be connected to in time");
        }
        if (tried == null) {
          continue;
        }
        @Nullable IOException failure = tried.failure();
        if (failure == null) {
          winner = tried.socket();
          return winner;
        }
        failures.add(tried.address().getHostAddress() + ": " + failure.getMessage());
      }
      throw exchange.left().isPositive()
          ? new ConnectException(String.join("; ", failures))
          : new SocketTimeoutException(String.join("; ", failures));
    } finally {
      for (Socket socket : opened) {
        if (!socket.equals(winner)) {
          exchange.dropped(socket);
        }
      }
    }
  }

  private void begin(
      Exchange exchange, InetAddress address, List<Socket> opened, BlockingQueue<Tried> ended)
      throws IOException {
    Socket socket = open(exchange, address);
    opened.add(socket);
    Thread _ =
        Thread.ofVirtual()
            .name("weft-connect")
            .start(
                () -> {
                  @Nullable IOException failure = null;
                  try {
                    connect(exchange, socket, address);
                  } catch (IOException e) {
                    failure = e;
                  } catch (RuntimeException | Error e) {
                    failure = new ConnectException(e.toString());
                  }
                  ended.add(new Tried(address, socket, failure));
                });
  }

  private static @Nullable Tried await(BlockingQueue<Tried> ended, Duration most)
      throws IOException {
    try {
      return ended.poll(Math.max(1, most.toNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectException("interrupted");
    }
  }
}
