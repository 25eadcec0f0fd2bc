package dev.weft;

import dev.weft.app.AppKey;
import dev.weft.app.AppStore;
import dev.weft.app.Apps;
import dev.weft.app.Credentials;
import dev.weft.app.Passwords;
import dev.weft.app.SignedLinks;
import dev.weft.app.Tokens;
import dev.weft.callback.CallbackPublisher;
import dev.weft.callback.Explainer;
import dev.weft.callback.HistoryRetention;
import dev.weft.callback.RuleBook;
import dev.weft.callback.RuleHistory;
import dev.weft.callback.RuleTests;
import dev.weft.callback.Rules;
import dev.weft.chat.Attachments;
import dev.weft.chat.ChatFiles;
import dev.weft.chat.ChatListener;
import dev.weft.chat.FileStore;
import dev.weft.chat.FileSweeper;
import dev.weft.chat.History;
import dev.weft.chat.Ids;
import dev.weft.chat.MessageStore;
import dev.weft.config.Settings;
import dev.weft.delivery.AddressCheck;
import dev.weft.delivery.AddressGuard;
import dev.weft.delivery.Backlog;
import dev.weft.delivery.Bookkeeping;
import dev.weft.delivery.Deliveries;
import dev.weft.delivery.DeliveryLog;
import dev.weft.delivery.DeliveryStore;
import dev.weft.delivery.Dispatcher;
import dev.weft.delivery.ExceptionStorage;
import dev.weft.delivery.ExceptionStore;
import dev.weft.delivery.ExceptionSweeper;
import dev.weft.delivery.HttpSender;
import dev.weft.delivery.JobBook;
import dev.weft.delivery.JobFollower;
import dev.weft.delivery.JobRunner;
import dev.weft.delivery.JobStore;
import dev.weft.delivery.Jobs;
import dev.weft.delivery.LateArrivals;
import dev.weft.delivery.NodeList;
import dev.weft.delivery.NodeStatus;
import dev.weft.delivery.Retention;
import dev.weft.delivery.RetentionSweeper;
import dev.weft.delivery.SystemResolver;
import dev.weft.metrics.Metrics;
import dev.weft.pull.AnnouncingOutbox;
import dev.weft.pull.Arrivals;
import dev.weft.pull.Consumers;
import dev.weft.pull.EventLog;
import dev.weft.pull.Puller;
import dev.weft.storage.Database;
import dev.weft.tx.StoreFailedException;
import dev.weft.tx.Transactions;
import dev.weft.web.HttpApi;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// One Weft server: everything it is made of, in the order it is made.
public final class Server implements AutoCloseable {

  /// How long a stopping server waits for attempts under way; what is left is attempted again after
  /// the next start.
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final DataFolder folder;
  private final Metrics metrics;
  private final Database database;
  private final Cluster cluster;
  private final Apps apps;
  private final ListenAddress address;
  private final SystemResolver resolver;
  private final HttpSender sender;
  private final Dispatcher dispatcher;
  private final Puller puller;
  private final RetentionSweeper retention;
  private final JobRunner jobRunner;
  private final ExceptionSweeper exceptionSweeper;
  private final FileSweeper fileSweeper;
  private final HttpApi http;
  private final AtomicBoolean ready = new AtomicBoolean();

  /// Opens the store and makes the rooms. Nothing is listened on before [#start].
  ///
  /// @throws dev.weft.config.BadSettingException if a setting cannot be used; the message says why
  public Server(Settings settings, Clock clock) {
    address = new ListenAddress(settings.server().host(), settings.server().port());
    address.check();
    Path data = Path.of(settings.server().data());
    folder = DataFolder.open(data);
    metrics = new Metrics(settings.metrics().rules(), this::appKey);
    database = Databases.open(settings, data, settings.store().connections(), metrics.store());
    String host = Configured.nodeName(settings);
    cluster = enter(host);
    metrics.observe(database::isWritable);
    Transactions transactions = database.transactions();
    AppStore appStore = database.apps();
    MessageStore messageStore = database.messages();
    Passwords passwords = new Passwords(settings.app().bcryptCost());
    apps = new Apps(transactions, appStore, passwords, clock);
    byte[] tokenKey = tokenKey(transactions, appStore);
    Tokens tokens = new Tokens(tokenKey, clock);

    Ids ids = new Ids(clock, cluster.number(), database.newestId());
    RuleBook ruleBook = new RuleBook();
    DeliveryStore deliveryStore = database.deliveries();
    ExceptionStore exceptionStore = database.exceptions();
    JobStore jobStore = database.jobs();
    JobBook jobBook = new JobBook(ruleBook, transactions.read(jobStore::running));
    resolver = new SystemResolver();
    AddressGuard guard = new AddressGuard(Configured.allowed(settings), resolver);
    Duration deadline = Duration.ofSeconds(settings.callback().attemptSeconds());
    sender = new HttpSender(guard, clock, deadline, Version.number());
    dispatcher =
        new Dispatcher(
            transactions,
            deliveryStore,
            jobBook,
            sender,
            clock,
            metrics,
            new Bookkeeping(
                deliveryStore, exceptionStore, jobStore, clock, Configured.storageZone(settings)),
            Configured.deliveryBounds(settings.callback()),
            cluster.leases(),
            cluster.signals());
    metrics.observe(dispatcher, clock);
    metrics.observe(cluster.leases(), cluster::takeovers);
    DeliveryLog deliveryLog = database.deliveryLog();
    EventLog eventLog = database.eventLog();
    Arrivals arrivals = new Arrivals();
    puller = new Puller(transactions, eventLog, ruleBook, arrivals, clock);
    metrics.observePulling(puller::openWalks, puller::fetched);
    Consumers consumers = new Consumers(transactions, database.consumers(), eventLog, clock);
    RuleHistory ruleHistory = database.ruleHistory();
    jobRunner =
        new JobRunner(
            transactions, jobStore, exceptionStore, jobBook, dispatcher, cluster.leases(), clock);
    Jobs jobs = new Jobs(transactions, jobStore, exceptionStore, jobBook, jobRunner, guard, clock);
    ExceptionStorage exceptions =
        new ExceptionStorage(
            transactions,
            exceptionStore,
            jobs,
            ruleBook,
            clock,
            metrics,
            Duration.ofDays(settings.callback().storageDays()));
    metrics.observe(exceptions, jobs, clock);
    exceptionSweeper = new ExceptionSweeper(exceptions, jobs, cluster.leases());
    Rules rules =
        new Rules(
            transactions,
            database.rules(),
            ruleHistory,
            ruleBook,
            url -> refusal(guard.check(url)),
            clock,
            settings.callback().rulesPerApp(),
            rule -> {
              dispatcher.ruleChanged(rule);
              arrivals.announce(rule);
              cluster.signals().rulesChanged();
              if (ruleBook.pulled(rule).isEmpty()) {
                consumers.deleteAll(rule);
              }
            });
    rules.follow(
        rule -> {
          dispatcher.ruleFollowed(rule);
          arrivals.announce(rule);
        });
    JobFollower jobFollower =
        new JobFollower(transactions, jobStore, jobBook, jobRunner, dispatcher, cluster.leases());
    LateArrivals lateArrivals = new LateArrivals(transactions, deliveryStore, dispatcher);
    cluster.connect(
        dispatcher,
        arrivals,
        ids::become,
        List.of(
            rules::refresh, jobFollower::refresh, dispatcher::followStandings, lateArrivals::look));
    Explainer explainer =
        new Explainer(
            transactions,
            messageStore,
            deliveryLog,
            ruleHistory,
            ruleBook,
            dispatcher::standing,
            clock);
    Duration keep = Duration.ofDays(settings.callback().logDays());
    retention =
        new RetentionSweeper(
            cluster.leases(),
            keep.isZero()
                ? List.of()
                : List.of(
                    new Retention(
                            transactions, database.logRetention(), clock, keep, consumers::gone)
                        ::step,
                    new HistoryRetention(transactions, ruleHistory, clock, keep)::step));
    RuleTests ruleTests = new RuleTests(ruleBook, ids, clock, host, dispatcher::test);
    CallbackPublisher publisher =
        new CallbackPublisher(
            ruleBook, new AnnouncingOutbox(dispatcher, arrivals), ids, clock, host);

    FileStore fileStore = database.files();
    ChatFiles files =
        new ChatFiles(
            transactions,
            fileStore,
            database.fileContents(folder.files()),
            clock,
            Configured.fileLimits(settings.chat()));
    fileSweeper = new FileSweeper(files);
    Attachments attachments = new Attachments(fileStore, fileSweeper);
    ChatListener listener =
        (tx, event) -> {
          publisher.on(tx, event);
          metrics.on(tx, event);
          attachments.on(tx, event);
        };

    ChatRooms chat =
        ChatRooms.open(
            database, passwords, ids, clock, Configured.chatLimits(settings.chat()), listener);

    http =
        new HttpApi(
            new HttpApi.Settings(
                settings.server().host(),
                settings.server().port(),
                settings.server().vendorRates(),
                settings.chat().fileMaxBytes()),
            new HttpApi.Rooms(
                apps,
                tokens,
                chat.users(),
                chat.contacts(),
                chat.userMutes(),
                chat.groups(),
                chat.groupMembers(),
                chat.groupModeration(),
                chat.messages(),
                chat.threads(),
                files,
                new History(transactions, messageStore, clock),
                new SignedLinks(tokenKey, clock),
                rules,
                ruleTests,
                dispatcher,
                new Deliveries(transactions, deliveryLog),
                explainer,
                puller,
                consumers,
                exceptions,
                jobs,
                nodes(host),
                () -> ready.get() && database.isWritable(),
                metrics::page,
                metrics::answered),
            clock);
  }

  private Cluster enter(String name) {
    try {
      return new Cluster(database.sharing().orElse(null), folder.identity(), name);
    } catch (StoreFailedException e) {
      database.close();
      metrics.close();
      try {
        folder.close();
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  /// Makes sure that an app exists with these credentials.
  public void ensureApp(AppKey key, Credentials credentials) {
    apps.ensure(key, credentials);
  }

  /// Accepts requests from here on.
  ///
  /// @throws dev.weft.config.BadSettingException if the address was taken in the meantime
  public void start() {
    dispatcher.start();
    jobRunner.start();
    exceptionSweeper.start();
    fileSweeper.start();
    retention.start();
    http.start();
    address.requireListening(http.port());
    folder.announce(address.url(http.port()));
    cluster.start(address.url(http.port()));
    ready.set(true);
  }

  /// To be called by whoever has moved the clock that this server was made with.
  public void clockMoved() {
    dispatcher.clockMoved();
  }

  /// The port of the HTTP API.
  public int port() {
    return http.port();
  }

  /// Where the HTTP API listens, as a URL: `http://[::]:8080` for one, if it listens everywhere.
  public String listensOn() {
    return HttpAddress.of(address.host(), http.port());
  }

  /// How this machine reaches the HTTP API.
  public URI url() {
    return address.url(http.port());
  }

  /// Every route of the HTTP API, as [HttpApi#routes] writes them.
  public List<String> routes() {
    return http.routes();
  }

  static byte[] tokenKey(Transactions transactions, AppStore store) {
    byte[] fresh = new byte[32];
    new SecureRandom().nextBytes(fresh);
    return transactions.call(tx -> store.tokenKey(tx, fresh));
  }

  /// The nodes of the database; this one, if there are no others.
  private NodeList nodes(String name) {
    return database
        .nodes()
        .orElseGet(
            () ->
                () -> {
                  Backlog backlog = dispatcher.backlog();
                  return List.of(
                      new NodeStatus(
                          0,
                          name,
                          Version.number(),
                          url().toString(),
                          "live",
                          null,
                          cluster.leases().count(),
                          backlog.size(),
                          backlog.oldest()));
                });
  }

  /// The key of an app by its number, for the metrics.
  private String appKey(long id) {
    return apps.all().stream()
        .filter(app -> app.id().value() == id)
        .map(app -> app.key().toString())
        .findFirst()
        .orElse("");
  }

  private static Optional<String> refusal(AddressCheck check) {
    return switch (check) {
      case AddressCheck.Permitted() -> Optional.empty();
      case AddressCheck.Refused(String sentence) -> Optional.of(sentence);
    };
  }

  /// Stops taking requests, then closes the store. What was answered is durable.
  @Override
  public void close() throws IOException {
    ready.set(false);
    puller.close();
    http.close();
    jobRunner.close();
    exceptionSweeper.close();
    dispatcher.close(cluster.leave(GRACE));
    sender.close();
    resolver.close();
    fileSweeper.close();
    retention.close();
    cluster.close();
    database.close();
    metrics.close();
    folder.close();
  }
}
