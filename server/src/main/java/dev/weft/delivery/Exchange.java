package dev.weft.delivery;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// One attempt while it is under way: its stopwatch, and the handle by which it is broken off.
final class Exchange {

  /// What an exchange was waiting for when its time was up.
  enum Phase {
    DNS("the name server"),
    CONNECT("the connection"),
    TLS("the TLS handshake"),
    ANSWER("the answer"),
    BODY("the rest of the answer");

    private final String words;

    Phase(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private final CallbackUrl url;
  private final long begun = System.nanoTime();
  private final long deadline;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Runnable breakOff;
  private @Nullable Socket socket;
  private boolean broken;
  private @Nullable ForbiddenAddressException forbidden;
  private IntSupplier unread = () -> 0;
  private volatile Phase phase = Phase.ANSWER;
  private long phaseBegun = begun;
  private @Nullable Duration dns;
  private @Nullable Duration connect;
  private @Nullable Duration tls;
  private @Nullable Duration firstByte;

  Exchange(CallbackUrl url, Duration within) {
    this.url = url;
    this.deadline = begun + within.toNanos();
  }

  CallbackUrl url() {
    return url;
  }

  Duration left() {
    return Duration.ofNanos(deadline - System.nanoTime());
  }

  void begin(Phase next) {
    phase = next;
    phaseBegun = System.nanoTime();
  }

  void end(Phase ended) {
    Duration took = Duration.ofNanos(System.nanoTime() - phaseBegun);
    switch (ended) {
      case DNS -> dns = took;
      case CONNECT -> connect = took;
      case TLS -> tls = took;
      case ANSWER -> firstByte = Duration.ofNanos(System.nanoTime() - begun);
      case BODY -> {}
    }
    phase = ended == Phase.ANSWER ? Phase.BODY : Phase.ANSWER;
  }

  Phase phase() {
    return phase;
  }

  Timings timings() {
    return new Timings(dns, connect, tls, firstByte, Duration.ofNanos(System.nanoTime() - begun));
  }

  /// How to break this exchange off once it is under way.
  void breakOffBy(Runnable action) {
    lock.lock();
    try {
      breakOff = action;
    } finally {
      lock.unlock();
    }
  }

  /// The socket that is about to be connected: the client knows how to close it only later.
  Socket opened(Socket opened) throws IOException {
    lock.lock();
    try {
      socket = opened;
      if (broken) {
        opened.close();
      }
      return opened;
    } finally {
      lock.unlock();
    }
  }

  /// Breaks the exchange off, whatever it is doing. What it then throws means nothing else.
  void breakOff() {
    @Nullable Runnable action;
    @Nullable Socket opened;
    lock.lock();
    try {
      broken = true;
      action = breakOff;
      opened = socket;
    } finally {
      lock.unlock();
    }
    if (action != null) {
      action.run();
    }
    close(opened);
  }

  private static void close(@Nullable Socket socket) {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException _) {
        // It is of no use to anybody any more.
      }
    }
  }

  /// How many bytes have come that nobody has asked for yet.
  void unread(IntSupplier bytes) {
    unread = bytes;
  }

  boolean hasUnread() {
    return unread.getAsInt() > 0;
  }

  void forbid(ForbiddenAddressException reason) {
    forbidden = reason;
  }

  /// Why the guard refused; null if it did not.
  @Nullable ForbiddenAddressException forbidden() {
    return forbidden;
  }

  boolean isBroken() {
    lock.lock();
    try {
      return broken;
    } finally {
      lock.unlock();
    }
  }
}
