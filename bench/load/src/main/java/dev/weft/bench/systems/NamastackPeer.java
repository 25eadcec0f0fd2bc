package dev.weft.bench.systems;

import io.namastack.outbox.Outbox;
import io.namastack.outbox.handler.OutboxRecordMetadata;
import io.namastack.outbox.handler.OutboxTypedHandler;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/// namastack-outbox: a record for each callback, in order for each thread, on Spring Boot.
public final class NamastackPeer {

  /// What is set.
  public static final String SETTINGS =
      "adaptive polling, every 10 ms to 100 ms, 1,000 threads' records at a time, virtual threads,"
          + " at most 64 at once, completed records deleted; in order for each thread";

  private static final Map<String, Object> PROPERTIES =
      Map.of(
          "spring.threads.virtual.enabled", "true",
          "logging.level.root", "warn",
          "namastack.outbox.polling.trigger", "adaptive",
          "namastack.outbox.polling.adaptive.min-interval", "10ms",
          "namastack.outbox.polling.adaptive.max-interval", "100ms",
          "namastack.outbox.polling.batch-size", "1000",
          "namastack.outbox.processing.delete-completed-records", "true",
          "namastack.outbox.processing.executor-concurrency-limit", Integer.toString(Peer.WORKERS),
          "namastack.outbox.retry.max-retries", "1000",
          "namastack.outbox.retry.policy", "fixed");

  private NamastackPeer() {}

  /// A record's payload.
  ///
  /// @param thread id of the thread
  /// @param message JSON of the message
  public record Payload(String thread, String message) {}

  /// The application, as far as it is not configured by itself.
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {
    @Bean
    OutboxTypedHandler<Payload> handler(BlockingCallbacks callbacks) {
      return new Handler(callbacks);
    }
  }

  private record Handler(BlockingCallbacks callbacks) implements OutboxTypedHandler<Payload> {
    @Override
    public void handle(Payload payload, OutboxRecordMetadata metadata) {
      try {
        callbacks.send(payload.thread(), payload.message());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("stopped", e);
      }
    }
  }

  /// Runs it; see [Peer#run].
  public static void main(String[] arguments) throws Exception {
    Peer.run(arguments, 1, NamastackPeer::make);
  }

  private static Peer.Outbox make(DataSource database, BlockingCallbacks callbacks) {
    SpringApplication application = new SpringApplication(Application.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setDefaultProperties(PROPERTIES);
    application.addInitializers(
        context -> {
          if (context instanceof GenericApplicationContext generic) {
            generic.registerBean(DataSource.class, () -> database);
            generic.registerBean(BlockingCallbacks.class, () -> callbacks);
          }
        });
    ConfigurableApplicationContext context = application.run();
    Outbox outbox = context.getBean(Outbox.class);
    TransactionTemplate transactions = context.getBean(TransactionTemplate.class);
    return message ->
        transactions.executeWithoutResult(
            status ->
                outbox.schedule(
                    new Payload(message.thread(), message.message()), message.thread()));
  }
}
