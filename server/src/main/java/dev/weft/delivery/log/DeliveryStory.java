package dev.weft.delivery.log;

import dev.weft.delivery.Body;
import java.util.List;

/// All that is known of one delivery.
public record DeliveryStory(LoggedDelivery delivery, Body body, List<LoggedAttempt> attempts) {
  public DeliveryStory {
    attempts = List.copyOf(attempts);
  }
}
