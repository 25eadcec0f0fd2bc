package dev.weft.bench.systems;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.FailureHandler.OnFailureRetryLater;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;

/// db-scheduler: a one-time task for each callback. It knows no order.
public final class DbSchedulerPeer {

  /// What its documentation gives for high throughput.
  public static final String SETTINGS =
      "lock-and-fetch 1.0, 4.0 on PostgreSQL (fetch on SQLite, which has no row locks), immediate"
          + " execution, polling every 100 ms, 64 threads; no order";

  private static final TaskDescriptor<String> CALLBACK =
      TaskDescriptor.of("callback", String.class);

  private DbSchedulerPeer() {}

  /// Runs it; see [Peer#run].
  public static void main(String[] arguments) throws Exception {
    Peer.run(arguments, 1, DbSchedulerPeer::make);
  }

  private static Peer.Outbox make(DataSource database, BlockingCallbacks callbacks)
      throws SQLException {
    boolean sqlite = Peer.isSqlite(database);
    tables(database, sqlite);
    OneTimeTask<String> task =
        Tasks.oneTime(CALLBACK)
            .onFailure(new OnFailureRetryLater<>(Duration.ofSeconds(1)))
            .execute((instance, context) -> send(callbacks, instance.getData()));
    SchedulerBuilder builder =
        Scheduler.create(database, task)
            .threads(Peer.WORKERS)
            .pollingInterval(Duration.ofMillis(100))
            .enableImmediateExecution();
    if (!sqlite) {
      builder.pollUsingLockAndFetch(1.0, 4.0);
    }
    Scheduler scheduler = builder.build();
    scheduler.start();
    return message ->
        scheduler.schedule(
            CALLBACK
                .instance(UUID.randomUUID().toString())
                .data(message.thread() + " " + message.message())
                .scheduledTo(Instant.now()));
  }

  private static void send(BlockingCallbacks callbacks, String data) {
    int space = data.indexOf(' ');
    try {
      callbacks.send(data.substring(0, space), data.substring(space + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped", e);
    }
  }

  /// The table that its documentation asks for.
  private static void tables(DataSource database, boolean sqlite) throws SQLException {
    String bytes = sqlite ? "blob" : "bytea";
    String time = sqlite ? "timestamp" : "timestamp with time zone";
    Peer.execute(
        database,
        """
        create table scheduled_tasks (
          task_name varchar(100) not null,
          task_instance varchar(100) not null,
          task_data %1$s,
          execution_time %2$s not null,
          picked boolean not null,
          picked_by varchar(50),
          last_success %2$s,
          last_failure %2$s,
          consecutive_failures int,
          last_heartbeat %2$s,
          version bigint not null,
          priority smallint,
          primary key (task_name, task_instance)
        )
        """
            .formatted(bytes, time),
        "create index execution_time_idx on scheduled_tasks (execution_time)",
        "create index last_heartbeat_idx on scheduled_tasks (last_heartbeat)");
  }
}
