package dev.weft.delivery.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of the delivery log, newest first. It may hold fewer than asked for, even none, and still
/// have a next one: a page looks at a bounded number of rows, whether they match or not.
///
/// @param next the cursor of the next page; null when this is the last
public record DeliveryPage(List<LoggedDelivery> deliveries, @Nullable Long next) {
  public DeliveryPage {
    deliveries = List.copyOf(deliveries);
  }
}
