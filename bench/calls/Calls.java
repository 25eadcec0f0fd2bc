import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Measures calls of a running server, one kind after the other, and prints a line for each figure:
///
///     ./weft serve --data DIR &       with app.bcryptCost 4, callback.rulesPerApp 10000
///     java bench/calls/Calls.java http://127.0.0.1:8080 ORG/APP APP_TOKEN rules|import|members|search|cpu PID...
///
/// `rules`: sends to a group alone, and while 16 connections list 10,000 rules page by page.
/// `import`: messages moved in through 32 connections, to one user and to one group.
/// `cpu`: messages, reactions (added and removed by turns) and attributes of users through 32
/// connections, and what each costs the server and its database, whose processes are PID: that of
/// `weft serve` and, for PostgreSQL, that of its postmaster, which stands for its children too.
/// `search`: a group of 200,000 messages of random words, Chinese and English: until it is indexed, how
/// long searches take then, and messages while nobody searches and while it is indexed.
/// `members`: a group and a room of 10 members and of 10,000: join, leave, list, mute, unmute.
public final class Calls {

  private static final Pattern ID = Pattern.compile("\"(?:groupid|id)\":\"([0-9a-z]+)\"");
  private static final Pattern CURSOR = Pattern.compile("\"cursor\":\"([^\"]+)\"");

  private final URI server;
  private final String app;
  private final String token;

  private Calls(String url, String app, String token) {
    this.server = URI.create(url);
    this.app = app;
    this.token = token;
  }

  public static void main(String[] args) throws Exception {
    Calls calls = new Calls(args[0], args[1], args[2]);
    switch (args[3]) {
      case "rules" -> calls.rules();
      case "import" -> calls.imports();
      case "members" -> calls.members();
      case "search" -> calls.searches();
      case "cpu" -> calls.cpu(Stream.of(args).skip(4).map(Long::valueOf).toList());
      default ->
          throw new IllegalArgumentException(
              "rules, import, members, search or cpu, not " + args[3]);
    }
  }

  /// One keep-alive connection.
  private final class Line implements AutoCloseable {
    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;

    Line() throws IOException {
      socket = new Socket(server.getHost(), server.getPort());
      socket.setTcpNoDelay(true);
      out = socket.getOutputStream();
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    String call(String method, String path, String body) throws IOException {
      return call(method, path, "application/json", body);
    }

    void form(String path, String body) throws IOException {
      call("PUT", path, "application/x-www-form-urlencoded", body);
    }

    private String call(String method, String path, String type, String body) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      String head =
          "%s /%s%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(method, app, path, server.getAuthority(), token, type, bytes.length);
      out.write((head + body).getBytes(StandardCharsets.UTF_8));
      out.flush();
      String status = line();
      int length = 0;
      for (String field = line(); !field.isEmpty(); field = line()) {
        if (field.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(field.substring(15).strip());
        }
      }
      String answer = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      if (!status.contains(" 200")) {
        throw new IOException(method + " " + path + ": " + status + " " + answer);
      }
      return answer;
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException();
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private interface Work {
    void run(Line line, int number) throws IOException;
  }

  /// Runs `work` on so many connections until `over`; answers how often it ran in a second.
  private double side(int connections, int seconds, Work work) throws InterruptedException {
    AtomicLong ran = new AtomicLong();
    AtomicInteger numbers = new AtomicInteger();
    AtomicLong second = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (Line line = new Line()) {
                      while (!over.get()) {
                        work.run(line, numbers.getAndIncrement());
                        ran.incrementAndGet();
                      }
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  }));
    }
    // The compiler is at work in the first half.
    Thread.sleep(seconds * 500L);
    long before = ran.get();
    second.set(System.nanoTime());
    Thread.sleep(seconds * 500L);
    double rate = (ran.get() - before) * 1e9 / (System.nanoTime() - second.get());
    over.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    return rate;
  }

  /// Milliseconds that each run takes, one after the other.
  private double[] times(int runs, Work work) throws IOException {
    double[] times = new double[runs];
    try (Line line = new Line()) {
      for (int i = 0; i < runs; i++) {
        long begun = System.nanoTime();
        work.run(line, i);
        times[i] = (System.nanoTime() - begun) / 1e6;
      }
    }
    Arrays.sort(times);
    return times;
  }

  private static void say(String what, double[] sorted) {
    System.out.printf(
        Locale.ROOT,
        "%-44s p50 %.2f ms  p99 %.2f ms  (%d)%n",
        what,
        sorted[sorted.length / 2],
        sorted[sorted.length * 99 / 100],
        sorted.length);
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private String group(String kind, String name) throws IOException {
    try (Line line = new Line()) {
      String body =
          kind.equals("chatgroups")
              ? "{\"groupname\":\"%s\",\"public\":true,\"maxusers\":100000,\"owner\":\"user1\"}"
              : "{\"name\":\"%s\",\"description\":\"d\",\"maxusers\":10000,\"owner\":\"user1\"}";
      return first(ID, line.call("POST", "/" + kind, body.formatted(name)));
    }
  }

  private void users(int count) throws IOException {
    try (Line line = new Line()) {
      for (int from = 1; from <= count; from += 60) {
        StringBuilder body = new StringBuilder("[");
        for (int i = from; i < Math.min(from + 60, count + 1); i++) {
          body.append(i == from ? "" : ",")
              .append("{\"username\":\"user%d\",\"password\":\"p\"}".formatted(i));
        }
        try {
          line.call("POST", "/users", body.append(']').toString());
        } catch (IOException e) {
          if (!String.valueOf(e.getMessage()).contains("duplicate")) {
            throw e;
          }
        }
      }
    }
  }

  private void rules() throws Exception {
    users(1);
    String group = group("chatgroups", "g");
    try (Line line = new Line()) {
      for (int i = 0; i < 10_000; i++) {
        line.call(
            "POST",
            "/callbacks/rules",
            "{\"name\":\"r%d\",\"url\":\"http://127.0.0.1:9/\",\"enabled\":false}".formatted(i));
      }
    }
    String body =
        "{\"from\":\"user1\",\"to\":[\"%s\"],\"type\":\"txt\",\"body\":{\"msg\":\"hello\"}}"
            .formatted(group);
    Work send = (line, _) -> line.call("POST", "/messages/chatgroups", body);
    double[] _ = times(5_000, send);
    say("sends, alone", times(3_000, send));
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong pages = new AtomicLong();
    List<Thread> listers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      listers.add(Thread.ofPlatform().start(() -> list(over, pages)));
    }
    double[] _ = times(1_000, send);
    long before = pages.get();
    long begun = System.nanoTime();
    say("sends, beside 16 connections that list rules", times(3_000, send));
    System.out.printf(
        Locale.ROOT,
        "pages of rules a second %.0f%n",
        (pages.get() - before) * 1e9 / (System.nanoTime() - begun));
    over.set(true);
    for (Thread lister : listers) {
      lister.join();
    }
  }

  private void list(AtomicBoolean over, AtomicLong pages) {
    try (Line line = new Line()) {
      String cursor = "";
      while (!over.get()) {
        String page =
            line.call(
                "GET",
                "/callbacks/rules?limit=500" + (cursor.isEmpty() ? "" : "&cursor=" + cursor),
                "");
        cursor = first(CURSOR, page);
        pages.incrementAndGet();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void imports() throws Exception {
    users(2);
    String group = group("chatgroups", "g");
    String body =
        "{\"from\":\"user1\",\"target\":\"%s\",\"type\":\"txt\",\"body\":{\"msg\":\""
            + "x".repeat(300)
            + "\"}}";
    System.out.printf(
        Locale.ROOT,
        "import of single chats, 32 connections: %.0f a second%n",
        side(
            32,
            20,
            (line, _) -> line.call("POST", "/messages/users/import", body.formatted("user2"))));
    System.out.printf(
        Locale.ROOT,
        "import of one group, 32 connections: %.0f a second%n",
        side(
            32,
            20,
            (line, _) -> line.call("POST", "/messages/chatgroups/import", body.formatted(group))));
  }

  private void members() throws Exception {
    users(10_060);
    for (String kind : List.of("chatgroups", "chatrooms")) {
      for (int size : new int[] {10, 9_990}) {
        String id = group(kind, "size" + size);
        try (Line line = new Line()) {
          for (int from = 2; from <= size; from += 60) {
            StringBuilder names = new StringBuilder();
            for (int i = from; i < Math.min(from + 60, size + 1); i++) {
              names.append(i == from ? "" : ",").append("\"user").append(i).append('"');
            }
            line.call("POST", "/" + kind + "/" + id + "/users", "{\"usernames\":[" + names + "]}");
          }
        }
        String at = "/" + kind + "/" + id;
        String who = kind + " of " + size + ": ";
        double[] join = new double[500];
        double[] leave = new double[500];
        try (Line line = new Line()) {
          for (int i = 0; i < 500; i++) {
            long begun = System.nanoTime();
            line.call("POST", at + "/users/user10001", "");
            long joined = System.nanoTime();
            line.call("DELETE", at + "/users/user10001", "");
            join[i] = (joined - begun) / 1e6;
            leave[i] = (System.nanoTime() - joined) / 1e6;
          }
        }
        Arrays.sort(join);
        Arrays.sort(leave);
        say(who + "join", join);
        say(who + "leave", leave);
        say(
            who + "list 100 members",
            times(500, (line, _) -> line.call("GET", at + "/users?pagenum=1&pagesize=100", "")));
        say(
            who + "mute",
            times(
                500,
                (line, _) ->
                    line.call(
                        "POST",
                        at + "/mute",
                        "{\"usernames\":[\"user2\"],\"mute_duration\":60000}")));
        say(who + "list mutes", times(500, (line, _) -> line.call("GET", at + "/mute", "")));
        say(
            who + "unmute and mute",
            times(
                500,
                (line, _) -> {
                  line.call("DELETE", at + "/mute/user2", "");
                  line.call(
                      "POST", at + "/mute", "{\"usernames\":[\"user2\"],\"mute_duration\":60000}");
                }));
        say(who + "show", times(500, (line, _) -> line.call("GET", at, "")));
      }
    }
  }

  private void searches() throws Exception {
    int messages = 200_000;
    users(2);
    String group = group("chatgroups", "search");
    AtomicInteger next = new AtomicInteger();
    long begun = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (Line line = new Line()) {
                      for (int n = next.getAndIncrement();
                          n < messages;
                          n = next.getAndIncrement()) {
                        line.call(
                            "POST",
                            "/messages/chatgroups/import",
                            "{\"from\":\"user1\",\"target\":\"%s\",\"type\":\"txt\",\"body\":{\"msg\":\"%s\"}}"
                                .formatted(group, text(n)));
                      }
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.printf(
        Locale.ROOT, "%d messages in %.0f s%n", messages, (System.nanoTime() - begun) / 1e9);
    String send =
        "{\"from\":\"user1\",\"to\":[\"user2\"],\"type\":\"txt\",\"body\":{\"msg\":\"hello\"}}";
    Work sends = (line, _) -> line.call("POST", "/messages/users", send);
    double[] _ = times(3_000, sends);
    say("sends, alone", times(3_000, sends));
    begun = System.nanoTime();
    Thread indexing = Thread.ofPlatform().start(() -> untilIndexed(group));
    List<Double> beside = new ArrayList<>();
    while (indexing.isAlive()) {
      for (double time : times(100, sends)) {
        beside.add(time);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "indexed after %.1f s, %.0f messages a second%n",
        (System.nanoTime() - begun) / 1e9,
        messages * 1e9 / (System.nanoTime() - begun));
    say(
        "sends, while it is indexed",
        beside.stream().mapToDouble(Double::doubleValue).sorted().toArray());
    say("sends, alone", times(3_000, sends));
    for (String keyword : List.of("needle", "need", "龙井", "龙", "jasmine", "咖啡馆")) {
      System.out.println(keyword + ": " + search(group, keyword, "total"));
      say("search " + keyword, times(100, (line, _) -> find(line, group, keyword)));
    }
  }

  /// A message of some words, of which few are rare.
  private static String text(int number) {
    java.util.Random random = new java.util.Random(number);
    String[] words = {
      "我们", "明天", "会议", "改到", "下午", "项目", "预算", "please", "check", "the", "report", "before",
      "lunch"
    };
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      text.append(words[random.nextInt(words.length)]).append(i % 3 == 2 ? " " : "");
    }
    // Letters that hardly ever stand side by side, as in names.
    for (int i = 0; i < 6; i++) {
      text.append((char) (0x4e00 + random.nextInt(3_000)));
    }
    if (number % 20_000 == 7) {
      text.append(" needle 龙井");
    }
    if (number % 100 == 0) {
      text.append(" jasmine 咖啡馆");
    }
    return text.toString();
  }

  private void untilIndexed(String group) {
    while (true) {
      try {
        String _ = search(group, "needle", "");
        return;
      } catch (IOException e) {
        if (!String.valueOf(e.getMessage()).contains("4000006")) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private String search(String group, String keyword, String field) throws IOException {
    try (Line line = new Line()) {
      return first(
          Pattern.compile("\"" + field + "[A-Za-z]*\":([0-9]+)"), find(line, group, keyword));
    }
  }

  private static String find(Line line, String group, String keyword) throws IOException {
    return line.call(
        "POST",
        "/users/user1/messages/search/get",
        "{\"data\":{\"keyword\":\"%s\",\"searchMode\":\"exact\",\"groupIds\":[\"%s\"],\"size\":10}}"
            .formatted(keyword, group));
  }

  private void cpu(List<Long> pids) throws Exception {
    users(100);
    String group = group("chatgroups", "cpu");
    List<String> messages = new ArrayList<>();
    String message =
        "{\"from\":\"user1\",\"to\":[\"%s\"],\"type\":\"txt\",\"body\":{\"msg\":\"hello\"}}"
            .formatted(group);
    Pattern sent = Pattern.compile("\"" + group + "\":\"([0-9]+)\"");
    try (Line line = new Line()) {
      for (int i = 0; i < 1_000; i++) {
        messages.add(first(sent, line.call("POST", "/messages/chatgroups", message)));
      }
    }
    cost(pids, "messages", (line, _) -> line.call("POST", "/messages/chatgroups", message));
    // Goes on after the first run, which leaves some messages with the reaction.
    AtomicInteger reacted = new AtomicInteger();
    cost(
        pids,
        "reactions",
        (line, _) -> {
          int number = reacted.getAndIncrement();
          String on = messages.get(number % 1_000);
          if (number / 1_000 % 2 == 0) {
            line.call(
                "POST",
                "/reaction/user/user1",
                "{\"msgId\":\"%s\",\"message\":\"tea\"}".formatted(on));
          } else {
            line.call("DELETE", "/reaction/user/user1?msgId=" + on + "&message=tea", "");
          }
        });
    cost(
        pids,
        "attributes of users",
        (line, number) ->
            line.form("/metadata/user/user" + (1 + number % 100), "nickname=n" + number));
  }

  private void cost(List<Long> pids, String what, Work work) throws Exception {
    double warm = side(32, 10, work);
    List<Long> before = ticks(pids);
    AtomicLong ran = new AtomicLong();
    double rate =
        side(
            32,
            10,
            (line, number) -> {
              work.run(line, number);
              ran.incrementAndGet();
            });
    List<Long> after = ticks(pids);
    List<String> micros = new ArrayList<>();
    for (int i = 0; i < pids.size(); i++) {
      // The kernel counts hundredths of a second.
      micros.add(Math.round((after.get(i) - before.get(i)) * 10_000.0 / ran.get()) + " us");
    }
    System.out.printf(
        Locale.ROOT,
        "%-20s %.0f a second (%.0f before), CPU each: %s%n",
        what,
        rate,
        warm,
        String.join(" + ", micros));
  }

  /// Hundredths of a second of CPU that each process has had, with its children.
  private static List<Long> ticks(List<Long> pids) throws IOException {
    Map<Long, Long> sums = new HashMap<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        String stat = stat(process);
        if (!stat.isEmpty()) {
          String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
          long pid = Long.parseLong(process.getFileName().toString());
          long owner = pids.contains(pid) ? pid : Long.parseLong(fields[1]);
          long ticks = 0;
          for (int field = 11; field <= 14; field++) {
            ticks += Long.parseLong(fields[field]);
          }
          sums.merge(owner, ticks, Long::sum);
        }
      }
    }
    return pids.stream().map(pid -> sums.getOrDefault(pid, 0L)).toList();
  }

  /// Empty if the process has ended meanwhile.
  private static String stat(Path process) {
    try {
      return Files.readString(process.resolve("stat"));
    } catch (IOException _) {
      return "";
    }
  }
}
