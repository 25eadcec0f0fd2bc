import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says which classes took longest, so that one that does not belong into a fast run is seen.
final class SlowTests {

  private static final int SHOWN = 10;

  private static final Pattern CASE =
      Pattern.compile("<testcase name=\"[^\"]*\" classname=\"([^\"]*)\" time=\"([0-9.,]+)\"");

  private SlowTests() {}

  /// @param reports where JUnit has written its reports
  static void print(Path reports) throws IOException {
    Path report = reports.resolve("TEST-junit-jupiter.xml");
    if (!Files.exists(report)) {
      return;
    }
    Map<String, Double> seconds = new TreeMap<>();
    Matcher matcher = CASE.matcher(Files.readString(report));
    while (matcher.find()) {
      seconds.merge(
          matcher.group(1), Double.parseDouble(matcher.group(2).replace(",", "")), Double::sum);
    }
    seconds.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN)
        .forEach(one -> System.err.printf("weft: %6.1f s  %s%n", one.getValue(), one.getKey()));
  }
}
