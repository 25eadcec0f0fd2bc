package dev.weft.storage.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands before PostgreSQL, passes every byte on, and counts round trips: each time a connection
/// asks after it was answered.
final class RoundTripCounter implements AutoCloseable {

  private final PostgresAddress server;
  private final URI place;
  private final ServerSocket listener;
  private final AtomicInteger count = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private RoundTripCounter(PostgresAddress server, ServerSocket listener) {
    this.server = server;
    this.place = URI.create(server.url().substring("jdbc:".length()));
    this.listener = listener;
  }

  static RoundTripCounter before(PostgresAddress server) throws IOException {
    RoundTripCounter counter =
        new RoundTripCounter(server, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    var _ = counter.threads.submit(counter::accept);
    return counter;
  }

  /// The same database by way of this.
  PostgresAddress address() {
    String url =
        server
            .url()
            .replace(
                place.getHost() + ":" + place.getPort(), "127.0.0.1:" + listener.getLocalPort());
    return new PostgresAddress(url, server.user(), server.password(), server.connections());
  }

  int count() {
    return count.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket upstream = new Socket(place.getHost(), place.getPort());
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        AtomicBoolean answered = new AtomicBoolean(true);
        var _ = threads.submit(() -> ask(client.getInputStream(), upstream, answered));
        var _ = threads.submit(() -> answer(upstream.getInputStream(), client, answered));
      } catch (SocketException e) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private int ask(InputStream in, Socket upstream, AtomicBoolean answered) throws IOException {
    byte[] buffer = new byte[8192];
    try (upstream) {
      OutputStream out = upstream.getOutputStream();
      int length;
      while ((length = in.read(buffer)) >= 0) {
        if (answered.getAndSet(false)) {
          count.incrementAndGet();
        }
        out.write(buffer, 0, length);
      }
    }
    return 0;
  }

  private static int answer(InputStream in, Socket client, AtomicBoolean answered)
      throws IOException {
    byte[] buffer = new byte[8192];
    try (client) {
      OutputStream out = client.getOutputStream();
      int length;
      while ((length = in.read(buffer)) >= 0) {
        answered.set(true);
        out.write(buffer, 0, length);
      }
    }
    return 0;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
