package dev.weft.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes connections on to a server, and ends all of them while it is shut.
final class PortForward implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PortForward.class);

  private final String host;
  private final int port;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean shut;

  PortForward(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread _ = Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  void shut() {
    shut = true;
    open.forEach(PortForward::end);
  }

  void open() {
    shut = false;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(host, port);
        open.add(client);
        open.add(server);
        Thread _ = Thread.ofVirtual().start(() -> pass(client, server));
        Thread _ = Thread.ofVirtual().start(() -> pass(server, client));
        if (shut) {
          end(client);
          end(server);
        }
      } catch (IOException e) {
        log.debug("closed, or the server is not there: the next one is tried", e);
      }
    }
  }

  private void pass(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream()) {
      long _ = in.transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side has gone, and the other goes with it.
    } finally {
      open.remove(from);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    shut();
  }
}
