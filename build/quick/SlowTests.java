import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Says which classes took longest, so that one that does not belong into a fast run is seen.
final class SlowTests {

  private static final int SHOWN = 5;

  private static final Pattern CASE =
      Pattern.compile("<testcase name=\"[^\"]*\" classname=\"([^\"]*)\" time=\"([0-9.,]+)\"");

  private SlowTests() {}

  /// @param folders where JUnit has written its reports
  static void print(List<Path> folders) throws IOException {
    Map<String, Double> seconds = new TreeMap<>();
    for (Path folder : folders) {
      seconds.putAll(seconds(folder));
    }
    seconds.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN)
        .forEach(one -> System.err.printf("weft: %6.1f s  %s%n", one.getValue(), one.getKey()));
  }

  /// How long each class took, by its name, as the reports below this folder say.
  static Map<String, Double> seconds(Path folder) throws IOException {
    Map<String, Double> seconds = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return seconds;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path report : files.filter(file -> file.endsWith("TEST-junit-jupiter.xml")).toList()) {
        Matcher matcher = CASE.matcher(Files.readString(report));
        while (matcher.find()) {
          seconds.merge(
              matcher.group(1), Double.parseDouble(matcher.group(2).replace(",", "")), Double::sum);
        }
      }
    }
    return seconds;
  }
}
