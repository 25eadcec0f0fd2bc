package dev.weft.sync;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Ids;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The devices of users: who has logged in, and with what each goes on.
public final class Devices {

  private final Transactions transactions;
  private final DeviceStore devices;
  private final CursorStore cursors;
  private final ConversationNews news;
  private final Ids ids;
  private final Clock clock;
  private final Duration offline;

  /// @param offline how far back a device is brought up to date at the most
  public Devices(
      Transactions transactions,
      DeviceStore devices,
      CursorStore cursors,
      ConversationNews news,
      Ids ids,
      Clock clock,
      Duration offline) {
    this.transactions = transactions;
    this.devices = devices;
    this.cursors = cursors;
    this.news = news;
    this.ids = ids;
    this.clock = clock;
    this.offline = offline;
  }

  /// A device logs in. A session of the same device on another node is told to end.
  public Device login(AppId app, UserId user, Device.Details details) {
    return transactions.call(
        tx -> {
          Device device = devices.login(tx, app, user, details, ids.next(), clock.instant());
          news.loggedIn(tx, device);
          return device;
        });
  }

  /// Every conversation the user of a device hears, and where the device goes on in it.
  public List<Followed> followed(Device device) {
    long floor = Ids.firstAt(clock.instant().minus(offline)).value();
    return transactions.read(snapshot -> cursors.followed(snapshot, device, floor));
  }

  public Optional<Device> find(AppId app, UserId user, String resource) {
    return transactions.read(snapshot -> devices.find(snapshot, app, user, resource));
  }

  /// All devices of a user, the one that logged in last first.
  public List<Device> of(AppId app, UserId user) {
    return transactions.read(snapshot -> devices.of(snapshot, app, user));
  }
}
