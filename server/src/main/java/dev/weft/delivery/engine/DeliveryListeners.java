package dev.weft.delivery.engine;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.DeliveryListener;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.ExpiredCallback;
import java.util.List;
import java.util.function.Consumer;

/// Several listeners as one.
public record DeliveryListeners(List<DeliveryListener> all) implements DeliveryListener {

  public DeliveryListeners {
    all = List.copyOf(all);
  }

  @Override
  public void attempted(Endpoint endpoint, Attempt attempt) {
    publish(listener -> listener.attempted(endpoint, attempt));
  }

  @Override
  public void healthChanged(Endpoint endpoint, EndpointHealth health) {
    publish(listener -> listener.healthChanged(endpoint, health));
  }

  @Override
  public void settled(Attempt attempt) {
    publish(listener -> listener.settled(attempt));
  }

  @Override
  public void settledTogether(int attempts) {
    publish(listener -> listener.settledTogether(attempts));
  }

  @Override
  public void expired(ExpiredCallback callback) {
    publish(listener -> listener.expired(callback));
  }

  private void publish(Consumer<DeliveryListener> event) {
    all.forEach(event);
  }
}
