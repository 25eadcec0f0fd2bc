package dev.weft.loop;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every background loop of a server: makes them, counts their failures and says which of them
/// keeps the server from being ready. Thread-safe.
public final class Loops {

  private static final Logger log = LoggerFactory.getLogger(Loops.class);

  private final Consumer<String> failures;
  private final LongSupplier nanos;
  private final Set<Loop> running = ConcurrentHashMap.newKeySet();
  private final List<Supplier<Optional<String>>> watched = new CopyOnWriteArrayList<>();
  private volatile @Nullable String broken;

  /// For programs and tests that count nothing.
  public Loops() {
    this(_ -> {});
  }

  /// @param failures gets the name of a loop for each of its turns that failed
  public Loops(Consumer<String> failures) {
    this(failures, System::nanoTime);
  }

  /// @param nanos a clock like [System#nanoTime], for looking at loops
  public Loops(Consumer<String> failures, LongSupplier nanos) {
    this.failures = failures;
    this.nanos = nanos;
  }

  /// A loop without which the server does not do what it promises.
  ///
  /// @param within the server is not ready when the loop has made no good turn for so long
  public Loop vital(String name, Duration within, Loop.Turn turn) {
    return new Loop(this, name, within, turn);
  }

  /// A loop that tidies up: while it fails, the server is ready.
  public Loop background(String name, Loop.Turn turn) {
    return new Loop(this, name, null, turn);
  }

  /// Has a part looked at that has threads of its own, such as event loops.
  ///
  /// @param trouble one sentence about what keeps the part from its work; empty if nothing does.
  ///   Asked whenever readiness is; it does not block
  public void watch(Supplier<Optional<String>> trouble) {
    watched.add(trouble);
  }

  /// One sentence about a loop or a part that keeps the server from being ready; empty if none
  /// does.
  public Optional<String> trouble() {
    @Nullable String found = broken;
    long now = now();
    for (Loop loop : running) {
      found = found == null ? loop.trouble(now) : found;
    }
    for (Supplier<Optional<String>> part : watched) {
      found = found == null ? part.get().orElse(null) : found;
    }
    return Optional.ofNullable(found);
  }

  /// Work that belongs to no loop has failed, and somebody goes on for it.
  public void failed(String name) {
    failures.accept(name);
  }

  /// A part of the server cannot go on, and only a restart helps: it is not ready from now on.
  public void broken(String part, Throwable reason) {
    broken = part + " is broken, restart the server";
    failed(part);
    log.error("broken, not ready until a restart part={}", part, reason);
  }

  /// The time by which loops are looked at, in nanoseconds since some moment.
  long now() {
    return nanos.getAsLong();
  }

  void started(Loop loop) {
    running.add(loop);
  }

  /// The loop has ended as it should.
  void ended(Loop loop) {
    running.remove(loop);
  }
}
