package dev.weft.delivery.engine;

import dev.weft.delivery.Timings;
import dev.weft.outbound.CallbackUrl;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One attempt while it is in flight: its stopwatch, and the handle by which it is broken off.
final class CallbackExchange {

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
  private @Nullable Socket socket;
  private boolean broken;
  private volatile Phase phase = Phase.ANSWER;
  private long phaseBegun = begun;
  private @Nullable Duration dns;
  private @Nullable Duration connect;
  private @Nullable Duration tls;
  private @Nullable Duration firstByte;

  CallbackExchange(CallbackUrl url, Duration within) {
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

  /// The socket that this exchange uses, or is about to connect.
  Socket opened(Socket opened) {
    lock.lock();
    try {
      socket = opened;
      if (broken) {
        close(opened);
      }
      return opened;
    } finally {
      lock.unlock();
    }
  }

  /// The exchange is over and its connection somebody else's. False if it was broken off before.
  boolean letGo() {
    lock.lock();
    try {
      socket = null;
      return !broken;
    } finally {
      lock.unlock();
    }
  }

  /// Breaks the exchange off, whatever it is doing. What it then throws means nothing else.
  void breakOff() {
    lock.lock();
    try {
      broken = true;
      if (socket != null) {
        close(socket);
      }
    } finally {
      lock.unlock();
    }
  }

  /// [#breakOff], if its time is up.
  void breakOffIfLate() {
    if (System.nanoTime() - deadline >= 0) {
      breakOff();
    }
  }

  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is of no use to anybody any more.
    }
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
