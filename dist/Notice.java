import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Prints the notice of what Weft is made of, from its bill of materials (CycloneDX).
public final class Notice {

  private Notice() {}

  public static void main(String[] args) throws Exception {
    JsonNode bill = JsonMapper.shared().readTree(Files.readString(Path.of(args[0])));
    TreeMap<String, String> lines = new TreeMap<>();
    for (JsonNode part : bill.path("components")) {
      if (part.path("group").asString("").equals("dev.weft")) {
        continue;
      }
      String name = part.path("group").asString("") + ":" + part.path("name").asString("");
      lines.put(
          name,
          "%-62s %-16s %s".formatted(name, part.path("version").asString(""), licences(part)));
    }
    System.out.println("Weft");
    System.out.println("Apache License 2.0; see LICENSE.");
    System.out.println();
    System.out.println("It is distributed together with:");
    System.out.println();
    lines.values().forEach(line -> System.out.println("  " + line.stripTrailing()));
    System.out.println();
    System.out.println(
        "lib/runtime is OpenJDK "
            + version(Path.of(args[1]))
            + ", under the GNU General Public License,");
    System.out.println(
        "version 2, with the Classpath Exception; its own notices are in lib/runtime/legal.");
  }

  private static String licences(JsonNode part) {
    List<String> names = new ArrayList<>();
    for (JsonNode entry : part.path("licenses")) {
      JsonNode licence = entry.path("license");
      String name =
          licence
              .path("id")
              .asString(licence.path("name").asString(entry.path("expression").asString("")));
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names.isEmpty() ? "(see its home page)" : String.join(", ", names);
  }

  private static String version(Path release) throws Exception {
    return Files.readAllLines(release).stream()
        .filter(line -> line.startsWith("JAVA_VERSION="))
        .map(line -> line.replaceAll(".*=\"(.*)\"", "$1"))
        .findFirst()
        .orElse("");
  }
}
