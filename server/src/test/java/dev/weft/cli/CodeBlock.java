package dev.weft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A code block of a Markdown page: fenced, or indented by four blanks below an empty line.
///
/// @param page relative to the checkout
/// @param line of its first line, from 1
/// @param language of a fenced block; empty for others
record CodeBlock(String page, int line, String language, String text) {

  private static final String INDENT = "    ";

  /// Every block of `page`, in order.
  static List<CodeBlock> of(Path home, String page) throws IOException {
    List<String> lines = Files.readAllLines(home.resolve(page));
    List<CodeBlock> blocks = new ArrayList<>();
    boolean inParagraph = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("```")) {
        int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
        blocks.add(block(page, i + 1, line.substring(3), lines.subList(i + 1, end), 0));
        i = end;
      } else if (line.startsWith(INDENT) && !inParagraph) {
        int end = endOfIndented(lines, i);
        blocks.add(block(page, i, "", lines.subList(i, end), INDENT.length()));
        i = end - 1;
      }
      inParagraph = !line.isBlank() && i < lines.size() && !lines.get(i).isBlank();
    }
    return blocks;
  }

  private static int endOfIndented(List<String> lines, int begin) {
    int end = begin;
    for (int i = begin; i < lines.size(); i++) {
      if (lines.get(i).startsWith(INDENT)) {
        end = i + 1;
      } else if (!lines.get(i).isBlank()) {
        break;
      }
    }
    return end;
  }

  private static CodeBlock block(
      String page, int index, String language, List<String> lines, int indent) {
    List<String> text =
        lines.stream().map(line -> line.substring(Math.min(indent, line.length()))).toList();
    return new CodeBlock(page, index + 1, language, String.join("\n", text).stripIndent());
  }

  String firstLine() {
    return text.lines().findFirst().orElse("");
  }

  boolean startsWith(String... beginnings) {
    for (String beginning : beginnings) {
      if (text.startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }

  /// The same for two blocks that differ in comments at the ends of their lines.
  String code() {
    return text.lines()
        .map(line -> line.replaceAll("\\s+(#|--|//) .*$", ""))
        .map(line -> line.replaceAll("^((?:\\./)?weft .*?)\\s{2,}\\S.*$", "$1").strip())
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public String toString() {
    return page + ":" + line + "  " + firstLine();
  }
}
