package dev.weft.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where requests are sent, and as whom.
///
/// @param ports on the loopback, among which connections are shared out
/// @param asked what requests ask for
/// @param path of the call
/// @param token for the `Authorization` header
/// @param from the user who sends
/// @param threads ids of the threads, by index; for other calls than messages, of what they change;
///   for devices a thread, the user who sends to it, and the user's token, parted by spaces
public record Target(
    List<Integer> ports,
    Asked asked,
    String path,
    String token,
    String from,
    List<String> threads) {

  /// The app as devices name it: `ORG#APP`.
  String app() {
    String[] parts = path.split("/", 4);
    return parts[1] + "#" + parts[2];
  }

  /// Writes it for another process.
  public void write(Path file) throws IOException {
    List<String> lines =
        new ArrayList<>(
            List.of(
                String.join(",", ports.stream().map(String::valueOf).toList()),
                asked.name(),
                path,
                token,
                from));
    lines.addAll(threads);
    Files.write(file, lines, StandardCharsets.UTF_8);
  }

  static Target read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    return new Target(
        Arrays.stream(lines.get(0).split(",", -1)).map(Integer::valueOf).toList(),
        Asked.valueOf(lines.get(1)),
        lines.get(2),
        lines.get(3),
        lines.get(4),
        lines.subList(5, lines.size()));
  }
}
