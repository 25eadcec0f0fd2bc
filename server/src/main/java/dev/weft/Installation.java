package dev.weft;

import dev.weft.app.App;
import dev.weft.app.AppKey;
import dev.weft.app.AppStore;
import dev.weft.app.Apps;
import dev.weft.app.Passwords;
import dev.weft.app.Sealer;
import dev.weft.app.Tokens;
import dev.weft.app.UserId;
import dev.weft.app.operator.Operators;
import dev.weft.config.BadSettingException;
import dev.weft.config.Settings;
import dev.weft.loop.Loops;
import dev.weft.storage.Database;
import dev.weft.trace.Tracer;
import dev.weft.tx.CommitListener;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// The store of an installation without its server, for subcommands. It may be opened while the
/// server runs.
public final class Installation implements AutoCloseable {

  /// A subcommand does one thing after the other.
  private static final int CONNECTIONS = 2;

  private final Database database;
  private final Apps apps;
  private final Tokens tokens;
  private final Settings settings;
  private final Clock clock;

  private Installation(Path folder, Settings settings, Clock clock) {
    database =
        Databases.open(
            settings, folder, CONNECTIONS, CommitListener.NONE, new Loops(), Tracer.NONE);
    this.settings = settings;
    this.clock = clock;
    AppStore appStore = database.apps();
    byte[] tokenKey = Foundation.tokenKey(database.transactions(), appStore);
    apps =
        new Apps(
            database.transactions(),
            appStore,
            new Passwords(settings.app().bcryptCost()),
            new Sealer(tokenKey),
            clock);
    tokens = new Tokens(tokenKey, clock);
  }

  /// Opens the store, and makes it first if there is none.
  ///
  /// @throws BadSettingException if the data folder cannot be written to
  public static Installation create(Settings settings, Clock clock) {
    Path folder = folder(settings);
    if (Databases.isFile(settings)) {
      DataFolder.create(folder);
      DatabaseFile file = new DatabaseFile(folder);
      file.checkPresence();
      file.keepToOwner();
    }
    return new Installation(folder, settings, clock);
  }

  /// Opens the store that is there.
  ///
  /// @throws BadSettingException if there is none
  public static Installation open(Settings settings, Clock clock) {
    Path folder = folder(settings);
    if (Databases.isFile(settings)) {
      new DatabaseFile(folder).checkPresence();
    }
    if (Databases.isFile(settings) && !Files.exists(DataFolder.database(folder))) {
      throw new BadSettingException(
          "there is nothing in the data folder "
              + folder.toAbsolutePath()
              + ": give --data the folder of your server, or start one with 'weft serve'");
    }
    return new Installation(folder, settings, clock);
  }

  /// Where the server of this installation answers, if one has started and not stopped since.
  public static Optional<URI> serverUrl(Settings settings) {
    return DataFolder.announced(folder(settings));
  }

  /// Where operators of this installation are answered, and `/metrics` is; likewise.
  public static Optional<URI> managementUrl(Settings settings) {
    return DataFolder.announcedManagement(folder(settings));
  }

  private static Path folder(Settings settings) {
    return Path.of(settings.server().data());
  }

  public Apps apps() {
    return apps;
  }

  /// The operators of the installation.
  public Operators operators() {
    return new Operators(
        database.transactions(),
        database.operators(),
        new Passwords(settings.app().bcryptCost()),
        clock);
  }

  /// A token for the app, as its client credentials would get; empty if there is no such app.
  public Optional<String> tokenFor(AppKey key, Duration life) {
    return apps.find(key).map(app -> tokens.issueForApp(app, life));
  }

  /// A token for a user of the app; empty if there is no such user.
  public Optional<String> userToken(AppKey key, String name, Duration life) {
    UserId user = UserId.of(name);
    return apps.find(key)
        .map(App::id)
        .filter(
            app ->
                database
                    .transactions()
                    .read(snapshot -> database.users().exists(snapshot, app, user)))
        .map(app -> tokens.issueForUser(app, user.value(), life));
  }

  /// A token for calls about the whole installation.
  public String operatorToken(Duration life) {
    return tokens.issueForInstallation(life);
  }

  @Override
  public void close() {
    database.close();
  }
}
