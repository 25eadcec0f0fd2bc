package dev.weft.cli.base;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Waits for the order to stop: SIGTERM or Ctrl-C. Left to itself, the JVM ends with status 143,
/// which a supervisor takes for a failure.
public final class StopSignal {

  private final CountDownLatch given = new CountDownLatch(1);

  /// Takes the signals from here on.
  public static StopSignal take() {
    StopSignal stop = new StopSignal();
    List.of("TERM", "INT").forEach(stop::listen);
    return stop;
  }

  /// Gives the order from within.
  public void give() {
    given.countDown();
  }

  public void await() throws InterruptedException {
    given.await();
  }

  /// By reflection, because the compiler warns of the class wherever it is named.
  private void listen(String signal) {
    try {
      Class<?> type = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              StopSignal.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (_, _, _) -> {
                received();
                return null;
              });
      type.getMethod("handle", type, handlerType)
          .invoke(null, type.getConstructor(String.class).newInstance(signal), handler);
    } catch (ReflectiveOperationException e) {
      // Then the JVM ends at once, as on a crash: what was answered is durable all the same.
    }
  }

  /// Whoever asks twice does not want to wait.
  private void received() {
    if (given.getCount() == 0) {
      Runtime.getRuntime().halt(1);
    }
    given.countDown();
  }
}
