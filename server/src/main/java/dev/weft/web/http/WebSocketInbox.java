package dev.weft.web.http;

import dev.weft.web.http.websocket.WebSocketConnection;
import dev.weft.web.http.websocket.WebSocketEndpoint;
import dev.weft.web.http.websocket.WebSocketListener;
import dev.weft.web.http.websocket.WebSocketWork;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one WebSocket has received and its listener has not heard yet. A virtual thread brings it
/// to the listener, one after another; while there is nothing, there is no thread. While it does
/// work that [may wait][WebSocketWork#mayWait], a second one brings what need not.
final class WebSocketInbox {

  /// Beyond these the client is not read from.
  private static final int MAX_MESSAGES = 64;

  private static final int MAX_BYTES = 256 * 1024;

  private static final WebSocketWork NOTHING = WebSocketWork.atOnce(() -> {});

  private static final Logger log = LoggerFactory.getLogger(WebSocketInbox.class);

  /// Work that may wait, and the length of its message in bytes.
  private record Waiting(WebSocketWork work, int length) {}

  private final WebSocketSession session;
  private final WebSocketEndpoint endpoint;
  private final String query;
  private final WebSocketMemory memory;
  private final ArrayDeque<byte[]> messages = new ArrayDeque<>(2);
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(2);
  private int bytes;
  private boolean running;

  /// A thread is with work that may wait.
  private boolean inWait;

  /// The endpoint knows of the connection.
  private boolean opened;

  private boolean ended;
  private volatile boolean failed;
  private @Nullable WebSocketListener listener;

  WebSocketInbox(
      WebSocketSession session, WebSocketEndpoint endpoint, String query, WebSocketMemory memory) {
    this.memory = memory;
    this.session = session;
    this.endpoint = endpoint;
    this.query = query;
  }

  /// Lets the endpoint know of the connection.
  synchronized void open() {
    run();
  }

  /// Takes a message.
  ///
  /// @return whether there is room for more
  synchronized boolean add(byte[] message) {
    messages.add(message);
    bytes += message.length;
    run();
    return hasRoom();
  }

  synchronized boolean hasRoom() {
    return messages.size() + waiting.size() < MAX_MESSAGES && bytes < MAX_BYTES;
  }

  /// Nothing more will come.
  synchronized void end() {
    ended = true;
    run();
  }

  private void run() {
    if (!running) {
      running = true;
      Thread.startVirtualThread(this::deliver);
    }
  }

  private void deliver() {
    if (!opened) {
      guarded(() -> listener = Objects.requireNonNull(endpoint.open(session, query)));
      opened = true;
    }
    while (true) {
      byte[] message;
      synchronized (this) {
        message = messages.poll();
        if (message == null && (!ended || inWait)) {
          running = false;
          return;
        }
      }
      if (message == null) {
        // It stays "running": nothing may be told after the end.
        end(listener);
        return;
      }
      WebSocketWork work = read(message);
      if (!work.mayWait()) {
        heard(work, message.length);
      } else if (!deliverWaiting(new Waiting(work, message.length))) {
        return;
      }
    }
  }

  private void end(@Nullable WebSocketListener told) {
    if (told != null) {
      guarded(told::closed);
    }
  }

  /// What a message asks for; nothing once the listener has failed.
  private WebSocketWork read(byte[] message) {
    WebSocketListener reader = listener;
    if (reader == null || failed) {
      return NOTHING;
    }
    try {
      return reader.read(message);
    } catch (RuntimeException e) {
      fail(e);
      return NOTHING;
    }
  }

  /// Does work that may wait, unless another thread does it, and leaves the other work to another
  /// thread meanwhile.
  ///
  /// @return whether this thread goes on with the others
  private boolean deliverWaiting(Waiting first) {
    synchronized (this) {
      waiting.add(first);
      if (inWait) {
        return true;
      }
      inWait = true;
      running = false;
      if (!messages.isEmpty()) {
        run();
      }
    }
    while (true) {
      Waiting next;
      synchronized (this) {
        next = waiting.poll();
        if (next == null) {
          inWait = false;
          boolean goesOn = !running && (!messages.isEmpty() || ended);
          running |= goesOn;
          return goesOn;
        }
      }
      heard(next.work(), next.length());
    }
  }

  private void heard(WebSocketWork work, int length) {
    if (!failed) {
      guarded(work.task());
    }
    synchronized (this) {
      bytes -= length;
    }
    memory.heard(length);
    session.mayReceive();
  }

  private void guarded(Runnable told) {
    try {
      told.run();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void fail(RuntimeException e) {
    failed = true;
    log.error("websocket listener failed, the connection is closed", e);
    session.close(WebSocketConnection.FAILED, "the server failed");
  }
}
