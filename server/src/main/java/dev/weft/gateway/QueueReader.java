package dev.weft.gateway;

import dev.weft.app.App;
import dev.weft.gateway.device.DeviceQueues.Queue;
import dev.weft.msync.Meta;
import dev.weft.sync.device.Device;
import dev.weft.tx.WorkOwner;
import dev.weft.web.http.websocket.WebSocketConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a device what it has not been sent, from the store: on behalf of [DeviceSession], whose
/// lock it takes.
final class QueueReader {

  private static final Logger log = LoggerFactory.getLogger(QueueReader.class);

  private final Services services;
  private final App app;
  private final Device device;
  private final WebSocketConnection connection;
  private final ReentrantLock lock;
  private final BooleanSupplier gone;

  /// @param gone whether the session has ended; asked under the lock
  QueueReader(
      Services services,
      App app,
      Device device,
      WebSocketConnection connection,
      ReentrantLock lock,
      BooleanSupplier gone) {
    this.services = services;
    this.app = app;
    this.device = device;
    this.connection = connection;
    this.lock = lock;
    this.gone = gone;
  }

  /// Whether an entry must not go out to the device yet.
  ///
  /// @param now when it goes out; [Instant#MIN] for what has happened this moment, however long it
  ///   took the store
  boolean isEarly(Rendered entry, Queue<Rendered> queue, Instant now) {
    return entry.isEarly(device.user(), now) && !queue.state().hasWaited(entry.position());
  }

  /// Holds a queue at an entry that is [early][#isEarly]; what happens after it comes after it. To
  /// be called under the lock.
  void hold(Queue<Rendered> queue, long position) {
    queue.state().waits(position);
    CompletableFuture.delayedExecutor(Rendered.ANSWERED.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> goOn(queue));
  }

  private void goOn(Queue<Rendered> queue) {
    boolean read = false;
    lock.lock();
    try {
      if (!gone.getAsBoolean()) {
        switch (queue.state().goesOn()) {
          case READ -> read = true;
          case END -> connection.send(Frames.end(queue.address()));
          case PUSH, NOTHING -> {}
        }
      }
    } finally {
      lock.unlock();
    }
    if (read) {
      readLater(queue);
    }
  }

  void readLater(Queue<Rendered> queue) {
    Thread _ =
        Thread.ofVirtual()
            .name("weft-read")
            .start(() -> WorkOwner.run(app.id(), () -> read(queue)));
  }

  /// Sends from the store until the client has to confirm something or there is no more.
  void read(Queue<Rendered> queue) {
    try {
      while (readSome(queue)) {
        log.trace("reading on device={}", device.id());
      }
    } catch (RuntimeException e) {
      log.error(
          "device cannot be served, it is cut off device={} reason=\"{}\"",
          device.id(),
          e.getMessage(),
          e);
      connection.close(WebSocketConnection.FAILED, "the server failed");
    }
  }

  /// Answers whether there may be more to send now.
  private boolean readSome(Queue<Rendered> queue) {
    long after;
    int limit;
    lock.lock();
    try {
      after = queue.state().sent();
      limit = queue.state().room();
    } finally {
      lock.unlock();
    }
    StoredEntries stored = StoredEntries.read(services, queue.conversation(), after, limit);
    List<Rendered> found = stored.rendered(app, queue.conversation());
    lock.lock();
    try {
      if (gone.getAsBoolean()) {
        return false;
      }
      List<Meta> metas = new ArrayList<>();
      long position = after;
      boolean atEnd = found.size() < limit;
      for (Rendered entry : found) {
        if (isEarly(entry, queue, services.clock().instant())) {
          hold(queue, entry.position());
          atEnd = false;
          break;
        }
        Meta meta = entry.metaFor(device);
        if (meta != null) {
          metas.add(meta);
        }
        position = entry.position();
      }
      if (!metas.isEmpty()) {
        connection.send(Frames.entries(queue.address(), metas, position));
      }
      return switch (queue.state().read(position, metas.size(), atEnd)) {
        case READ -> true;
        case END -> {
          connection.send(Frames.end(queue.address()));
          yield false;
        }
        case PUSH, NOTHING -> false;
      };
    } finally {
      lock.unlock();
    }
  }
}
