package dev.weft;

import dev.weft.chat.favorite.Favorites;
import dev.weft.chat.push.PushSettings;
import dev.weft.web.account.AccountRoutes;
import java.time.Clock;

/// What users and apps keep beside their messages.
final class AccountStorey {

  private AccountStorey() {}

  static AccountRoutes open(Clock clock, Foundation base, ChatStorey chat, SyncStorey sync) {
    return new AccountRoutes(
        new AccountRoutes.Services(
            new PushSettings(
                base.transactions(), base.database().users(), base.database().push(), clock),
            new Favorites(
                base.transactions(), base.database().users(), base.database().favorites(), clock),
            chat.contacts(),
            sync.clients().contacts()));
  }
}
