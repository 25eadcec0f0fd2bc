package dev.weft;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes what has been opened, last in first out, whether opening went to its end or not.
///
/// Every part is closed, whatever happens to the others. Closing twice does nothing more.
final class Opened implements AutoCloseable {

  /// How one part is closed.
  interface Closing {
    void close() throws Exception;
  }

  private record Part(String name, Closing closing) {}

  private static final Logger log = LoggerFactory.getLogger(Opened.class);

  private final Deque<Part> parts = new ArrayDeque<>();

  /// Closes `part` when its turn comes.
  <T extends AutoCloseable> T add(String name, T part) {
    parts.push(new Part(name, part::close));
    return part;
  }

  /// Runs `closing` when its turn comes.
  void onClose(String name, Closing closing) {
    parts.push(new Part(name, closing));
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      Part part = parts.pop();
      try {
        part.closing().close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        log.warn("not closed part={} reason=\"{}\"", part.name(), e.getMessage());
      }
    }
  }
}
