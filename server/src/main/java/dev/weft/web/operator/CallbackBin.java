package dev.weft.web.operator;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// A receiver of callbacks that is built in, for whoever tries Weft out on one machine: it answers
/// what it was told to, and keeps the newest requests in memory so that a person can look at them.
///
/// Only this machine can reach it, and only while the server listens on loopback without a proxy in
/// front. Then callbacks may go to its URLs although the guard keeps them away from loopback.
/// Everything it holds is bounded, and gone with the process.
public final class CallbackBin {

  /// What the path of every bin begins with; its name follows.
  public static final String PATH = "/console/bin/";

  /// The names of bins.
  public static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /// Requests that are kept, of all bins together.
  static final int MAX_REQUESTS = 200;

  /// Bytes of bodies and headers that are kept, of all bins together.
  static final int MAX_BYTES = 4 << 20;

  /// Bytes that are kept of one body.
  static final int MAX_BODY = 256 << 10;

  /// Headers that are kept of one request.
  static final int MAX_HEADERS = 40;

  /// Characters that are kept of one value of a header.
  static final int MAX_VALUE = 2_048;

  /// Bins that answer otherwise than 200.
  static final int MAX_STATUSES = 50;

  private static final int OK = 200;

  private final Supplier<Optional<URI>> server;
  private final Deque<Received> kept = new ArrayDeque<>();
  private final Map<String, Integer> statuses = new LinkedHashMap<>();
  private long bytes;
  private long number;

  /// @param server where this machine reaches the server; empty while the bin is off
  public CallbackBin(Supplier<Optional<URI>> server) {
    this.server = server;
  }

  /// A header of a request.
  record Header(String name, String value) {}

  /// A request that has come.
  ///
  /// @param number from 1, in the order they came
  /// @param at milliseconds since 1970
  /// @param status what was answered
  /// @param body what is kept of it, read as UTF-8
  /// @param size the bytes of the whole body
  record Received(
      long number, String bin, long at, int status, List<Header> headers, String body, long size) {

    long bytes() {
      return body.length()
          + headers.stream().mapToLong(one -> one.name().length() + one.value().length()).sum();
    }

    boolean isWhole() {
      return size <= MAX_BODY;
    }
  }

  /// A bin by its name, and what is kept of it.
  record Bin(String name, int status, int received) {}

  boolean isOn() {
    return server.get().isPresent();
  }

  /// What the URL of every bin begins with; empty while the bin is off.
  Optional<String> url() {
    return server.get().map(url -> url + PATH);
  }

  /// Keeps a request, and answers with which status to reply.
  ///
  /// @param headers each name and its value after it
  synchronized int receive(String bin, long at, List<String> headers, byte[] body) {
    int status = statuses.getOrDefault(bin, OK);
    List<Header> shown = new ArrayList<>();
    for (int i = 0; i + 1 < headers.size() && shown.size() < MAX_HEADERS; i += 2) {
      String value = headers.get(i + 1);
      shown.add(
          new Header(headers.get(i), value.substring(0, Math.min(value.length(), MAX_VALUE))));
    }
    String text =
        new String(
            body.length <= MAX_BODY ? body : Arrays.copyOf(body, MAX_BODY), StandardCharsets.UTF_8);
    Received received =
        new Received(++number, bin, at, status, List.copyOf(shown), text, body.length);
    kept.addFirst(received);
    bytes += received.bytes();
    while (kept.size() > MAX_REQUESTS || bytes > MAX_BYTES) {
      bytes -= kept.removeLast().bytes();
    }
    return status;
  }

  /// What a bin has received, newest first.
  synchronized List<Received> received(String bin, int limit) {
    return kept.stream().filter(one -> one.bin().equals(bin)).limit(limit).toList();
  }

  /// The bins that have received something or answer otherwise than 200, by name.
  synchronized List<Bin> bins() {
    Map<String, Integer> counts = new TreeMap<>();
    statuses.keySet().forEach(name -> counts.put(name, 0));
    kept.forEach(one -> counts.merge(one.bin(), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(entry -> new Bin(entry.getKey(), status(entry.getKey()), entry.getValue()))
        .toList();
  }

  /// What a bin answers.
  synchronized int status(String bin) {
    return statuses.getOrDefault(bin, OK);
  }

  /// Lets a bin answer with another status from here on. Of too many bins, the one that was told
  /// first answers 200 again.
  synchronized void answerWith(String bin, int status) {
    statuses.remove(bin);
    if (status != OK) {
      statuses.put(bin, status);
    }
    if (statuses.size() > MAX_STATUSES) {
      statuses.remove(statuses.keySet().iterator().next());
    }
  }

  /// Forgets what a bin has received.
  synchronized void clear(String bin) {
    kept.removeIf(one -> one.bin().equals(bin));
    bytes = kept.stream().mapToLong(Received::bytes).sum();
  }
}
