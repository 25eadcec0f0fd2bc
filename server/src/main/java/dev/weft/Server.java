package dev.weft;

import dev.weft.app.AppKey;
import dev.weft.app.AppStore;
import dev.weft.app.Apps;
import dev.weft.app.Credentials;
import dev.weft.app.Passwords;
import dev.weft.app.SignedLinks;
import dev.weft.app.Tokens;
import dev.weft.callback.CallbackPublisher;
import dev.weft.callback.RuleTests;
import dev.weft.callback.explain.Explainer;
import dev.weft.callback.rule.HistoryRetention;
import dev.weft.callback.rule.RuleHistory;
import dev.weft.callback.rule.RuleRegistry;
import dev.weft.callback.rule.Rules;
import dev.weft.chat.ChatListener;
import dev.weft.chat.ConversationIds;
import dev.weft.chat.Ids;
import dev.weft.chat.file.Attachments;
import dev.weft.chat.file.ChatFiles;
import dev.weft.chat.file.FileStore;
import dev.weft.chat.file.FileSweeper;
import dev.weft.chat.message.History;
import dev.weft.chat.message.MessageStore;
import dev.weft.cluster.NodeList;
import dev.weft.cluster.NodeStatus;
import dev.weft.config.Settings;
import dev.weft.delivery.Backlog;
import dev.weft.delivery.engine.DeliveryStore;
import dev.weft.delivery.engine.Dispatcher;
import dev.weft.delivery.engine.HttpSender;
import dev.weft.delivery.engine.LateArrivals;
import dev.weft.delivery.log.Deliveries;
import dev.weft.delivery.log.DeliveryLog;
import dev.weft.delivery.log.Retention;
import dev.weft.delivery.log.RetentionSweeper;
import dev.weft.delivery.redrive.ExceptionStorage;
import dev.weft.delivery.redrive.ExceptionStore;
import dev.weft.delivery.redrive.ExceptionSweeper;
import dev.weft.delivery.redrive.JobFollower;
import dev.weft.delivery.redrive.JobRunner;
import dev.weft.delivery.redrive.JobStore;
import dev.weft.delivery.redrive.Jobs;
import dev.weft.delivery.redrive.ReplayAccounting;
import dev.weft.delivery.redrive.RunningJobs;
import dev.weft.metrics.Metrics;
import dev.weft.outbound.AddressCheck;
import dev.weft.outbound.AddressGuard;
import dev.weft.outbound.SystemResolver;
import dev.weft.pull.AnnouncingOutbox;
import dev.weft.pull.Consumers;
import dev.weft.pull.EventLog;
import dev.weft.pull.EventReaders;
import dev.weft.pull.NewEventNotifier;
import dev.weft.storage.Database;
import dev.weft.tx.StoreFailedException;
import dev.weft.tx.Transactions;
import dev.weft.web.HttpApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// One Weft server: everything it is made of, in the order it is made.
public final class Server implements AutoCloseable {

  /// How long a stopping server waits for attempts in flight; what is left is attempted again after
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
  private final EventReaders eventReaders;
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
    Descriptors.require();
    address.check();
    Configured.management(settings).ifPresent(ListenAddress::check);
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
    ConversationIds conversationIds =
        new ConversationIds(clock, cluster.number(), database.newestConversation());
    RuleRegistry ruleRegistry = new RuleRegistry();
    DeliveryStore deliveryStore = database.deliveries();
    ExceptionStore exceptionStore = database.exceptions();
    JobStore jobStore = database.jobs();
    RunningJobs runningJobs = new RunningJobs(ruleRegistry, transactions.read(jobStore::running));
    resolver = new SystemResolver();
    AddressGuard guard = new AddressGuard(Configured.allowed(settings), resolver);
    Duration deadline = Duration.ofSeconds(settings.callback().attemptSeconds());
    sender = new HttpSender(guard, clock, deadline, Version.number());
    dispatcher =
        new Dispatcher(
            transactions,
            deliveryStore,
            runningJobs,
            sender,
            clock,
            metrics,
            new ReplayAccounting(
                deliveryStore, exceptionStore, jobStore, clock, Configured.storageZone(settings)),
            Configured.deliveryBounds(settings.callback()),
            cluster.leases(),
            cluster.signals());
    metrics.observe(dispatcher, clock);
    metrics.observe(cluster.leases(), cluster::takeovers);
    DeliveryLog deliveryLog = database.deliveryLog();
    EventLog eventLog = database.eventLog();
    NewEventNotifier arrivals = new NewEventNotifier();
    eventReaders = new EventReaders(transactions, eventLog, ruleRegistry, arrivals, clock);
    metrics.observePulling(eventReaders::openReaders, eventReaders::fetched);
    Consumers consumers = new Consumers(transactions, database.consumers(), eventLog, clock);
    RuleHistory ruleHistory = database.ruleHistory();
    jobRunner =
        new JobRunner(
            transactions,
            jobStore,
            exceptionStore,
            runningJobs,
            dispatcher,
            cluster.leases(),
            clock);
    Jobs jobs =
        new Jobs(transactions, jobStore, exceptionStore, runningJobs, jobRunner, guard, clock);
    ExceptionStorage exceptions =
        new ExceptionStorage(
            transactions,
            exceptionStore,
            jobs,
            ruleRegistry,
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
            ruleRegistry,
            url -> refusal(guard.check(url)),
            clock,
            settings.callback().rulesPerApp(),
            rule -> {
              dispatcher.ruleChanged(rule);
              arrivals.announce(rule);
              cluster.signals().rulesChanged();
              if (ruleRegistry.pulled(rule).isEmpty()) {
                consumers.deleteAll(rule);
              }
            });
    rules.follow(
        rule -> {
          dispatcher.ruleFollowed(rule);
          arrivals.announce(rule);
        });
    JobFollower jobFollower =
        new JobFollower(
            transactions, jobStore, runningJobs, jobRunner, dispatcher, cluster.leases());
    LateArrivals lateArrivals = new LateArrivals(transactions, deliveryStore, dispatcher);
    cluster.connect(
        dispatcher,
        arrivals,
        number -> {
          ids.become(number);
          conversationIds.become(number);
        },
        List.of(
            rules::refresh, jobFollower::refresh, dispatcher::followHealth, lateArrivals::look));
    Explainer explainer =
        new Explainer(
            transactions,
            messageStore,
            deliveryLog,
            ruleHistory,
            ruleRegistry,
            dispatcher::health,
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
    RuleTests ruleTests = new RuleTests(ruleRegistry, ids, clock, host, dispatcher::test);
    CallbackPublisher publisher =
        new CallbackPublisher(
            ruleRegistry, new AnnouncingOutbox(dispatcher, arrivals), ids, clock, host);

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
            database,
            passwords,
            ids,
            conversationIds,
            clock,
            Configured.chatLimits(settings.chat()),
            listener);

    http =
        new HttpApi(
            new HttpApi.Settings(
                address.socket(),
                Configured.management(settings).map(ListenAddress::socket),
                Descriptors.connections(settings.server().connections()),
                settings.server().cors(),
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
                eventReaders,
                consumers,
                exceptions,
                jobs,
                nodes(host),
                () -> ready.get() && database.isWritable(),
                metrics::page,
                metrics::answered),
            Map.of(),
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
    try {
      http.start();
    } catch (UncheckedIOException e) {
      throw address.taken(e);
    }
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

  /// The port that operators are answered on; the same one unless a setting says otherwise.
  public int managementPort() {
    return http.managementPort();
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
    eventReaders.close();
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
