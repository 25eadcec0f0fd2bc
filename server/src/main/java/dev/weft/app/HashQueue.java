package dev.weft.app;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Who may hash: a few at a time, the servers of apps first. Those who log in wait in a short line
/// only: what comes on top is refused at once, because a guesser must not make everybody wait.
final class HashQueue {

  /// What the hash is for.
  enum Turn {
    /// An app's server wants its token.
    APP,
    /// Somebody logs in with a password.
    USER,
    /// A password is being set, which a caller with a token does.
    CHANGE
  }

  /// At 50 ms each, the last of the line waits less than two seconds.
  private static final int MAX_LOGINS = 32;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition appTurn = lock.newCondition();
  private final Condition otherTurn = lock.newCondition();
  private int free;
  private int apps;
  private int users;
  private int others;

  /// @param atOnce how many may hash at one time
  HashQueue(int atOnce) {
    this.free = atOnce;
  }

  /// Waits for a turn, which ends with [#leave].
  ///
  /// @throws LoginsBusyException if too many wait for one
  void enter(Turn turn) {
    lock.lock();
    try {
      switch (turn) {
        case APP -> {
          require(apps);
          apps++;
          while (free == 0) {
            appTurn.awaitUninterruptibly();
          }
          apps--;
        }
        case USER -> {
          require(users);
          users++;
          awaitOther();
          users--;
        }
        case CHANGE -> awaitOther();
      }
      free--;
      if (free > 0 && apps == 0) {
        otherTurn.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private static void require(int waiting) {
    if (waiting >= MAX_LOGINS) {
      throw new LoginsBusyException();
    }
  }

  private void awaitOther() {
    others++;
    while (free == 0 || apps > 0) {
      otherTurn.awaitUninterruptibly();
    }
    others--;
  }

  void leave() {
    lock.lock();
    try {
      free++;
      if (apps > 0) {
        appTurn.signal();
      } else if (others > 0) {
        otherTurn.signal();
      }
    } finally {
      lock.unlock();
    }
  }
}
