package dev.weft.web.account;

import dev.weft.chat.favorite.Favorites;
import dev.weft.chat.push.PushSettings;
import dev.weft.chat.user.Contacts;
import dev.weft.sync.ContactRequests;
import dev.weft.web.api.Routes;

/// All calls of this package.
public final class AccountRoutes {

  private final Services services;

  /// What the calls are about.
  public record Services(
      PushSettings push, Favorites favorites, Contacts lists, ContactRequests contacts) {}

  public AccountRoutes(Services services) {
    this.services = services;
  }

  public void addTo(Routes routes) {
    new PushRoutes(services.push()).addTo(routes);
    new PushTemplateRoutes(services.push()).addTo(routes);
    new FavoriteRoutes(services.favorites()).addTo(routes);
    new ContactListRoutes(services.lists(), services.contacts()).addTo(routes);
  }
}
