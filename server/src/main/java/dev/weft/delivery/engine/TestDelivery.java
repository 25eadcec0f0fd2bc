package dev.weft.delivery.engine;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Endpoints;
import dev.weft.delivery.Kind;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.engine.Settler.Settlement;
import dev.weft.tx.StoreBusyException;
import dev.weft.tx.StoreFailedException;
import dev.weft.tx.Transactions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Attempts a delivery once, at once, for a person who waits for the outcome.
final class TestDelivery {

  /// Tests in flight at once: they run beside the limits of their rules.
  private static final int MAX_TESTS = 16;

  /// How long a person waits for one of those to end, or for the store to keep the outcome.
  private static final Duration NODE_TIMEOUT = Duration.ofSeconds(20);

  private static final Logger log = LoggerFactory.getLogger(TestDelivery.class);

  private final Transactions transactions;
  private final DeliveryStore store;
  private final Endpoints endpoints;
  private final Attempter attempter;
  private final Settler settler;
  private final Semaphore permits = new Semaphore(MAX_TESTS);
  private final Map<Long, CompletableFuture<Attempt>> waiting = new ConcurrentHashMap<>();

  TestDelivery(
      Transactions transactions,
      DeliveryStore store,
      Endpoints endpoints,
      Attempter attempter,
      Settler settler) {
    this.transactions = transactions;
    this.store = store;
    this.endpoints = endpoints;
    this.attempter = attempter;
    this.settler = settler;
  }

  /// Answers what came of it when this is durable.
  ///
  /// @throws StoreBusyException if too many tests are in flight
  /// @throws StoreFailedException if the outcome does not become durable; the attempt was made
  Attempt send(NewDelivery delivery) {
    if (!hasPermit()) {
      throw new StoreBusyException(MAX_TESTS);
    }
    try {
      Endpoint endpoint =
          endpoints
              .find(delivery.lane().owner())
              .orElseThrow(() -> new IllegalArgumentException("no such rule"));
      Delivery added = transactions.call(tx -> store.add(tx, delivery, Kind.TEST)).delivery();
      CompletableFuture<Attempt> durable = new CompletableFuture<>();
      waiting.put(added.id(), durable);
      try {
        settler.add(new Settlement(attempter.attempt(endpoint, added, () -> true), null, null));
        return durable.orTimeout(NODE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).join();
      } catch (PostponedException e) {
        log.debug("test not made reason=\"{}\"", e.getMessage());
        throw new StoreBusyException(MAX_TESTS);
      } catch (CompletionException e) {
        throw new StoreFailedException("the outcome of the test could not be kept", e);
      } finally {
        waiting.remove(added.id());
      }
    } finally {
      permits.release();
    }
  }

  private boolean hasPermit() {
    try {
      return permits.tryAcquire(NODE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void settled(Attempt attempt) {
    @Nullable CompletableFuture<Attempt> who = waiting.get(attempt.delivery().id());
    if (who != null) {
      who.complete(attempt);
    }
  }
}
