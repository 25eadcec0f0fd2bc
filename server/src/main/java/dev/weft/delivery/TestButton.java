package dev.weft.delivery;

import dev.weft.delivery.Settler.Settlement;
import dev.weft.tx.Transactions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Attempts a delivery once, at once, for a person who waits for the outcome.
final class TestButton {

  /// Tests under way at once: they run beside the limits of their rules.
  private static final int MAX_TESTS = 16;

  private final Transactions transactions;
  private final DeliveryStore store;
  private final Endpoints endpoints;
  private final Attempter attempter;
  private final Settler settler;
  private final Semaphore permits = new Semaphore(MAX_TESTS);
  private final Map<Long, CompletableFuture<Attempt>> waiting = new ConcurrentHashMap<>();

  TestButton(
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
  Attempt press(NewDelivery delivery) {
    permits.acquireUninterruptibly();
    try {
      Endpoint endpoint =
          endpoints
              .find(delivery.lane().rule())
              .orElseThrow(() -> new IllegalArgumentException("no such rule"));
      Delivery added = transactions.call(tx -> store.add(tx, delivery, Kind.TEST));
      CompletableFuture<Attempt> durable = new CompletableFuture<>();
      waiting.put(added.id(), durable);
      try {
        settler.add(new Settlement(attempter.attempt(endpoint, added), null));
        return durable.join();
      } finally {
        waiting.remove(added.id());
      }
    } finally {
      permits.release();
    }
  }

  void settled(Attempt attempt) {
    @Nullable CompletableFuture<Attempt> who = waiting.get(attempt.delivery().id());
    if (who != null) {
      who.complete(attempt);
    }
  }
}
