package dev.weft.web.api;

import dev.weft.trace.LogText;
import dev.weft.tx.StoreFailedException;
import dev.weft.web.http.HttpResponse;
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

  public static void send(HttpExchange exchange, HttpResponse response, Answer.Download download) {
    response.header("Content-Type", download.contentType());
    response.header("Content-Disposition", FileNames.attachment(download.fileName()));
    response.header("X-Content-Type-Options", "nosniff");
    try (Deadline _ = Deadline.start(Deadline.TRANSFER)) {
      OutputStream out = response.stream(download.length());
      if (exchange.isHead()) {
        readNothing(download.body());
      } else {
        download.body().writeTo(new Unclosable(out));
      }
      out.close();
    } catch (StoreFailedException e) {
      log.error(
          "store failed path={} reason=\"{}\"", exchange.safePath(), LogText.of(e.getMessage()));
      response.abort();
    } catch (IOException | UncheckedIOException e) {
      log.debug(
          "answer broke off path={} reason=\"{}\"",
          exchange.safePath(),
          LogText.of(e.getMessage()));
      response.abort();
    }
  }

  /// What is asked about with HEAD was opened, and has to be closed: whoever writes it does that.
  private static void readNothing(Answer.Body body) {
    try {
      body.writeTo(
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              throw new UnwantedException();
            }
          });
    } catch (IOException | UncheckedIOException | StoreFailedException e) {
      log.trace("nothing of it is sent to HEAD");
    }
  }

  private static final class UnwantedException extends IOException {
    private static final long serialVersionUID = 1L;
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
