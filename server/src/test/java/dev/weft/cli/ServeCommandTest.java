package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.cli.Weft.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ServeCommandTest {

  @TempDir private Path data;

  @Test
  void answers_once_it_says_that_it_is_ready() throws Exception {
    try (Weft server = Weft.serve(data)) {
      int status =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(server.url() + "/readyz")).build(),
                  BodyHandlers.discarding())
              .statusCode();

      assertThat(status).isEqualTo(200);
    }
  }

  @Test
  void says_nothing_but_that_it_is_ready_and_where_clients_connect() {
    try (Weft server = Weft.serve(data)) {
      Result result = server.stop();

      String console = "console: " + server.url() + "/console/";
      assertThat(result.out().lines().filter(line -> !line.equals(console)))
          .as("a program without a console says nothing of it")
          .containsExactly(
              "weft is ready on " + server.url(),
              "clients: " + server.url().replace("http:", "ws:") + "/ws, REST " + server.url());
      assertThat(result.err()).isEmpty();
    }
  }

  @Test
  void ends_cleanly_on_sigterm_and_leaves_no_address_behind() {
    try (Weft server = Weft.serve(data)) {
      assertThat(data.resolve("weft.address")).hasContent(server.url());

      assertThat(server.stop().exit()).isZero();
      assertThat(data.resolve("weft.address")).doesNotExist();
    }
  }

  @Test
  void starts_again_after_it_was_killed() {
    try (Weft first = Weft.serve(data)) {
      first.kill();
    }
    try (Weft second = Weft.serve(data)) {
      assertThat(data.resolve("weft.address")).hasContent(second.url());
    }
  }

  @Test
  void takes_the_same_app_again_and_again() {
    String[] app = {"--app", "acme#chat", "--client-id", "ci", "--client-secret", "s3cret"};
    try (Weft first = Weft.serve(data, app)) {
      assertThat(first.stop().exit()).isZero();
    }
    try (Weft second = Weft.serve(data, app)) {
      String rules =
          Weft.run(
                  Map.of("WEFT_CLIENT_ID", "ci", "WEFT_CLIENT_SECRET", "s3cret"),
                  "rule",
                  "list",
                  "acme#chat",
                  "--json",
                  "--url",
                  second.url())
              .success();
      assertThat(rules).isEqualTo("[ ]");
    }
  }

  @Test
  void warns_of_secrets_that_others_can_read() throws IOException {
    String[] create = {"app", "create", "acme#chat", "--data", data.resolve("a").toString()};
    Path file = Files.write(data.resolve("secrets"), List.of("--client-secret", "s3cret"));

    Result open = Weft.run(with(create, "--client-id", "ci", "--client-secret=s3cret"));
    String[] other = {"app", "create", "acme#other", "--data", data.resolve("a").toString()};
    Result kept = Weft.run(with(other, "--client-id", "ci", "@" + file));
    Result url = Weft.run("serve", "--database", "jdbc:postgresql://127.0.0.1:1/x?password=s3cret");

    assertThat(open.err())
        .contains("other users of this machine can read --client-secret")
        .contains("WEFT_CLIENT_SECRET_FILE")
        .doesNotContain("s3cret");
    assertThat(kept.success()).contains("acme#other");
    assertThat(url.err()).contains("WEFT_STORE_PASSWORD_FILE").doesNotContain("s3cret");
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void names_the_port_that_is_taken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      String sentence = Weft.run("serve", "--port", port, "--data", data.toString()).sentence();

      assertThat(sentence).contains("port " + port).contains("give --port another");
    }
  }

  @Test
  void names_the_folder_it_cannot_write_to() throws IOException {
    Path file = Files.createFile(data.resolve("file"));

    String sentence = Weft.run("serve", "--data", file.resolve("data").toString()).sentence();

    assertThat(sentence).contains(file.toString()).contains("give --data another");
  }

  @Test
  void refuses_a_folder_that_another_server_uses() {
    try (Weft server = Weft.serve(data)) {
      String sentence = Weft.run("serve", "--port", "0", "--data", data.toString()).sentence();

      assertThat(sentence).contains("another server is using").contains(data.toString());
      assertThat(data.resolve("weft.address")).hasContent(server.url());
    }
  }

  @Test
  void names_the_setting_it_does_not_know() throws IOException {
    Path config = Files.writeString(data.resolve("weft.yaml"), "server:\n  prot: 8080\n");

    assertThat(serveWith("--config", config.toString()))
        .contains("\"server.prot\"")
        .contains(config.toString());
  }

  @Test
  void names_the_setting_that_is_out_of_range() {
    assertThat(serveWith("--port", "70000")).contains("\"server.port\"").contains("65535");
    assertThat(serveWith("--port", "many")).contains("server.port").contains("many");
    assertThat(serveWith("--host", "host.invalid")).contains("host.invalid");
    assertThat(serveWith("--callback-allow", "10.0.0.0/99")).contains("callback.allow");
  }

  @Test
  void names_the_variable_that_is_wrong() {
    String sentence =
        Weft.run(Map.of("WEFT_SERVER_PORT", "many"), "serve", "--data", data.toString()).sentence();

    assertThat(sentence).contains("WEFT_SERVER_PORT");
  }

  @Test
  void refuses_an_app_key_that_is_none_and_credentials_by_half() {
    assertThat(serveWith("--app", "acme")).contains("\"acme\" is not an app key");
    assertThat(serveWith("--app", "acme#chat", "--client-id", "ci"))
        .contains("--app needs --client-id and --client-secret");
  }

  @Test
  void refuses_a_database_of_a_newer_weft() throws SQLException {
    Weft.run("app", "create", "acme#chat", "--data", data.toString()).success();
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + data.resolve("weft.db"))) {
      connection.createStatement().execute("INSERT INTO schema_version (version) VALUES (999)");
    }

    assertThat(serveWith()).contains("999").contains("newer Weft");
  }

  @Test
  void prints_an_address_that_can_be_called() throws Exception {
    Map<String, String> urls =
        Map.of(
            "::",
            "http://[::]:",
            "[::]",
            "http://[::]:",
            "::1",
            "http://[::1]:",
            "0.0.0.0",
            "http://0.0.0.0:",
            "localhost",
            "http://localhost:");
    for (Map.Entry<String, String> url : urls.entrySet()) {
      try (Weft server = Weft.serve(data, "--host", url.getKey())) {
        assertThat(server.url()).startsWith(url.getValue());
        int status =
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(URI.create(server.url() + "/readyz")).build(),
                    BodyHandlers.discarding())
                .statusCode();
        assertThat(status).as(server.url()).isEqualTo(200);
        assertThat(server.stop().exit()).isZero();
      }
    }
  }

  @Test
  void keeps_its_files_to_their_owner_whatever_the_umask_and_the_folder() throws IOException {
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
    List<String> open = List.of("bash", "-c", "umask 000; exec \"$@\"", "weft");

    try (Weft server =
        Weft.serve(
            open, Map.of(), data, "--app", "a#b", "--client-id", "i", "--client-secret", "s")) {
      try (Stream<Path> files = Files.walk(data)) {
        assertThat(files.filter(file -> !file.equals(data)))
            .hasSizeGreaterThan(6)
            .allSatisfy(
                file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
      }
      server.kill();
    }
  }

  @Test
  void refuses_a_folder_whose_database_was_emptied_in_one_sentence() throws IOException {
    try (Weft server = Weft.serve(data)) {
      server.kill();
    }
    Files.write(data.resolve("weft.db"), new byte[0]);

    assertThat(serveWith()).contains("weft.db is empty").contains("weft restore");
    assertThat(Weft.run("app", "list", "--data", data.toString()).sentence())
        .contains("weft.db is empty");
  }

  @Test
  void unpacks_its_native_library_into_the_data_folder_where_the_temporary_one_will_not_do()
      throws Exception {
    Path file = Files.createFile(data.resolve("file"));
    Path home = data.resolve("数 据");

    try (Weft server =
        Weft.serve(Map.of("JAVA_TOOL_OPTIONS", "-Dorg.sqlite.tmpdir=" + file), home)) {
      assertThat(server.stop().exit()).isZero();
    }
    try (Stream<Path> files = Files.list(home)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .contains("weft.db")
          .noneMatch(name -> name.endsWith(".lck"));
    }
  }

  @Test
  void says_in_one_sentence_that_no_folder_lets_code_run_from_it() throws Exception {
    Path noexec = Files.createDirectory(data.resolve("noexec"));
    List<String> mount =
        List.of(
            "unshare",
            "-m",
            "bash",
            "-c",
            "mount -t tmpfs -o noexec none \"$0\" || exit 77; exec \"$@\"",
            noexec.toString());

    Result result =
        Weft.run(
            mount,
            Map.of("JAVA_TOOL_OPTIONS", "-Dorg.sqlite.tmpdir=" + noexec),
            "serve",
            "--port",
            "0",
            "--data",
            noexec.resolve("data").toString());

    assumeTrue(result.exit() != 77, "nothing can be mounted here");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err().lines().filter(line -> !line.startsWith("Picked up")))
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("weft: cannot load SQLite's native library")
        .contains(noexec.toString())
        .contains("TMPDIR");
  }

  @Test
  void names_the_folder_or_the_address_that_cannot_be_used() throws IOException {
    Path file = Files.createFile(data.resolve("file"));
    Path dangling = Files.createSymbolicLink(data.resolve("link"), data.resolve("nowhere"));

    for (String folder : List.of("", file + "/x", dangling.toString(), "x".repeat(300))) {
      assertThat(Weft.run("serve", "--port", "0", "--data", folder).sentence())
          .contains("data")
          .contains(folder.strip());
    }
    for (String host : List.of("", "999.1.1.1", "http://x", "::1%nope")) {
      assertThat(serveWith("--host", host)).contains(host);
    }
    for (String settings : List.of("", data.toString())) {
      assertThat(serveWith("--config", settings)).contains("settings file").contains(settings);
    }
    for (String database :
        List.of(
            "postgres://h/x",
            "jdbc:postgresql://h:99999/x",
            "jdbc:postgresql://127.0.0.1:1/x",
            "jdbc:postgresql://127.0.0.1:1/x?connectTimeout=abc")) {
      assertThat(serveWith("--database", database)).containsAnyOf("database", "PostgreSQL");
    }
    for (String range : List.of("::1/200", "localhost")) {
      assertThat(serveWith("--callback-allow", range)).contains("callback.allow").contains(range);
    }
  }

  private String serveWith(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "serve";
    all[1] = "--data";
    all[2] = data.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return Weft.run(all).sentence();
  }
}
