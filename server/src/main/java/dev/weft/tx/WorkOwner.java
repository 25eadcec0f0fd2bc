package dev.weft.tx;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// For whom this thread works: the app that a call or a device belongs to, or the server itself.
/// What all apps share, the store first of all, serves owners in turn, so that one that floods
/// waits for itself and nobody else does.
public final class WorkOwner {

  /// The owner of work that belongs to no app.
  public static final Object SERVER = "server";

  private static final ScopedValue<Object> CURRENT = ScopedValue.newInstance();

  private WorkOwner() {}

  /// The owner of what this thread does; [#SERVER] unless [#within] says otherwise.
  public static Object current() {
    return CURRENT.isBound() ? CURRENT.get() : SERVER;
  }

  /// [#within] for work that answers nothing.
  public static void run(Object owner, Runnable work) {
    ScopedValue.where(CURRENT, owner).run(work);
  }

  /// Does `work` for `owner`. Threads that it starts work for the server.
  ///
  /// @param owner compared by `equals`
  public static <T extends @Nullable Object> T within(Object owner, Supplier<T> work) {
    return ScopedValue.where(CURRENT, owner).<T, RuntimeException>call(work::get);
  }
}
