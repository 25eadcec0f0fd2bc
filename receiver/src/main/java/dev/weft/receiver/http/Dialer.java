package dev.weft.receiver.http;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Happy eyeballs (RFC 8305): tries every address of a name, IPv6 and IPv4 by turns, each a quarter
/// of a second after the one before or as soon as that has failed. The first connection wins.
final class Dialer {

  private static final Duration STAGGER = Duration.ofMillis(250);

  /// A name with more addresses is a mistake; the bound keeps the threads few.
  private static final int MAX_ADDRESSES = 16;

  private static final byte[] LOOPBACK_4 = {127, 0, 0, 1};
  private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private record Attempt(InetSocketAddress address, @Nullable IOException failure) {}

  private Dialer() {}

  /// @param timeout for all addresses together
  /// @throws ConnectFailedException with every address and what it did
  static Socket connect(String host, int port, Duration timeout)
      throws IOException, InterruptedException {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (InetAddress one : inTurns(resolve(host))) {
      addresses.add(new InetSocketAddress(one, port));
    }
    return race(addresses, timeout);
  }

  private static List<InetAddress> resolve(String host) throws IOException {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    String lower = bare.toLowerCase(Locale.ROOT);
    boolean local = lower.equals("localhost") || lower.endsWith(".localhost");
    Set<InetAddress> found = new LinkedHashSet<>();
    try {
      found.addAll(Arrays.asList(InetAddress.getAllByName(bare)));
    } catch (UnknownHostException e) {
      if (!local) {
        throw new ConnectFailedException("the name " + bare + " has no address");
      }
    }
    if (local) {
      // By definition (RFC 6761), whatever the machine's table of hosts has.
      found.add(InetAddress.getByAddress(LOOPBACK_4));
      found.add(InetAddress.getByAddress(LOOPBACK_6));
    }
    return found.stream().limit(MAX_ADDRESSES).toList();
  }

  /// The family of the first one begins.
  private static List<InetAddress> inTurns(List<InetAddress> all) {
    boolean sixFirst = all.get(0) instanceof Inet6Address;
    Deque<InetAddress> first = new ArrayDeque<>();
    Deque<InetAddress> second = new ArrayDeque<>();
    for (InetAddress one : all) {
      ((one instanceof Inet6Address) == sixFirst ? first : second).add(one);
    }
    List<InetAddress> turns = new ArrayList<>();
    while (!first.isEmpty() || !second.isEmpty()) {
      turns.addAll(first.isEmpty() ? List.of() : List.of(first.remove()));
      turns.addAll(second.isEmpty() ? List.of() : List.of(second.remove()));
    }
    return turns;
  }

  private static Socket race(List<InetSocketAddress> addresses, Duration timeout)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    AtomicReference<@Nullable Socket> winner = new AtomicReference<>();
    BlockingQueue<Attempt> attempts = new LinkedBlockingQueue<>();
    List<FailedAddress> failed = new ArrayList<>();
    int begun = 0;
    try {
      while (failed.size() < addresses.size()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new ConnectFailedException(withSilent(addresses, failed, timeout));
        }
        if (begun < addresses.size()) {
          begin(addresses.get(begun++), Duration.ofNanos(left), winner, attempts);
        }
        long wait = begun < addresses.size() ? Math.min(left, STAGGER.toNanos()) : left;
        Attempt ended = attempts.poll(wait, TimeUnit.NANOSECONDS);
        Socket connected = winner.get();
        if (connected != null) {
          return connected;
        }
        if (ended != null && ended.failure() != null) {
          failed.add(new FailedAddress(ended.address(), ended.failure()));
        }
      }
      throw new ConnectFailedException(failed);
    } catch (IOException | InterruptedException e) {
      closeLate(winner);
      throw e;
    }
  }

  /// On a thread of its own: a connect cannot be called off, only outrun.
  private static void begin(
      InetSocketAddress address,
      Duration timeout,
      AtomicReference<@Nullable Socket> winner,
      BlockingQueue<Attempt> attempts) {
    Thread thread =
        new Thread(
            () -> {
              Socket socket = new Socket();
              try {
                socket.setTcpNoDelay(true);
                socket.connect(address, (int) Math.max(1, timeout.toMillis()));
                if (!winner.compareAndSet(null, socket)) {
                  socket.close();
                }
                attempts.add(new Attempt(address, null));
              } catch (IOException e) {
                closeQuietly(socket);
                attempts.add(new Attempt(address, e));
              }
            },
            "weft-client-connect");
    thread.setDaemon(true);
    thread.start();
  }

  private static List<FailedAddress> withSilent(
      List<InetSocketAddress> addresses, List<FailedAddress> failed, Duration timeout) {
    List<FailedAddress> all = new ArrayList<>(failed);
    for (InetSocketAddress address : addresses) {
      if (failed.stream().noneMatch(one -> one.address().equals(address))) {
        all.add(
            new FailedAddress(
                address, new SocketTimeoutException("within " + timeout.toSeconds() + " s")));
      }
    }
    return all;
  }

  /// A connection that comes after nobody waits for it any more.
  private static void closeLate(AtomicReference<@Nullable Socket> winner) {
    Socket late = winner.getAndSet(new Socket());
    if (late != null) {
      closeQuietly(late);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nobody uses it.
    }
  }
}
