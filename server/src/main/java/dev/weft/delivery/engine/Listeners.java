package dev.weft.delivery.engine;

import dev.weft.delivery.DeliveryListener;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whoever listens to delivery, kept apart from it: what a listener throws harms no callback.
final class Listeners {

  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final DeliveryListener listener;

  Listeners(DeliveryListener listener) {
    this.listener = listener;
  }

  void publish(Consumer<DeliveryListener> event) {
    try {
      event.accept(listener);
    } catch (RuntimeException | Error e) {
      log.warn("listener failed reason=\"{}\"", e.getMessage(), e);
    }
  }
}
