package dev.weft.delivery.engine;

import dev.weft.delivery.Delivery;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Outcome;
import dev.weft.loop.Loops;
import dev.weft.outbound.AddressGuard;
import dev.weft.outbound.OutboundClient;
import dev.weft.trace.Tracer;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/// The real sender with a client of its own.
final class TestSender implements AutoCloseable {

  private final OutboundClient client;
  private final HttpSender sender;

  private TestSender(
      AddressGuard guard, Duration deadline, Duration connectionAge, SSLSocketFactory tls) {
    client =
        new OutboundClient(
            guard,
            new OutboundClient.Limits(deadline, connectionAge, HttpSender.MAX_ANSWER_BYTES),
            tls,
            new Loops());
    sender = new HttpSender(client, Clock.systemUTC(), "test", Tracer.NONE);
  }

  static TestSender of(AddressGuard guard, Duration deadline) {
    return of(guard, deadline, Duration.ofSeconds(60));
  }

  static TestSender of(AddressGuard guard, Duration deadline, Duration connectionAge) {
    return new TestSender(
        guard, deadline, connectionAge, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /// One that trusts certificates that nobody else does.
  static TestSender trusting(SSLContext tls, AddressGuard guard, Duration deadline) {
    return new TestSender(guard, deadline, Duration.ofSeconds(60), tls.getSocketFactory());
  }

  Outcome send(Endpoint endpoint, Delivery delivery, BooleanSupplier mayWrite) {
    return sender.send(endpoint, delivery, mayWrite);
  }

  @Override
  public void close() {
    client.close();
  }
}
