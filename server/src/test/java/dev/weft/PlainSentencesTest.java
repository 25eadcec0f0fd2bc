package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What people read is written in plain sentences, as docs/STYLE.md asks: half of the readers have
/// learned English as a second language. Each construction here was met in a page, and a reader did
/// not understand it.
class PlainSentencesTest {

  private static final Path HOME = Path.of("..");

  /// Constructions that are plain in no place, each with a sentence that had it.
  private static final Map<Pattern, String> FIGURATIVE =
      Map.ofEntries(
          found("stand(s|ing)? still", "the rule stands still"),
          found("now and then", "one attempt now and then until it works"),
          found("made? up for", "may be made up for within a tenth of a second"),
          found("whoever", "for whoever writes the app server"),
          found("for ever", "A file is one node that holds everything for ever"),
          found("as far as", "as far as the newest message is what changed"),
          found("in such a", "Each event comes once in such a walk"),
          found("these from a", "and these from a flag"),
          found("anything between", "anything between once and twice a rate"),
          found("comes? when (its|their|the)", "comes when its retry is due"),
          found("in a time that", "lateness in a time that the test controls"));

  /// Others, which only pages of users and operators are free of.
  private static final Map<Pattern, String> STACKED =
      Map.ofEntries(
          found("(tells?|told) (\\w+ )?of", "a rule is told of the message"),
          found("is what (?!it )", "the newest message is what changed"),
          found("without a word", "a node has ended without a word"),
          found("has to be waited for", "the rest of it has to be waited for"),
          found("not to be (told|trusted)", "durability are not to be trusted"));

  /// A sentence whose subject is a clause ("What waits leaves", "Who fetches must ask"): the reader
  /// learns only at its end what it is about. A question or a fragment of a table is none.
  private static final Pattern CLAUSE_AS_SUBJECT =
      Pattern.compile("(?:^|[.!;] )(?:What|Who) (?![^.|]*\\?)[^.]*");

  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static Map.Entry<Pattern, String> found(String words, String example) {
    return Map.entry(
        Pattern.compile("\\b" + words + "\\b".repeat(words.endsWith(")") ? 0 : 1)), example);
  }

  /// A sentence, or some lines that may hold several.
  private record Passage(Path file, String text) {
    @Override
    public String toString() {
      return HOME.relativize(file) + ": " + text;
    }
  }

  @Test
  void each_construction_is_found_in_the_sentence_that_had_it() {
    for (Map<Pattern, String> constructions : List.of(FIGURATIVE, STACKED)) {
      constructions.forEach(
          (construction, sentence) ->
              assertThat(construction.matcher(sentence).find()).as(sentence).isTrue());
    }

    for (String sentence :
        List.of(
            "Who cannot be called from outside fetches.",
            "What one node leaves the others must be able to carry.",
            "A job ends. What waits is given up.")) {
      assertThat(CLAUSE_AS_SUBJECT.matcher(sentence).find()).as(sentence).isTrue();
    }
    assertThat(CLAUSE_AS_SUBJECT.matcher("What is it? A rule.").find()).isFalse();
  }

  @Test
  void pages_api_documents_settings_help_and_logs_have_no_figurative_constructions()
      throws IOException {
    List<String> figurative = new ArrayList<>();
    List<Passage> all = new ArrayList<>(pages());
    all.addAll(documents());
    all.addAll(literals());
    for (Passage passage : all) {
      for (Pattern construction : FIGURATIVE.keySet()) {
        if (construction.matcher(passage.text()).find()) {
          figurative.add(construction + " in " + passage);
        }
      }
      for (Pattern construction : STACKED.keySet()) {
        if (!isDecision(passage) && construction.matcher(passage.text()).find()) {
          figurative.add(construction + " in " + passage);
        }
      }
    }

    assertThat(all).hasSizeGreaterThan(5_000);
    assertThat(figurative).isEmpty();
  }

  @Test
  void no_sentence_of_a_page_begins_with_a_clause_for_a_subject() throws IOException {
    List<String> stacked = new ArrayList<>();
    for (Passage passage : pages()) {
      boolean table = passage.text().startsWith("|");
      if (!isDecision(passage) && !table && CLAUSE_AS_SUBJECT.matcher(passage.text()).find()) {
        stacked.add(passage.toString());
      }
    }
    for (Passage passage : literals()) {
      Matcher clause = CLAUSE_AS_SUBJECT.matcher(passage.text());
      // At the beginning it is the title of a list, after a sentence it is a sentence.
      if (clause.find()
          && (clause.start() > 0 || clause.group().length() < passage.text().length())) {
        stacked.add(passage.toString());
      }
    }

    assertThat(stacked).isEmpty();
  }

  /// Decisions are read by contributors alone.
  private static boolean isDecision(Passage passage) {
    return passage.file().toString().contains("/adr/");
  }

  /// Paragraphs, list entries and table rows of English pages, without code and headings.
  private static List<Passage> pages() throws IOException {
    List<Passage> passages = new ArrayList<>();
    for (Path file :
        files(
            ".md",
            "",
            "docs",
            "docs/operating",
            "docs/adr",
            "receiver",
            "client",
            "junit",
            "spring-boot-starter",
            "examples",
            "examples/chat-archive",
            "examples/plain-jdk",
            "examples/spring-boot",
            "npm/weft-receiver")) {
      StringBuilder paragraph = new StringBuilder();
      boolean fenced = false;
      for (String line : Files.readAllLines(file)) {
        boolean fence = line.startsWith("```");
        boolean code = fenced || fence || line.startsWith("    ");
        if (code || line.isBlank() || line.matches("(#|\\||\\s*[-*] |\\s*\\d+\\. ).*")) {
          end(file, paragraph, passages);
        }
        if (!code && !line.startsWith("#")) {
          paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
        }
        fenced ^= fence;
      }
      end(file, paragraph, passages);
    }
    return passages;
  }

  private static void end(Path file, StringBuilder paragraph, List<Passage> passages) {
    if (!paragraph.isEmpty()) {
      passages.add(new Passage(file, paragraph.toString().replaceFirst("^([-*]|\\d+\\.) ", "")));
      paragraph.setLength(0);
    }
  }

  /// Lines of the API documents, of the settings and of what operators load.
  private static List<Passage> documents() throws IOException {
    List<Passage> passages = new ArrayList<>();
    List<Path> files = new ArrayList<>(files(".yaml", "docs/api", "server/src/main/resources"));
    files.addAll(files(".yml", "docs/operating"));
    files.addAll(files(".json", "docs/operating"));
    for (Path file : files) {
      Files.readAllLines(file).forEach(line -> passages.add(new Passage(file, line)));
    }
    return passages;
  }

  /// Texts in the program: help, log lines, errors, names of metrics.
  private static List<Passage> literals() throws IOException {
    List<Passage> passages = new ArrayList<>();
    for (String module : List.of("server", "client", "receiver", "junit", "spring-boot-starter")) {
      try (Stream<Path> sources = Files.walk(HOME.resolve(module).resolve("src/main/java"))) {
        for (Path file : sources.filter(one -> one.toString().endsWith(".java")).toList()) {
          for (String line : Files.readAllLines(file)) {
            if (!line.strip().startsWith("//")) {
              Matcher literal = LITERAL.matcher(line);
              while (literal.find()) {
                passages.add(new Passage(file, literal.group(1)));
              }
            }
          }
        }
      }
    }
    return passages;
  }

  private static List<Path> files(String end, String... folders) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String folder : folders) {
      try (Stream<Path> files = Files.list(HOME.resolve(folder))) {
        found.addAll(
            files
                .filter(file -> file.toString().endsWith(end))
                .filter(file -> !file.toString().endsWith(".zh-CN.md"))
                .sorted()
                .toList());
      }
    }
    return found;
  }
}
