package dev.weft;

import dev.weft.app.AppKey;
import dev.weft.app.Apps;
import dev.weft.app.Credentials;
import dev.weft.app.Passwords;
import dev.weft.app.Tokens;
import dev.weft.callback.CallbackPublisher;
import dev.weft.callback.RuleBook;
import dev.weft.callback.Rules;
import dev.weft.chat.Chat;
import dev.weft.chat.ChatLimits;
import dev.weft.chat.Contacts;
import dev.weft.chat.Departures;
import dev.weft.chat.GroupMembers;
import dev.weft.chat.GroupModeration;
import dev.weft.chat.Groups;
import dev.weft.chat.Ids;
import dev.weft.chat.Threads;
import dev.weft.chat.UserMutes;
import dev.weft.chat.Users;
import dev.weft.config.Settings;
import dev.weft.config.Settings.ChatSettings;
import dev.weft.storage.SqliteAppStore;
import dev.weft.storage.SqliteGroupMarkStore;
import dev.weft.storage.SqliteGroupStore;
import dev.weft.storage.SqliteIds;
import dev.weft.storage.SqliteMessageStore;
import dev.weft.storage.SqliteOutbox;
import dev.weft.storage.SqliteRuleStore;
import dev.weft.storage.SqliteThreadStore;
import dev.weft.storage.SqliteTransactions;
import dev.weft.storage.SqliteUserLinkStore;
import dev.weft.storage.SqliteUserMuteStore;
import dev.weft.storage.SqliteUserStore;
import dev.weft.web.HttpApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// One Weft server: everything it is made of, in the order it is made.
public final class Server implements AutoCloseable {

  private final DataFolder folder;
  private final SqliteTransactions transactions;
  private final Apps apps;
  private final HttpApi http;
  private final AtomicBoolean ready = new AtomicBoolean();

  /// Opens the store and makes the rooms. Nothing is listened on before [#start].
  ///
  /// @throws dev.weft.config.BadSettingException if a setting cannot be used; the message says why
  public Server(Settings settings, Clock clock) {
    folder = DataFolder.open(Path.of(settings.server().data()));
    transactions = new SqliteTransactions(folder.database());
    SqliteAppStore appStore = new SqliteAppStore();
    SqliteUserStore userStore = new SqliteUserStore();
    SqliteGroupStore groupStore = new SqliteGroupStore();
    SqliteGroupMarkStore markStore = new SqliteGroupMarkStore();
    SqliteThreadStore threadStore = new SqliteThreadStore();
    SqliteMessageStore messageStore = new SqliteMessageStore();
    Passwords passwords = new Passwords(settings.app().bcryptCost());
    apps = new Apps(transactions, appStore, passwords, clock);
    Tokens tokens = new Tokens(tokenKey(appStore), clock);

    Ids ids = new Ids(clock, 0, transactions.read(new SqliteIds()::newest));
    RuleBook ruleBook = new RuleBook();
    Rules rules =
        new Rules(
            transactions,
            new SqliteRuleStore(),
            ruleBook,
            url -> java.util.Optional.empty(),
            clock,
            settings.callback().rulesPerApp());
    CallbackPublisher publisher =
        new CallbackPublisher(ruleBook, new SqliteOutbox(), ids, clock, nodeName(settings));

    ChatLimits limits = limits(settings.chat());
    Departures departures = new Departures(groupStore, markStore, threadStore, publisher);
    Users users = new Users(transactions, userStore, groupStore, departures, passwords, clock);
    Contacts contacts = new Contacts(transactions, userStore, new SqliteUserLinkStore());
    UserMutes userMutes = new UserMutes(transactions, userStore, new SqliteUserMuteStore(), clock);
    Groups groups =
        new Groups(transactions, groupStore, userStore, departures, ids, clock, limits, publisher);
    GroupMembers groupMembers =
        new GroupMembers(
            transactions, groupStore, markStore, userStore, departures, clock, limits, publisher);
    GroupModeration groupModeration =
        new GroupModeration(transactions, groupStore, markStore, departures, clock, publisher);
    Chat chat =
        new Chat(
            transactions, threadStore, groupStore, messageStore, ids, clock, limits, publisher);
    Threads threads =
        new Threads(
            transactions, threadStore, groupStore, messageStore, ids, clock, limits, publisher);

    http =
        new HttpApi(
            new HttpApi.Settings(
                settings.server().host(),
                settings.server().port(),
                settings.server().vendorRates()),
            new HttpApi.Rooms(
                apps,
                tokens,
                users,
                contacts,
                userMutes,
                groups,
                groupMembers,
                groupModeration,
                chat,
                threads,
                rules,
                ready::get,
                () -> ""),
            clock);
  }

  /// Makes sure that an app exists with these credentials.
  public void ensureApp(AppKey key, Credentials credentials) {
    apps.ensure(key, credentials);
  }

  /// Accepts requests from here on.
  public void start() {
    http.start();
    ready.set(true);
  }

  /// The port of the HTTP API.
  public int port() {
    return http.port();
  }

  private byte[] tokenKey(SqliteAppStore store) {
    byte[] fresh = new byte[32];
    new SecureRandom().nextBytes(fresh);
    return transactions.call(tx -> store.tokenKey(tx, fresh));
  }

  /// The name in callbacks: the configured one, or the machine's.
  private static String nodeName(Settings settings) {
    String name = settings.server().nodeName();
    if (!name.isEmpty()) {
      return name;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "weft";
    }
  }

  private static ChatLimits limits(ChatSettings chat) {
    return new ChatLimits(
        Duration.ofSeconds(chat.recallWindowSeconds()),
        chat.editsPerMessage(),
        chat.threadsPerApp(),
        chat.threadsPerUser(),
        chat.adminsPerGroup(),
        chat.groupsPerApp(),
        chat.groupsPerUser());
  }

  /// Stops taking requests, then closes the store. What was answered is durable.
  @Override
  public void close() throws IOException {
    ready.set(false);
    http.close();
    transactions.close();
    folder.close();
  }
}
