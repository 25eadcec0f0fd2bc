package dev.weft;

import dev.weft.callback.rule.RuleRegistry;
import dev.weft.config.Settings;
import dev.weft.delivery.engine.DeliveryListeners;
import dev.weft.delivery.engine.DeliveryStore;
import dev.weft.delivery.engine.Dispatcher;
import dev.weft.delivery.engine.HttpSender;
import dev.weft.delivery.engine.LateArrivals;
import dev.weft.delivery.engine.NodeShare;
import dev.weft.delivery.log.RecentAttempts;
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
import dev.weft.outbound.AddressGuard;
import dev.weft.outbound.OutboundClient;
import dev.weft.outbound.OwnUrls;
import dev.weft.outbound.SystemResolver;
import dev.weft.tx.Transactions;
import dev.weft.web.operator.CallbackBin;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// What carries callbacks to their endpoints, and sends them once more.
///
/// @param ruleRegistry the rules in memory; filled by the storey above
/// @param bin where the built-in receiver is
/// @param followers read the store for what other nodes have done
record DeliveryStorey(
    RuleRegistry ruleRegistry,
    AddressGuard guard,
    OwnUrls bin,
    OutboundClient client,
    Dispatcher dispatcher,
    RecentAttempts recent,
    JobRunner jobRunner,
    Jobs jobs,
    ExceptionStorage exceptions,
    ExceptionSweeper exceptionSweeper,
    List<Runnable> followers) {

  /// How long a stopping server waits for attempts in flight; what is left is attempted again after
  /// the next start.
  private static final Duration GRACE = Duration.ofSeconds(5);

  /// @param opened takes what is to be closed
  static DeliveryStorey open(
      Settings settings, Clock clock, Foundation base, Cluster cluster, Opened opened) {
    Transactions transactions = base.transactions();
    Metrics metrics = base.metrics();
    RuleRegistry ruleRegistry = new RuleRegistry();
    DeliveryStore deliveryStore = base.database().deliveries();
    ExceptionStore exceptionStore = base.database().exceptions();
    JobStore jobStore = base.database().jobs();
    RunningJobs runningJobs = new RunningJobs(ruleRegistry, transactions.read(jobStore::running));
    SystemResolver resolver = opened.add("resolver", new SystemResolver());
    OwnUrls bin = new OwnUrls(CallbackBin.PATH, CallbackBin.NAME);
    AddressGuard guard = new AddressGuard(Configured.allowed(settings), resolver, bin);
    OutboundClient client =
        opened.add(
            "outbound client",
            new OutboundClient(
                guard, Configured.outboundLimits(settings.callback()), base.loops()));
    HttpSender sender = new HttpSender(client, clock, Version.number(), base.tracer());
    RecentAttempts recent = new RecentAttempts(clock);
    NodeShare share =
        opened.add("node share", new NodeShare(runningJobs, cluster.leases(), base.loops()));
    Dispatcher dispatcher =
        new Dispatcher(
            transactions,
            deliveryStore,
            share,
            sender,
            clock,
            new DeliveryListeners(List.of(metrics, recent)),
            new ReplayAccounting(
                deliveryStore, exceptionStore, jobStore, clock, Configured.storageZone(settings)),
            Configured.deliveryBounds(settings.callback()),
            cluster.leases(),
            cluster.signals(),
            base.loops());
    opened.onClose("dispatcher", () -> dispatcher.close(cluster.leave(GRACE)));
    share.start(dispatcher::ruleFollowed);
    metrics.observe(dispatcher, clock);
    metrics.observe(cluster.leases(), cluster::takeovers);
    JobRunner jobRunner =
        new JobRunner(
            transactions,
            jobStore,
            exceptionStore,
            runningJobs,
            dispatcher,
            cluster.leases(),
            clock,
            base.loops());
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
    ExceptionSweeper exceptionSweeper =
        opened.add(
            "exception sweeper",
            new ExceptionSweeper(exceptions, jobs, cluster.leases(), base.loops()));
    opened.add("job runner", jobRunner);
    JobFollower jobFollower =
        new JobFollower(
            transactions, jobStore, runningJobs, jobRunner, dispatcher, cluster.leases());
    LateArrivals lateArrivals = new LateArrivals(transactions, deliveryStore, dispatcher);
    return new DeliveryStorey(
        ruleRegistry,
        guard,
        bin,
        client,
        dispatcher,
        recent,
        jobRunner,
        jobs,
        exceptions,
        exceptionSweeper,
        List.of(jobFollower::refresh, dispatcher::followHealth, lateArrivals::look));
  }

  void start() {
    dispatcher.start();
    jobRunner.start();
    exceptionSweeper.start();
  }
}
