package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Compiles Java that a page shows, among what its reader has.
final class DocumentedJava {

  /// Pages whose modules compile what they show: `ReadmeTest` of each.
  private static final Set<String> OWN_TESTS = Set.of("receiver/README.md", "junit/README.md");

  private static final List<String> IMPORTS =
      List.of(
          "dev.weft.receiver.*",
          "dev.weft.receiver.endpoint.*",
          "dev.weft.receiver.once.*",
          "dev.weft.receiver.pull.*",
          "dev.weft.client.*",
          "java.net.URI",
          "java.util.*");

  /// The server does not need it, so that it is not on the class path of the test.
  private static final Path CLIENT = Path.of("../client/target/classes");

  private DocumentedJava() {}

  static void compile(CodeBlock block) {
    if (OWN_TESTS.contains(block.page())) {
      return;
    }
    String code = code(block.text());
    boolean spring = code.contains("@");
    String source =
        IMPORTS.stream()
                .filter(name -> !name.contains(".client.") || code.contains("WeftClient"))
                .map(name -> "import " + name + ";")
                .collect(Collectors.joining("\n"))
            + (spring
                ? "\nabstract class Block { @interface Bean {} @interface ThreadCallbackHandler {}"
                    + " String clientId, clientSecret;\n"
                : "\nabstract class Block { abstract void save(Callback callback);"
                    + " void run(String clientId, String clientSecret) throws Exception {\n")
            + code
            + (spring ? "\n}" : "\n}}");
    assumeTrue(
        !code.contains("WeftClient") || Files.isDirectory(CLIENT),
        "the module client is not built: the block is not compiled");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assumeTrue(compiler != null, "there is no compiler: the block is not compiled");
    StringWriter said = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                said,
                null,
                null,
                List.of(
                    "-proc:none",
                    "-cp",
                    System.getProperty("java.class.path") + File.pathSeparator + CLIENT,
                    "-d",
                    System.getProperty("java.io.tmpdir")),
                null,
                List.of(new Source(source)))
            .call();
    assertThat(compiled).as(said + "\n" + source).isTrue();
  }

  /// Without properties that stand above it, and with a body that is left out.
  private static String code(String text) {
    return Stream.of(text.split("\n"))
        .filter(line -> !line.startsWith("#") && !line.matches("[a-z.]+=.*"))
        .collect(Collectors.joining("\n"))
        .replace("{ ... }", "{}");
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String text) {
      super(URI.create("string:///Block.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
