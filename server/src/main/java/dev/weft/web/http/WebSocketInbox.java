package dev.weft.web.http;

import dev.weft.web.http.websocket.WebSocketConnection;
import dev.weft.web.http.websocket.WebSocketEndpoint;
import dev.weft.web.http.websocket.WebSocketListener;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one WebSocket has received and its listener has not heard yet. A virtual thread brings it
/// to the listener, one after another; while there is nothing, there is no thread. While it waits
/// with a message that [may wait][WebSocketListener#mayWait], a second one brings what need not.
final class WebSocketInbox {

  /// Beyond these the client is not read from.
  private static final int MAX_MESSAGES = 64;

  private static final int MAX_BYTES = 256 * 1024;

  private static final Logger log = LoggerFactory.getLogger(WebSocketInbox.class);

  private final WebSocketSession session;
  private final WebSocketEndpoint endpoint;
  private final String query;
  private final WebSocketMemory memory;
  private final ArrayDeque<byte[]> messages = new ArrayDeque<>(2);
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>(2);
  private int bytes;
  private boolean running;

  /// A thread is with a message that may wait.
  private boolean inWait;

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
    while (true) {
      byte[] message;
      boolean last;
      synchronized (this) {
        message = opened ? messages.poll() : null;
        last = opened && message == null && ended && !inWait;
        if (opened && message == null && !last) {
          running = false;
          return;
        }
      }
      if (message != null && mayWait(message)) {
        if (!deliverWaiting(message)) {
          return;
        }
      } else {
        tell(message, last);
        if (message != null) {
          heard(message);
        }
      }
      if (last) {
        // It stays "running": nothing may be told after the end.
        return;
      }
      opened = true;
      session.mayReceive();
    }
  }

  private boolean mayWait(byte[] message) {
    try {
      return listener != null && !failed && listener.mayWait(message);
    } catch (RuntimeException e) {
      fail(e);
      return false;
    }
  }

  /// Brings messages that may wait, unless another thread does it, and leaves the others to another
  /// thread meanwhile.
  ///
  /// @return whether this thread goes on with the others
  private boolean deliverWaiting(byte[] first) {
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
      byte[] message;
      synchronized (this) {
        message = waiting.poll();
        if (message == null) {
          inWait = false;
          boolean goesOn = !running && (!messages.isEmpty() || ended);
          running |= goesOn;
          return goesOn;
        }
      }
      tell(message, false);
      heard(message);
      session.mayReceive();
    }
  }

  private void heard(byte[] message) {
    synchronized (this) {
      bytes -= message.length;
    }
    memory.heard(message.length);
  }

  private void tell(byte @Nullable [] message, boolean last) {
    try {
      if (listener == null && !failed) {
        listener = Objects.requireNonNull(endpoint.open(session, query));
      } else if (last && listener != null) {
        listener.closed();
      } else if (message != null && listener != null && !failed) {
        listener.message(message);
      }
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
