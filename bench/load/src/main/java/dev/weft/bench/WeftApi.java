package dev.weft.bench;

import dev.weft.client.WeftClient;
import dev.weft.receiver.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/// Sets a running Weft up for a run, over its REST API.
final class WeftApi implements AutoCloseable {

  static final String ORG = "bench";
  static final String APP = "load";
  static final String CLIENT_ID = "bench";
  static final String CLIENT_SECRET = "bench-secret";
  static final String USER = "ann";

  private static final Duration ANSWER = Duration.ofSeconds(60);

  /// Calls at once. More do not make it faster.
  private static final int CALLS = 64;

  private static final int GROUP_SIZE = 10;

  private final WeftClient weft;

  WeftApi(int port) {
    URI app = URI.create("http://127.0.0.1:" + port + "/" + ORG + "/" + APP);
    weft = WeftClient.of(app, CLIENT_ID, CLIENT_SECRET, ANSWER);
  }

  String token() throws InterruptedException {
    return answered(weft::token);
  }

  /// Makes a user and a group, and as many threads as the shape has.
  ///
  /// @return the ids of the threads
  List<String> threads(int count) throws InterruptedException {
    String group = group();
    return made(count, index -> thread(group, index));
  }

  /// Makes a user and a group, and sends messages to it.
  ///
  /// @return the ids of the messages
  List<String> messages(int count) throws InterruptedException {
    String group = group();
    return made(count, _ -> message(group));
  }

  /// Makes users, each with a group and a thread of its own.
  ///
  /// @return the thread, the user and the user's token, parted by spaces
  List<String> senders(int count) throws InterruptedException {
    return made(
        count,
        index -> {
          String user = user("sender" + index);
          String group = weft.groups().create(user, List.of());
          String parent = weft.messages().sendText(user, group, "A thread begins here");
          String thread = weft.threads().create(group, parent, user, "thread");
          return thread + " " + user + " " + userToken(user);
        });
  }

  /// Makes users.
  ///
  /// @return names and tokens, parted by a space
  List<String> devices(int count) throws InterruptedException {
    return made(count, index -> "device" + index + " " + userToken("device" + index));
  }

  /// Makes a group of users that there are, the first its owner.
  String groupOf(List<String> users) throws InterruptedException {
    return answered(
        () ->
            weft.groups()
                .create(
                    WeftClient.json(
                        Map.of(
                            "groupname",
                            "g",
                            "desc",
                            "d",
                            "public",
                            true,
                            "maxusers",
                            users.size(),
                            "owner",
                            users.getFirst(),
                            "members",
                            users.subList(1, users.size())))));
  }

  /// Of a user, who is registered if need be.
  private String userToken(String user) throws IOException, InterruptedException {
    return weft.calls()
        .post(
            "/token",
            WeftClient.json(
                Map.of("grant_type", "inherit", "username", user, "autoCreateUser", true)))
        .get("access_token")
        .text("");
  }

  /// Makes users.
  ///
  /// @return their names
  List<String> users(int count) throws InterruptedException {
    return made(count, index -> user("user" + index));
  }

  /// Makes users, in groups of ten.
  ///
  /// @return where the attributes of each as a member are
  List<String> members(int count) throws InterruptedException {
    List<String> users = users(count);
    List<String> members = new ArrayList<>();
    for (int i = 0; i < count; i += GROUP_SIZE) {
      List<String> some = users.subList(i, Math.min(count, i + GROUP_SIZE));
      String group = groupOf(some);
      some.forEach(user -> members.add(group + "/user/" + user));
    }
    return members;
  }

  /// Makes one of many.
  private interface Maker {
    String make(int index) throws IOException, InterruptedException;
  }

  private static List<String> made(int count, Maker maker) throws InterruptedException {
    Semaphore calls = new Semaphore(CALLS);
    List<Future<String>> made = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        calls.acquire();
        int index = i;
        made.add(
            executor.submit(
                () -> {
                  try {
                    return maker.make(index);
                  } finally {
                    calls.release();
                  }
                }));
      }
    }
    List<String> ids = new ArrayList<>(count);
    for (Future<String> each : made) {
      try {
        ids.add(each.get());
      } catch (ExecutionException e) {
        throw new FailedException("Weft cannot be set up: " + e.getCause(), e);
      }
    }
    return ids;
  }

  private String user(String name) throws IOException, InterruptedException {
    weft.users().register(name, CLIENT_SECRET);
    return name;
  }

  private String group() throws InterruptedException {
    return answered(() -> weft.groups().create(user(USER), List.of()));
  }

  private String message(String group) throws IOException, InterruptedException {
    return weft.messages().sendText(USER, group, "A thread begins here");
  }

  private String thread(String group, int index) throws IOException, InterruptedException {
    return weft.threads().create(group, message(group), USER, "thread " + index);
  }

  /// Makes the rules: each thread's callbacks go to one of them.
  void rules(Shape shape, List<String> threads, int receiver) throws InterruptedException {
    for (int i = 0; i < shape.rules(); i++) {
      int index = i;
      Map<String, Object> rule = new LinkedHashMap<>();
      rule.put("name", "rule" + index);
      rule.put("url", "http://127.0.0.1:" + receiver + "/" + index);
      rule.put("events", List.of("thread"));
      if (!shape.retry().isEmpty()) {
        rule.put("retry", shape.retry());
      }
      if (shape.rules() > 1) {
        rule.put(
            "group_ids",
            IntStream.range(0, threads.size())
                .filter(thread -> shape.rule(thread) == index)
                .mapToObj(threads::get)
                .toList());
      }
      Json _ = answered(() -> weft.rules().create(rule));
    }
  }

  private static <T> T answered(Callable<T> call) throws InterruptedException {
    try {
      return call.call();
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new FailedException("Weft cannot be set up: " + e, e);
    }
  }

  @Override
  public void close() {
    weft.close();
  }
}
