package dev.weft.delivery.engine;

import dev.weft.Waits;
import dev.weft.cluster.Leases;
import dev.weft.cluster.Signals;
import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.DeliveryListener;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Endpoints;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.RetryPolicy;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.State;
import dev.weft.delivery.log.DeliveryFilter;
import dev.weft.delivery.log.DeliveryLog;
import dev.weft.delivery.log.DeliveryStory;
import dev.weft.delivery.log.LoggedDelivery;
import dev.weft.delivery.redrive.ExceptionStorage;
import dev.weft.delivery.redrive.ExceptionStore;
import dev.weft.delivery.redrive.JobRunner;
import dev.weft.delivery.redrive.JobStore;
import dev.weft.delivery.redrive.Jobs;
import dev.weft.delivery.redrive.ReplayAccounting;
import dev.weft.delivery.redrive.RunningJobs;
import dev.weft.loop.Loops;
import dev.weft.outbound.AddressGuard;
import dev.weft.outbound.Cidr;
import dev.weft.outbound.OutboundClient;
import dev.weft.outbound.SystemResolver;
import dev.weft.storage.Database;
import dev.weft.trace.Tracer;
import dev.weft.tx.CommitListener;
import dev.weft.tx.Transactions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Everything of delivery on a real SQLite file, with rules that a test makes up. Closing it and
/// opening another on the same file is a restart.
public final class DeliveryFixture implements AutoCloseable {

  public static final Duration DEADLINE = Duration.ofSeconds(5);
  public static final long APP = 7;
  private static final int MAX_DESCRIBED = 20;

  /// By how much the clock is fast that loops are looked at with.
  final AtomicLong skew = new AtomicLong();

  public final Loops loops = new Loops(_ -> {}, () -> System.nanoTime() + skew.get());
  final Database database;
  public final Transactions transactions;
  final DeliveryStore store;
  public final DeliveryLog log;
  final ExceptionStore exceptions;
  public final JobStore jobStore;
  public final Map<LaneOwner, Endpoint> rules = new ConcurrentHashMap<>();
  public final RunningJobs book;
  public final Dispatcher dispatcher;
  public final JobRunner runner;
  public final Jobs jobs;
  public final ExceptionStorage storage;
  private final OutboundClient client;
  final HttpSender sender;
  private final SystemResolver resolver = new SystemResolver();
  private boolean closed;

  public DeliveryFixture(Path file) {
    this(file, DeliverySettings.DEFAULT, DEADLINE, DeliveryListener.NONE);
  }

  public DeliveryFixture(
      Path file, DeliverySettings settings, Duration deadline, DeliveryListener listener) {
    this(file, settings, deadline, listener, Clock.systemUTC());
  }

  public DeliveryFixture(
      Path file,
      DeliverySettings settings,
      Duration deadline,
      DeliveryListener listener,
      Clock clock) {
    this(file, settings, deadline, listener, clock, Faults.NONE);
  }

  DeliveryFixture(
      Path file,
      DeliverySettings settings,
      Duration deadline,
      DeliveryListener listener,
      Clock clock,
      Faults faults) {
    database = Database.sqlite(file, CommitListener.NONE, loops, Tracer.NONE);
    transactions = database.transactions();
    store = faults.over(DeliveryStore.class, database.deliveries());
    log = database.deliveryLog();
    exceptions = database.exceptions();
    jobStore = database.jobs();
    AddressGuard guard = new AddressGuard(List.of(Cidr.parse("127.0.0.0/8")), resolver);
    client =
        new OutboundClient(
            guard,
            new OutboundClient.Limits(
                deadline, Duration.ofSeconds(60), HttpSender.MAX_ANSWER_BYTES),
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            loops);
    sender = new HttpSender(client, clock, "test", Tracer.NONE);
    Endpoints endpoints = rule -> Optional.ofNullable(rules.get(rule));
    book = new RunningJobs(endpoints, transactions.read(jobStore::running));
    dispatcher =
        new Dispatcher(
            transactions,
            store,
            book,
            faults.over(Sender.class, sender),
            clock,
            listener,
            new ReplayAccounting(store, exceptions, jobStore, clock, ZoneOffset.UTC),
            settings,
            Leases.all(),
            Signals.NONE,
            loops);
    runner =
        new JobRunner(
            transactions, jobStore, exceptions, book, dispatcher, Leases.all(), clock, loops);
    jobs = new Jobs(transactions, jobStore, exceptions, book, runner, guard, clock);
    storage =
        new ExceptionStorage(
            transactions, exceptions, jobs, endpoints, clock, listener, Duration.ofDays(3));
    Waits.watch(this, this::describe);
  }

  /// What the delivery log says of the newest deliveries.
  private String describe() {
    List<LoggedDelivery> newest =
        transactions
            .read(snapshot -> log.list(snapshot, DeliveryFilter.ofApp(APP), null, MAX_DESCRIBED))
            .deliveries();
    return "backlog=%d in flight=%d unhealthy=%s newest deliveries:%n%s"
        .formatted(
            backlog(),
            dispatcher.attemptsInFlight(),
            dispatcher.unhealthy(),
            newest.stream().map(LoggedDelivery::toString).collect(Collectors.joining("\n")));
  }

  /// A policy that tries again after each of these waits.
  public static RetryPolicy retrying(int... waitsMs) {
    List<Duration> delays = new java.util.ArrayList<>(List.of(Duration.ZERO));
    for (int wait : waitsMs) {
      delays.add(Duration.ofMillis(wait));
    }
    return new RetryPolicy("custom", delays, 0, false);
  }

  public Endpoint rule(long id, URI url, RetryPolicy retry) {
    Endpoint endpoint =
        new Endpoint(
            new RuleId(id), "rule" + id, url, true, retry, (callId, _, _) -> "v1," + callId);
    rules.put(endpoint.owner(), endpoint);
    return endpoint;
  }

  public static NewDelivery callback(long rule, String conversation, int number) {
    String text = rule + "/" + conversation + "/" + number;
    return new NewDelivery(
        APP,
        new Lane(new RuleId(rule), conversation),
        new CallId("call-" + text),
        "send",
        number,
        "message-" + number,
        Body.of(text.getBytes(StandardCharsets.UTF_8)),
        Clock.systemUTC().instant());
  }

  public void add(NewDelivery delivery) {
    transactions.run(tx -> dispatcher.add(tx, delivery));
  }

  /// Adds many in few transactions.
  public void addAll(List<NewDelivery> deliveries) {
    transactions.run(tx -> deliveries.forEach(delivery -> dispatcher.add(tx, delivery)));
  }

  @Nullable LoggedDelivery logged(NewDelivery delivery) {
    return story(delivery).map(DeliveryStory::delivery).orElse(null);
  }

  public Optional<DeliveryStory> story(NewDelivery delivery) {
    return transactions.read(snapshot -> log.find(snapshot, APP, delivery.callId())).stream()
        .findFirst();
  }

  public @Nullable State state(NewDelivery delivery) {
    return story(delivery).map(story -> story.delivery().state()).orElse(null);
  }

  public long backlog() {
    return dispatcher.backlog().size();
  }

  @Override
  public void close() {
    close(DEADLINE);
  }

  void close(Duration grace) {
    if (closed) {
      return;
    }
    closed = true;
    Waits.forget(this);
    runner.close();
    dispatcher.close(grace);
    client.close();
    resolver.close();
    database.close();
  }
}
