package dev.weft.junit;

import dev.weft.client.WeftClient;
import dev.weft.receiver.pull.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;

/// The client of a test's app. Its calls must not fail: the test wanted something to happen.
final class TestClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// What to ask the server for.
  interface Call<T> {
    T on(WeftClient weft) throws IOException, InterruptedException;
  }

  /// The same without an answer.
  interface Action {
    void on(WeftClient weft) throws IOException, InterruptedException;
  }

  private final WeftClient client;

  TestClient(URI app, String clientId, String clientSecret) {
    this.client = WeftClient.of(app, clientId, clientSecret, PATIENCE);
  }

  /// The answer.
  ///
  /// @throws AssertionError with the server's words if it answers with an error
  <T> T ask(Call<T> call) {
    try {
      return call.on(client);
    } catch (ApiException e) {
      throw new AssertionError(e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// Like [#ask].
  void tell(Action action) {
    ask(
        weft -> {
          action.on(weft);
          return true;
        });
  }

  @Override
  public void close() {
    client.close();
  }
}
