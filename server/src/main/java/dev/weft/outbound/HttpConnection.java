package dev.weft.outbound;

import dev.weft.outbound.AnswerReader.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;

/// A connection to an endpoint, for one exchange after the other.
final class HttpConnection {

  /// The one below TLS, if there is TLS.
  private final Socket socket;

  private final Socket top;
  private final OutputStream out;
  private final AnswerReader reader;
  private final long born = System.nanoTime();

  /// @param top what is spoken over: TLS, or `socket` itself
  HttpConnection(Socket socket, Socket top, int maxBody) throws IOException {
    this.socket = socket;
    this.top = top;
    this.out = top.getOutputStream();
    this.reader = new AnswerReader(top.getInputStream(), maxBody);
  }

  Socket socket() {
    return socket;
  }

  /// Sends a request and reads the answer.
  ///
  /// @param atStatus told when the status line has come
  Answer call(byte[] request, Runnable atStatus) throws IOException {
    reader.begin();
    out.write(request);
    out.flush();
    return reader.read(atStatus);
  }

  /// Sends a request and reads the head of the answer.
  ///
  /// @param atStatus told when the status line has come
  AnswerReader.Begun open(byte[] request, Runnable atStatus) throws IOException {
    reader.begin();
    out.write(request);
    out.flush();
    return reader.readHead(atStatus);
  }

  /// Whether any byte of an answer to the newest request has come.
  boolean hasAnswered() {
    return reader.hasStarted();
  }

  /// Whether something has come since the last answer, which nobody has asked for.
  boolean hasUnasked() throws IOException {
    return socket.getInputStream().available() > 0;
  }

  boolean isOlderThan(Duration age) {
    return System.nanoTime() - born > age.toNanos();
  }

  /// Closes at once: what is still to come is not read.
  @SuppressWarnings("ReferenceEquality") // With TLS `top` is another socket around it.
  void close() {
    if (top != socket) {
      Exchange.close(socket);
    }
    Exchange.close(top);
  }
}
