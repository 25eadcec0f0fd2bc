package dev.weft.outbound;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One request while it is in flight: its stopwatch, and the handle by which it is broken off.
final class Exchange {

  /// What an exchange is waiting for.
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
  private final @Nullable LookUpShare share;
  private final long begun = System.nanoTime();
  private final Duration within;
  private final long deadline;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Socket> sockets = new ArrayList<>(1);
  private boolean broken;
  private volatile Phase phase = Phase.ANSWER;
  private long phaseBegun = begun;
  private @Nullable Duration dns;
  private @Nullable Duration connect;
  private @Nullable Duration tls;
  private @Nullable Duration firstByte;

  Exchange(CallbackUrl url, @Nullable LookUpShare share, Duration within) {
    this.url = url;
    this.share = share;
    this.within = within;
    this.deadline = begun + within.toNanos();
  }

  /// How long all of it may take.
  Duration within() {
    return within;
  }

  CallbackUrl url() {
    return url;
  }

  @Nullable LookUpShare share() {
    return share;
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

  PhaseTimes times() {
    return new PhaseTimes(
        dns, connect, tls, firstByte, Duration.ofNanos(System.nanoTime() - begun));
  }

  /// A socket that this exchange uses, or is about to connect.
  Socket opened(Socket opened) {
    lock.lock();
    try {
      sockets.add(opened);
      if (broken) {
        close(opened);
      }
      return opened;
    } finally {
      lock.unlock();
    }
  }

  /// The exchange has no more to do with a socket.
  void dropped(Socket socket) {
    lock.lock();
    try {
      sockets.remove(socket);
    } finally {
      lock.unlock();
    }
    close(socket);
  }

  /// The exchange is over and its connection somebody else's. False if it was broken off before.
  boolean letGo() {
    lock.lock();
    try {
      sockets.clear();
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
      sockets.forEach(Exchange::close);
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
