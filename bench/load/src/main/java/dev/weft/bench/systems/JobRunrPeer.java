package dev.weft.bench.systems;

import java.time.Duration;
import javax.sql.DataSource;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.annotations.Job;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;
import org.jspecify.annotations.Nullable;

/// JobRunr: a background job for each callback. Its free edition knows no order.
public final class JobRunrPeer {

  /// What is set.
  public static final String SETTINGS =
      "64 workers, polling every 5 s (the least it supports; it polls on when it finds a full"
          + " page), Gson; no order";

  private JobRunrPeer() {}

  /// A job's data.
  ///
  /// @param thread id of the thread
  /// @param message JSON of the message
  public record Request(String thread, String message) implements JobRequest {
    @Override
    public Class<Handler> getJobRequestHandler() {
      return Handler.class;
    }
  }

  /// Does a job.
  public static final class Handler implements JobRequestHandler<Request> {
    private final BlockingCallbacks callbacks;

    Handler(BlockingCallbacks callbacks) {
      this.callbacks = callbacks;
    }

    @Override
    @Job(name = "callback", retries = 10)
    public void run(Request request) throws InterruptedException {
      callbacks.send(request.thread(), request.message());
    }
  }

  /// Runs it; see [Peer#run].
  public static void main(String[] arguments) throws Exception {
    Peer.run(arguments, 4, JobRunrPeer::make);
  }

  private static Peer.Outbox make(DataSource database, BlockingCallbacks callbacks) {
    Handler handler = new Handler(callbacks);
    JobRequestScheduler scheduler =
        JobRunr.configure()
            .useJobActivator(
                new JobActivator() {
                  @Override
                  public <T> @Nullable T activateJob(Class<T> type) {
                    return type.isInstance(handler) ? type.cast(handler) : null;
                  }
                })
            .useStorageProvider(SqlStorageProviderFactory.using(database))
            .useBackgroundJobServer(
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                    .andWorkerCount(Peer.WORKERS)
                    .andPollInterval(Duration.ofSeconds(5)))
            .initialize()
            .getJobRequestScheduler();
    return message -> scheduler.enqueue(new Request(message.thread(), message.message()));
  }
}
