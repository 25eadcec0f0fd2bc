package dev.weft.receiver.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// A connection to a server, with a deadline for what is read from it.
final class Connection implements AutoCloseable {

  private final Socket socket;
  private final String origin;
  private final InputStream in;
  private final OutputStream out;
  private long idleSince = System.nanoTime();
  private long deadline;
  private Duration timeout = Duration.ofSeconds(30);
  private boolean eachRead;
  private boolean answered;

  private Connection(Socket socket, String origin) throws IOException {
    this.socket = socket;
    this.origin = origin;
    this.in = new BufferedInputStream(new Timed(socket.getInputStream()), 16 * 1024);
    this.out = new BufferedOutputStream(socket.getOutputStream(), 16 * 1024);
  }

  static Connection open(HttpCall call, Duration connectTimeout)
      throws IOException, InterruptedException {
    String host = call.uri().getHost();
    Socket socket = Dialer.connect(host, call.port(), connectTimeout);
    try {
      return new Connection(
          call.isSecure() ? secured(socket, host, call.port(), connectTimeout) : socket,
          call.origin());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket secured(Socket socket, String host, int port, Duration timeout)
      throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket secure = (SSLSocket) factory.createSocket(socket, host, port, true);
    SSLParameters parameters = secure.getSSLParameters();
    // Without this the certificate of any server would do.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.setSoTimeout((int) timeout.toMillis());
    secure.startHandshake();
    return secure;
  }

  String origin() {
    return origin;
  }

  InputStream in() {
    return in;
  }

  /// Whether a byte of an answer has come since the last request.
  boolean isAnswered() {
    return answered;
  }

  void becomeIdle() {
    idleSince = System.nanoTime();
  }

  /// Whether the server has closed it, or will soon.
  boolean isStale(Duration maxIdle) {
    if (System.nanoTime() - idleSince > maxIdle.toNanos()) {
      return true;
    }
    try {
      limit(Duration.ofMillis(1), true);
      // An end, or an answer to no question.
      return in.read() >= -1;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /// @param each whether the time is for each read, and not for all together
  void limit(Duration newTimeout, boolean each) {
    timeout = newTimeout;
    eachRead = each;
    deadline = System.nanoTime() + newTimeout.toNanos();
  }

  void write(HttpCall call) throws IOException {
    answered = false;
    out.write(head(call).getBytes(UTF_8));
    out.write(call.body());
    out.flush();
  }

  private static String head(HttpCall call) {
    URI uri = URI.create(call.uri().toASCIIString());
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    // Exactly the URL's authority, without the user.
    String host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    StringBuilder head = new StringBuilder();
    head.append(call.method()).append(' ').append(target).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(host).append("\r\n");
    call.headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    int length = call.body().length;
    if (length > 0 || call.method().equals("POST") || call.method().equals("PUT")) {
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /// Reads with what is left of the time.
  private final class Timed extends InputStream {

    private final InputStream of;

    Timed(InputStream of) {
      this.of = of;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      long left = eachRead ? timeout.toMillis() : (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0 && !eachRead) {
        throw late();
      }
      try {
        socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, Math.max(1, left)));
        int read = of.read(bytes, offset, length);
        answered |= read > 0;
        return read;
      } catch (SocketTimeoutException e) {
        throw late();
      }
    }

    private SocketTimeoutException late() {
      return new SocketTimeoutException("no answer within " + timeout.toSeconds() + " s");
    }
  }
}
