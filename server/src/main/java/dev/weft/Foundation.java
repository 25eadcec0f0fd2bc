package dev.weft;

import dev.weft.app.AppStore;
import dev.weft.app.Apps;
import dev.weft.app.Bearers;
import dev.weft.app.Passwords;
import dev.weft.app.Sealer;
import dev.weft.app.Tokens;
import dev.weft.app.operator.Operators;
import dev.weft.config.Settings;
import dev.weft.idempotency.KeyedCalls;
import dev.weft.loop.Loops;
import dev.weft.metrics.Metrics;
import dev.weft.outbound.SystemResolver;
import dev.weft.storage.Database;
import dev.weft.telemetry.OtlpTracer;
import dev.weft.trace.Tracer;
import dev.weft.tx.Transactions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// The lowest storey: the data folder, the database, and who may call.
///
/// @param tracer records what is done as spans, if that is wanted
/// @param loops supervises all background threads
/// @param keyed makes calls with an idempotency key once
/// @param tokenKey signs tokens and links of this installation
@SuppressWarnings("ArrayRecordComponent") // Never compared by content.
record Foundation(
    DataFolder folder,
    Metrics metrics,
    Tracer tracer,
    Loops loops,
    Database database,
    Passwords passwords,
    Apps apps,
    Operators operators,
    Tokens tokens,
    Bearers bearers,
    KeyedCalls keyed,
    byte[] tokenKey) {

  /// @param opened takes what is to be closed
  static Foundation open(Settings settings, Clock clock, Opened opened) {
    SystemResolver.keepJavaFromCaching();
    Path data = Path.of(settings.server().data());
    DataFolder folder = opened.add("folder", DataFolder.open(data));
    boolean isFile = Databases.isFile(settings);
    DatabaseFile file = new DatabaseFile(data);
    if (isFile) {
      file.check();
      file.keepToOwner();
    }
    AppNames names = new AppNames();
    Tracer tracer = tracer(settings, opened);
    Metrics metrics = opened.add("metrics", new Metrics(settings.metrics().rules(), names::of));
    Loops loops = new Loops(metrics::loopFailed);
    Database database =
        opened.add(
            "database",
            Databases.open(
                settings, data, settings.store().connections(), metrics.store(), loops, tracer));
    if (isFile) {
      file.begin();
    }
    metrics.observe(database::isWritable);
    Transactions transactions = database.transactions();
    AppStore appStore = database.apps();
    Passwords passwords = new Passwords(settings.app().bcryptCost());
    byte[] tokenKey = tokenKey(transactions, appStore);
    Apps apps = new Apps(transactions, appStore, passwords, new Sealer(tokenKey), clock);
    names.apps = apps;
    Tokens tokens = new Tokens(tokenKey, clock);
    return new Foundation(
        folder,
        metrics,
        tracer,
        loops,
        database,
        passwords,
        apps,
        new Operators(transactions, database.operators(), passwords, clock),
        tokens,
        new Bearers(tokens, apps, clock),
        new KeyedCalls(database.transactions(), database.keptAnswers(), clock),
        tokenKey);
  }

  /// Closed after everything that makes spans. Nothing of it is loaded while it is off.
  private static Tracer tracer(Settings settings, Opened opened) {
    return Configured.collector(settings)
        .<Tracer>map(
            to -> opened.add("tracer", new OtlpTracer(to, settings.telemetry().tracePercent())))
        .orElse(Tracer.NONE);
  }

  static byte[] tokenKey(Transactions transactions, AppStore store) {
    byte[] fresh = new byte[32];
    new SecureRandom().nextBytes(fresh);
    return transactions.call(tx -> store.tokenKey(tx, fresh));
  }

  Transactions transactions() {
    return database.transactions();
  }

  /// Keys of apps by their numbers, for the metrics, which are there before the apps.
  private static final class AppNames {
    private volatile @Nullable Apps apps;

    String of(long id) {
      Apps all = apps;
      return all == null
          ? ""
          : all.all().stream()
              .filter(app -> app.id().value() == id)
              .map(app -> app.key().toString())
              .findFirst()
              .orElse("");
    }
  }
}
