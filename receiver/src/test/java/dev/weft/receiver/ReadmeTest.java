package dev.weft.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.endpoint.CallbackEndpoint;
import dev.weft.receiver.endpoint.Outcome;
import dev.weft.receiver.httpserver.CallbackHttpHandler;
import dev.weft.receiver.jdbc.JdbcOnceHandler;
import dev.weft.receiver.jdbc.JdbcSequences;
import dev.weft.receiver.jdbc.JdbcTables;
import dev.weft.receiver.once.Gap;
import dev.weft.receiver.once.GapDetector;
import dev.weft.receiver.once.OnceHandler;
import dev.weft.receiver.pull.GapFiller;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The code in README.md stands here too, so that it compiles.
class ReadmeTest {

  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void shows_only_code_that_compiles() throws IOException {
    String source =
        squeezed(Files.readString(Path.of("src/test/java/dev/weft/receiver/ReadmeTest.java")));
    List<String> snippets =
        SNIPPET
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map((MatchResult match) -> squeezed(match.group(1)))
            .toList();

    assertThat(snippets).hasSize(5).allSatisfy(snippet -> assertThat(source).contains(snippet));
  }

  /// The formatter breaks lines as it likes.
  private static String squeezed(String code) {
    return code.replaceAll("\\s+", "");
  }

  @SuppressWarnings("unused") // compiled, not run
  private abstract static class Snippets {

    @Nullable ThreadState before;

    void fiveLines(HttpServer server, String secret) {
      CallbackReceiver receiver = CallbackReceiver.builder().secret(secret).build();
      OnceHandler handler = OnceHandler.inMemory(accepted -> save(accepted.callback()));
      CallbackEndpoint endpoint = new CallbackEndpoint(receiver, handler);
      server.createContext("/callbacks", new CallbackHttpHandler(endpoint));
      server.start();
    }

    void byHand(
        CallbackEndpoint endpoint, String method, Map<String, List<String>> headers, byte[] body) {
      Outcome outcome = endpoint.handle(method, CallbackHeaders.of(headers), body);
      respond(outcome.status(), outcome.answer());
    }

    void whatCame(Accepted accepted) {
      if (accepted.callback() instanceof ThreadCallback thread) {
        ThreadChange change = accepted.change(before);
        ThreadMessage newest = thread.lastMessage();
        before = ThreadState.after(thread);
      }
    }

    void once(DataSource dataSource) throws SQLException {
      JdbcTables.create(dataSource);
      OnceHandler once =
          new JdbcOnceHandler(dataSource, (connection, accepted) -> archive(connection, accepted));
      OnceHandler watched = new GapDetector(new JdbcSequences(dataSource), gap -> fetch(gap), once);
    }

    void fill(
        URI weft, String clientId, String clientSecret, DataSource dataSource, OnceHandler once) {
      GapFiller filler = new GapFiller(weft, clientId, clientSecret, "rule", once);
      OnceHandler complete = new GapDetector(new JdbcSequences(dataSource), filler, once);
    }

    abstract void save(Callback callback);

    abstract void respond(int status, String answer);

    abstract void archive(Connection connection, Accepted accepted);

    abstract void fetch(Gap gap);
  }
}
