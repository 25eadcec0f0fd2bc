package dev.weft.cli.base;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Warns of secrets on the command line: every user of the machine can read it as long as the
/// command runs, and it stays in the shell's history.
public final class ReadableSecrets {

  private static final List<String> OPTIONS =
      List.of(
          "--client-secret",
          "--secret",
          "--signing-secret",
          "--operator-token",
          "--app-certificate");

  private static final Pattern PASSWORD = Pattern.compile("[?&]password=.");

  private ReadableSecrets() {}

  /// One sentence for each secret among the arguments, as they were typed: what stands in a file
  /// that `@FILE` names is none of them.
  public static List<String> sentences(List<String> arguments) {
    return found(arguments).stream().map(ReadableSecrets::sentence).toList();
  }

  private static Set<String> found(List<String> arguments) {
    Set<String> found = new LinkedHashSet<>();
    for (String argument : arguments) {
      for (String option : OPTIONS) {
        if (argument.equals(option) || argument.startsWith(option + "=")) {
          found.add(option);
        }
      }
      if (argument.contains("jdbc:") && PASSWORD.matcher(argument).find()) {
        found.add("--database");
      }
    }
    return found;
  }

  private static String sentence(String option) {
    return "other users of this machine can read "
        + switch (option) {
          case "--client-secret" ->
              "--client-secret: better give WEFT_CLIENT_SECRET, or a file in"
                  + " WEFT_CLIENT_SECRET_FILE";
          case "--operator-token" ->
              "--operator-token: better give WEFT_OPERATOR_TOKEN, or a file in"
                  + " WEFT_OPERATOR_TOKEN_FILE";
          case "--database" ->
              "the password in --database: better give WEFT_STORE_PASSWORD, or a file in"
                  + " WEFT_STORE_PASSWORD_FILE";
          default -> option + ": better write the option into a file, and give @FILE in its place";
        };
  }
}
