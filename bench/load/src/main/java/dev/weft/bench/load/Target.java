package dev.weft.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where messages are sent, and as whom.
///
/// @param ports on the loopback, among which connections are shared out
/// @param path of the call
/// @param token for the `Authorization` header
/// @param from the user who sends
/// @param threads ids of the threads, by index
public record Target(
    List<Integer> ports, String path, String token, String from, List<String> threads) {

  /// Writes it for another process.
  public void write(Path file) throws IOException {
    List<String> lines =
        new ArrayList<>(
            List.of(
                String.join(",", ports.stream().map(String::valueOf).toList()), path, token, from));
    lines.addAll(threads);
    Files.write(file, lines, StandardCharsets.UTF_8);
  }

  static Target read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    return new Target(
        Arrays.stream(lines.get(0).split(",", -1)).map(Integer::valueOf).toList(),
        lines.get(1),
        lines.get(2),
        lines.get(3),
        lines.subList(4, lines.size()));
  }
}
