package dev.weft.outbound;

import dev.weft.outbound.LookUpShares.Permit;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Asks the operating system, which can block for longer than any deadline of ours and holds the
/// carrier of a virtual thread while it does. So it is asked on platform threads, for each name by
/// one of them at a time, and whoever waits stops waiting when the time is up.
///
/// Answers are kept: a fresh one is used without asking; an older one when the name server does not
/// answer soon, or may not be asked ([LookUpShares]).
public final class SystemResolver implements Resolver, AutoCloseable {

  /// Names that may be asked for at once.
  private static final int MAX_THREADS = 64;

  private static final int IDLE_SECONDS = 30;

  /// So long an answer is used without asking again.
  private static final Duration FRESH = Duration.ofSeconds(5);

  /// So long it is used when there is no newer one.
  private static final Duration STALE = Duration.ofMinutes(10);

  /// Whoever has an older answer waits no longer for a new one.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /// Names whose answers are kept; beyond, all are forgotten.
  private static final int MAX_KEPT = 10_000;

  private final Lookup lookup;
  private final LookUpShares shares = new LookUpShares(MAX_THREADS);
  private final ConcurrentMap<String, CompletableFuture<List<InetAddress>>> inFlight =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Kept> kept = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          MAX_THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().name("weft-resolver-", 0).daemon().factory());

  /// How the operating system is asked. May block for ever.
  interface Lookup {
    InetAddress[] allByName(String host) throws UnknownHostException;
  }

  private record Kept(List<InetAddress> addresses, long since) {
    boolean isYoungerThan(Duration age) {
      return System.nanoTime() - since < age.toNanos();
    }
  }

  public SystemResolver() {
    this(InetAddress::getAllByName);
  }

  SystemResolver(Lookup lookup) {
    this.lookup = lookup;
  }

  /// Lets Java itself keep answers no longer than this class does. To be called before Java has
  /// looked up the first name; later it is without effect.
  public static void keepJavaFromCaching() {
    Security.setProperty("networkaddress.cache.ttl", Long.toString(FRESH.toSeconds()));
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
  }

  @Override
  public List<InetAddress> resolve(String host, Duration within) throws UnknownHostException {
    return resolve(host, within, null);
  }

  @Override
  public List<InetAddress> resolve(String host, Duration within, @Nullable LookUpShare share)
      throws UnknownHostException {
    @Nullable Kept before = kept.get(host);
    if (before != null && before.isYoungerThan(FRESH)) {
      return before.addresses();
    }
    @Nullable Kept usable = before != null && before.isYoungerThan(STALE) ? before : null;
    Duration wait = usable != null && within.compareTo(PATIENCE) > 0 ? PATIENCE : within;
    try {
      return ask(host, share).get(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      if (usable != null) {
        return usable.addresses();
      }
      throw failure(host + ": the name server did not answer in time", e);
    } catch (LookUpNotMadeException e) {
      if (usable != null) {
        return usable.addresses();
      }
      throw e;
    } catch (ExecutionException e) {
      throw failure(host + ": the name is not known", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(host + ": interrupted", e);
    }
  }

  private CompletableFuture<List<InetAddress>> ask(String host, @Nullable LookUpShare share)
      throws LookUpNotMadeException {
    @Nullable CompletableFuture<List<InetAddress>> running = inFlight.get(host);
    if (running != null) {
      return running;
    }
    @Nullable Permit permit = shares.begin(host, share);
    if (permit == null) {
      throw notMade(host);
    }
    CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    running = inFlight.putIfAbsent(host, answer);
    if (running != null) {
      shares.end(permit);
      return running;
    }
    try {
      threads.execute(() -> lookUp(permit, answer));
    } catch (RejectedExecutionException e) {
      inFlight.remove(host, answer);
      shares.end(permit);
      LookUpNotMadeException failure = notMade(host);
      answer.completeExceptionally(failure);
      throw failure;
    }
    return answer;
  }

  private static LookUpNotMadeException notMade(String host) {
    return new LookUpNotMadeException(
        host + ": not looked up, too many other names wait for their name servers");
  }

  private void lookUp(Permit permit, CompletableFuture<List<InetAddress>> answer) {
    String host = permit.host();
    @Nullable List<InetAddress> addresses = null;
    Throwable failure = new UnknownHostException(host);
    try {
      addresses = List.of(lookup.allByName(host));
      if (kept.size() >= MAX_KEPT) {
        kept.clear();
      }
      kept.put(host, new Kept(addresses, System.nanoTime()));
    } catch (UnknownHostException e) {
      kept.remove(host);
      failure = e;
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    // Whoever is answered may ask again at once, and gets another look-up then.
    inFlight.remove(host, answer);
    shares.end(permit);
    boolean _ =
        addresses != null ? answer.complete(addresses) : answer.completeExceptionally(failure);
  }

  private static UnknownHostException failure(String message, Throwable cause) {
    UnknownHostException failure = new UnknownHostException(message);
    failure.initCause(cause);
    return failure;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
