package dev.weft.web;

import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.AppKey;
import dev.weft.app.Bearer;
import dev.weft.app.Tokens;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What every request pays before its route's own work: the look-up of the route, and the check of
/// the token.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class RouteBench {

  private static final List<String> PATTERNS =
      List.of(
          "/token",
          "/users",
          "/users/{}",
          "/users/{}/contacts/users/{}",
          "/chatgroups",
          "/chatgroups/{}",
          "/chatgroups/{}/users/{}",
          "/thread",
          "/thread/{}",
          "/threads/chatgroups/{}",
          "/messages/users",
          "/messages/chatgroups",
          "/messages/rewrite/{}",
          "/messages/msg_recall",
          "/callbacks/rules",
          "/callbacks/rules/{}");

  private final Routes routes = routes();
  private final Tokens tokens = new Tokens(new byte[32], Clock.systemUTC());
  private final App app =
      new App(new AppId(1), new AppKey("org", "app"), new UUID(0, 1), "id", "hash", Instant.EPOCH);
  private final String token = tokens.issueForApp(app, Duration.ZERO);
  private final List<String> send = List.of("messages", "chatgroups");
  private final List<String> member = List.of("chatgroups", "182918384934913", "users", "bob");

  @Benchmark
  public Routes.Match route() {
    return routes.find("POST", send);
  }

  @Benchmark
  public Routes.Match routeWithParameters() {
    return routes.find("POST", member);
  }

  @Benchmark
  public Bearer authenticate() {
    return tokens.read(token);
  }

  private static Routes routes() {
    Routes routes = new Routes();
    for (String pattern : PATTERNS) {
      routes.add(
          "POST",
          pattern,
          Rate.of(pattern),
          _ -> {
            throw new IllegalStateException("only looked up");
          });
    }
    return routes;
  }
}
