package dev.weft.cluster;

import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks into the store for what other nodes have done: at once when they say so, and every two
/// seconds in case nobody received them.
public final class ClusterPoller implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofSeconds(2);

  /// Rules and jobs of other nodes may be unknown here for so long before the server is not ready.
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private static final Logger log = LoggerFactory.getLogger(ClusterPoller.class);

  private final List<Runnable> looks;
  private final Loop loop;

  /// @param looks each reads the store and does what is to be done about it
  public ClusterPoller(List<Runnable> looks, Loops loops) {
    this.looks = List.copyOf(looks);
    this.loop = loops.vital("cluster-poller", WITHIN, this::lookAtAll);
  }

  public void start() {
    loop.start();
  }

  /// Looks at once. Returns at once.
  public void look() {
    loop.wake();
  }

  /// One that fails keeps the others from nothing, and makes this a failed turn.
  private Duration lookAtAll() {
    @Nullable RuntimeException failure = null;
    for (Runnable look : looks) {
      try {
        look.run();
      } catch (RuntimeException e) {
        log.warn("look failed reason=\"{}\"", e.getMessage());
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return PERIOD;
  }

  /// Lets a look in flight end.
  @Override
  public void close() {
    loop.close();
  }
}
