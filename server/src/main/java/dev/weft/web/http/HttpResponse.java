package dev.weft.web.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;

/// The answer to one request: a status and headers, then [#send] or [#stream], once. An answer to
/// HEAD has the same headers and no body, whatever is written.
public interface HttpResponse {

  /// Sets the status; 200 if never called.
  HttpResponse status(int status);

  /// Adds a header. Line ends in the value become blanks.
  HttpResponse header(String name, String value);

  /// Sends an answer that is complete. Nobody is told if the client has gone away.
  void send(byte[] body);

  /// Sends an answer piece by piece. It is complete when the stream is closed; if it never is, the
  /// connection is cut, and the client sees that it has not got all of it.
  ///
  /// @param length empty if it is not known yet
  OutputStream stream(OptionalLong length) throws IOException;

  /// Cuts the connection.
  void abort();
}
