package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// What `--help` shows, of every command.
@Tag("slow")
class HelpTest {

  /// The first part of an address that goes on in the next line.
  private static final Pattern TORN = Pattern.compile("[a-z]:(//?)?$|://[^ ]*[:/]$");

  private static final Pattern EXAMPLE = Pattern.compile("^ {2}weft .*");

  @Test
  void fits_a_terminal_of_80_columns_and_tears_no_address() {
    for (CommandLine command : commands()) {
      String name = command.getCommandSpec().qualifiedName();
      List<String> lines = command.getUsageMessage().lines().toList();

      assertThat(lines).as(name).allMatch(line -> line.length() <= 80);
      for (int i = 0; i < lines.size() - 1; i++) {
        boolean addressGoesOn = lines.get(i + 1).strip().startsWith("/");
        assertThat(TORN.matcher(lines.get(i)).find() && addressGoesOn)
            .as(name + ": " + lines.get(i))
            .isFalse();
      }
    }
  }

  @Test
  void has_an_example_of_every_command_that_takes_arguments() {
    for (CommandLine command : commands()) {
      boolean takesArguments =
          command.getCommandSpec().positionalParameters().stream()
              .anyMatch(parameter -> parameter.arity().min() > 0);
      if (takesArguments) {
        assertThat(command.getUsageMessage().lines().toList())
            .as(command.getCommandSpec().qualifiedName())
            .anyMatch(line -> EXAMPLE.matcher(line).matches());
      }
    }
  }

  @Test
  void gives_examples_that_the_command_itself_understands() {
    for (CommandLine command : commands()) {
      for (String example : examples(command)) {
        List<String> words = words(example);
        CommandLine all = Main.commandLine();
        all.setParameterExceptionHandler(
            (failure, _) -> {
              throw failure;
            });
        assertThat(all.parseArgs(words.toArray(String[]::new)).subcommands())
            .as(example)
            .isNotEmpty();
      }
    }
  }

  @Test
  void names_what_the_launcher_has_beside_the_program() {
    String help = Main.commandLine().getUsageMessage();

    assertThat(help).contains("  test ").contains("  bench ").contains("  dist ");
  }

  /// The examples at the end, a continued one as one line.
  private static List<String> examples(CommandLine command) {
    List<String> examples = new ArrayList<>();
    for (String line : command.getUsageMessage().replaceAll("\\\\\n *", "").lines().toList()) {
      if (EXAMPLE.matcher(line).matches()
          && !line.contains("COMMAND")
          && !line.contains("   see")) {
        examples.add(
            line.strip().substring("weft ".length()).replaceAll(" {3,}.*| &&.*| [|>].*", ""));
      }
    }
    return examples;
  }

  /// As a shell splits it: blanks, and quotes around what holds some.
  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    var word = Pattern.compile("'([^']*)'|(\\S+)").matcher(command);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words;
  }

  private static List<CommandLine> commands() {
    List<CommandLine> all = new ArrayList<>();
    add(Main.commandLine(), all);
    return all;
  }

  private static void add(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(inner -> add(inner, all));
  }
}
