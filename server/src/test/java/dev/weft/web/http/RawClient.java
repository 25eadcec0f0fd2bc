package dev.weft.web.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A client that sends whatever bytes a test wants, and reads answers without the help of a
/// library.
public final class RawClient implements AutoCloseable {

  /// Longer than any promise that is tested; a test that reaches it has failed.
  private static final int PATIENCE_MS = 60_000;

  private final Socket socket;
  private final InputStream in;

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  public static RawClient connect(int port) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MS);
      socket.setTcpNoDelay(true);
      return new RawClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One answer.
  ///
  /// @param head status line and headers, without line ends
  @SuppressWarnings("ArrayRecordComponent") // Never compared by content.
  public record Reply(List<String> head, byte[] body) {

    public String statusLine() {
      return head.getFirst();
    }

    public int status() {
      return Integer.parseInt(statusLine().split(" ", 3)[1]);
    }

    public Optional<String> header(String name) {
      String begin = name.toLowerCase(Locale.ROOT) + ":";
      return head.stream()
          .skip(1)
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(begin))
          .map(line -> line.substring(begin.length()).strip())
          .findFirst();
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  public RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /// Says that nothing more will be sent.
  public RawClient endInput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  public Socket socket() {
    return socket;
  }

  /// Reads one answer.
  public Reply read() throws IOException {
    return read(false);
  }

  /// Reads one answer.
  ///
  /// @param toHead whether it answers a HEAD, and so has no body
  public Reply read(boolean toHead) throws IOException {
    List<String> head = new ArrayList<>();
    String line = readLine();
    while (!line.isEmpty()) {
      head.add(line);
      line = readLine();
    }
    if (head.isEmpty()) {
      throw new IOException("an answer begins with a status line");
    }
    Reply reply = new Reply(head, new byte[0]);
    if (toHead || reply.status() < 200 || reply.status() == 204) {
      return reply;
    }
    return new Reply(head, readBody(reply));
  }

  private byte[] readBody(Reply head) throws IOException {
    Optional<String> length = head.header("Content-Length");
    if (length.isPresent()) {
      return in.readNBytes(Integer.parseInt(length.get()));
    }
    if (head.header("Transfer-Encoding").isEmpty()) {
      return in.readAllBytes();
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int size = Integer.parseInt(readLine(), 16);
    while (size > 0) {
      body.writeBytes(in.readNBytes(size));
      readLine();
      size = Integer.parseInt(readLine(), 16);
    }
    readLine();
    return body.toByteArray();
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    while (c != '\n') {
      if (c < 0) {
        throw new IOException("the connection ended after \"" + line + "\"");
      }
      if (c != '\r') {
        line.append((char) c);
      }
      c = in.read();
    }
    return line.toString();
  }

  /// Whether the server has ended the connection, and sent nothing more before.
  public boolean isAtEnd() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException e) {
      // A reset is an end as well.
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
