package dev.weft.e2e;

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
import java.util.concurrent.atomic.AtomicInteger;

/// Stands before a server and, when it is told to, resets a connection in place of passing the
/// answer on: what was asked for is done, and who asked does not know.
final class CuttingProxy implements AutoCloseable {

  private final URI server;
  private final ServerSocket listener;
  private final AtomicInteger toCut = new AtomicInteger();
  private final AtomicInteger cut = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private CuttingProxy(URI server, ServerSocket listener) {
    this.server = server;
    this.listener = listener;
  }

  static CuttingProxy before(String url) throws IOException {
    CuttingProxy proxy =
        new CuttingProxy(
            URI.create(url), new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    var _ = proxy.threads.submit(proxy::accept);
    return proxy;
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /// Cuts off so many of the next answers.
  void cutAnswers(int count) {
    toCut.set(count);
  }

  /// How many were cut off.
  int cut() {
    return cut.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket upstream = new Socket(server.getHost(), server.getPort());
        var _ = threads.submit(() -> pass(client.getInputStream(), upstream.getOutputStream()));
        var _ = threads.submit(() -> answer(upstream.getInputStream(), client));
      } catch (SocketException e) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static long pass(InputStream in, OutputStream out) throws IOException {
    try (out) {
      return in.transferTo(out);
    }
  }

  private int answer(InputStream upstream, Socket client) throws IOException {
    byte[] buffer = new byte[8192];
    try (upstream;
        client) {
      int length;
      while ((length = upstream.read(buffer)) >= 0) {
        if (toCut.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          cut.incrementAndGet();
          client.setSoLinger(true, 0);
          return 0;
        }
        client.getOutputStream().write(buffer, 0, length);
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
