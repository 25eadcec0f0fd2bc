package dev.weft.web.api;

import dev.weft.tx.StoreFailedException;
import dev.weft.web.http.Deadline;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what is streamed. When that fails there is nothing left to say but to hang up: the client
/// sees that it has not got everything.
public final class Downloads {

  private static final Logger log = LoggerFactory.getLogger(Downloads.class);

  private Downloads() {}

  public static void send(
      HttpExchange exchange, ServerResponse response, Answer.Download download) {
    response.header(HeaderNames.CONTENT_TYPE, download.contentType());
    response.header("Content-Disposition", FileNames.attachment(download.fileName()));
    response.header("X-Content-Type-Options", "nosniff");
    download.length().ifPresent(response.headers()::contentLength);
    try (Deadline _ = Deadline.start(Deadline.TRANSFER)) {
      OutputStream out = response.outputStream();
      download.body().writeTo(new Unclosable(out));
      out.close();
    } catch (StoreFailedException e) {
      log.error("store failed path={} reason=\"{}\"", exchange.rawPath(), e.getMessage());
      throw new CloseConnectionException("the answer cannot be completed", e);
    } catch (IOException | UncheckedIOException e) {
      log.debug("answer broke off path={} reason=\"{}\"", exchange.rawPath(), e.getMessage());
      throw new CloseConnectionException("the client went away", e);
    }
  }

  /// Closing the stream of an answer completes it, so a writer that fails must not do that.
  private static final class Unclosable extends FilterOutputStream {
    Unclosable(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
