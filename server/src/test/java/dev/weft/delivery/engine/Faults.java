package dev.weft.delivery.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Throws what a test wants in calls of real collaborators, by the name of the method.
public final class Faults {

  /// For those who want none.
  static final Faults NONE = new Faults();

  private final Map<String, Fault> faults = new ConcurrentHashMap<>();

  private record Fault(Supplier<Throwable> what, AtomicInteger left) {}

  /// The next `times` calls of `method` throw.
  public void inject(String method, int times, Supplier<Throwable> what) {
    faults.put(method, new Fault(what, new AtomicInteger(times)));
  }

  public void heal() {
    faults.clear();
  }

  /// How often a fault of `method` may still be thrown.
  public int left(String method) {
    return Math.max(0, Objects.requireNonNull(faults.get(method)).left().get());
  }

  private void meet(String method) throws Throwable {
    Fault fault = faults.get(method);
    if (fault != null && fault.left().getAndDecrement() > 0) {
      throw fault.what().get();
    }
  }

  /// `real`, with faults.
  public <T> T over(Class<T> port, T real) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              meet(method.getName());
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /// `real`; the faults of `method` are met by the thread of that name alone.
  Clock over(Clock real, String thread) {
    return new Clock() {
      @Override
      public Instant instant() {
        if (Thread.currentThread().getName().equals(thread)) {
          try {
            meet(thread);
          } catch (RuntimeException | Error e) {
            throw e;
          } catch (Throwable e) {
            throw new IllegalStateException(e);
          }
        }
        return real.instant();
      }

      @Override
      public ZoneId getZone() {
        return real.getZone();
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }
}
