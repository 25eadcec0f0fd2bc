package dev.weft.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The settings in the environment: `WEFT_` and the path of a key in capitals, dots and humps as
/// underscores. With `_FILE` behind it, a variable names a file that holds the value: a secret need
/// not stand in the environment.
public final class Environment {

  private static final String PREFIX = "WEFT_";
  private static final String FILE = "_FILE";

  /// What other parts of Weft read: the launcher, the subcommands, the receiver's examples.
  private static final Set<String> OTHERS =
      Set.of(
          "WEFT_URL",
          "WEFT_CLIENT_ID",
          "WEFT_CLIENT_ID_FILE",
          "WEFT_CLIENT_SECRET",
          "WEFT_CLIENT_SECRET_FILE",
          "WEFT_OPERATOR_TOKEN",
          "WEFT_JAVA_OPTIONS",
          "WEFT_BUILT",
          "WEFT_SECRET");

  /// What Kubernetes puts into every container for a service whose name begins with `weft`.
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)");

  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private final Map<String, String> variables;

  /// @param variables the process environment
  public Environment(Map<String, String> variables) {
    this.variables = new HashMap<>(variables);
    this.variables.keySet().removeIf(name -> !name.startsWith(PREFIX));
    this.variables
        .entrySet()
        .removeIf(
            link ->
                SERVICE_LINK.matcher(link.getKey()).matches()
                    || (link.getKey().endsWith("_PORT")
                        && SERVICE_ADDRESS.matcher(link.getValue()).matches()));
  }

  /// `server.vendorRates` as `WEFT_SERVER_VENDOR_RATES`.
  static String variable(String key) {
    return PREFIX + key.replace('.', '_').replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }

  /// The value that a variable sets, itself or through a file.
  ///
  /// @throws BadSettingException if it does both, or the file cannot be read
  public Optional<String> value(String variable) {
    Optional<String> value = Optional.ofNullable(variables.get(variable));
    Optional<String> file = Optional.ofNullable(variables.get(variable + FILE));
    if (value.isPresent() && file.isPresent()) {
      throw new BadSettingException(
          "both %s and %s are set: keep one".formatted(variable, variable + FILE));
    }
    return value.or(() -> file.map(path -> read(variable + FILE, path)));
  }

  /// A secret often ends with a line break that its author's editor has added.
  private static String read(String variable, String path) {
    try {
      return Files.readString(Path.of(path)).stripTrailing();
    } catch (IOException | InvalidPathException e) {
      throw new BadSettingException(
          "cannot read the file \"%s\" that %s names".formatted(path, variable));
    }
  }

  /// Refuses a variable of Weft's that sets nothing: a misspelt setting would be silent.
  ///
  /// @param keys every setting's path
  /// @throws BadSettingException with the name that was probably meant
  void requireKnown(Collection<String> keys) {
    Set<String> known = new TreeSet<>(OTHERS);
    keys.forEach(key -> known.add(variable(key)));
    for (String name : new TreeSet<>(variables.keySet())) {
      if (!known.contains(name) && !known.contains(withoutFile(name))) {
        throw new BadSettingException(
            "unknown setting %s in the environment: %s"
                .formatted(
                    name,
                    Nearest.to(name, known)
                        .map(meant -> "did you mean " + meant + "?")
                        .orElse("weft.yaml lists them all")));
      }
    }
  }

  private static String withoutFile(String name) {
    return name.endsWith(FILE) ? name.substring(0, name.length() - FILE.length()) : name;
  }
}
