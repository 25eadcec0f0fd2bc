package dev.weft.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/// Asks for the event stream and then reads nothing of it.
final class SilentClient implements AutoCloseable {

  private final Socket socket;

  private SilentClient(Socket socket) {
    this.socket = socket;
  }

  static SilentClient open(String server, ApiClient api, String query) throws IOException {
    HttpRequest request = api.request("/callbacks/stream?" + query).build();
    URI uri = request.uri();
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(server).getPort());
    String head =
        "GET %s?%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n\r\n"
            .formatted(
                uri.getRawPath(),
                uri.getRawQuery(),
                request.headers().firstValue("Authorization").orElseThrow());
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return new SilentClient(socket);
  }

  boolean isOpen() {
    return socket.isConnected() && !socket.isClosed();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
