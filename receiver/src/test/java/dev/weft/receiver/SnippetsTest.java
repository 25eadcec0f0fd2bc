package dev.weft.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lines of docs/receiving.md in other languages, run on what others signed.
class SnippetsTest {

  private static final Path PAGE = Path.of("../docs/receiving.md");
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final String BODY = "{\"test\": 2432232314}";
  private static final String VALID = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private static final String WRONG = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=";
  private static final long SIGNED_AT = 1614265330;

  /// One line for the program: expectation, id, timestamp, now, secrets, signatures, body.
  private record Case(
      boolean holds, String timestamp, long now, String secrets, String signatures, String body) {

    String line() {
      return String.join(
          "\t", holds ? "ok" : "no", ID, timestamp, Long.toString(now), secrets, signatures, body);
    }
  }

  private static final String AT = Long.toString(SIGNED_AT);

  private static final List<Case> CASES =
      List.of(
          new Case(true, AT, SIGNED_AT, SECRET, VALID, BODY),
          new Case(true, AT, SIGNED_AT + 300, SECRET, VALID, BODY),
          new Case(true, AT, SIGNED_AT - 300, SECRET, VALID, BODY),
          new Case(true, AT, SIGNED_AT, OTHER + "," + SECRET, VALID, BODY),
          new Case(true, AT, SIGNED_AT, SECRET, WRONG + " " + VALID, BODY),
          new Case(false, AT, SIGNED_AT + 301, SECRET, VALID, BODY),
          new Case(false, AT, SIGNED_AT - 301, SECRET, VALID, BODY),
          new Case(false, AT, SIGNED_AT, OTHER, VALID, BODY),
          new Case(false, AT, SIGNED_AT, SECRET, WRONG, BODY),
          new Case(false, AT, SIGNED_AT, SECRET, VALID.replace("v1,", "v2,"), BODY),
          new Case(false, AT, SIGNED_AT, SECRET, VALID, BODY.replace("2432", "2433")),
          new Case(false, "soon", SIGNED_AT, SECRET, VALID, BODY),
          new Case(false, "-1", SIGNED_AT, SECRET, VALID, BODY));

  @TempDir Path folder;

  @Test
  void python_verifies_what_others_signed() throws Exception {
    String harness =
        """

        import sys
        for line in open(sys.argv[1], encoding="utf-8"):
            expected, wid, timestamp, now, secrets, signatures, body = line.rstrip("\\n").split("\\t")
            headers = {"Webhook-Id": wid, "webhook-timestamp": timestamp, "WEBHOOK-SIGNATURE": signatures}
            try:
                verify(headers, body.encode(), secrets.split(","), now=lambda: float(now))
                print("ok")
            except ValueError:
                print("no")
        try:
            verify({}, b"", ["whsec_AAAA"])
            print("ok")
        except ValueError:
            print("no")
        """;
    run("python", "verify.py", "", harness, "python3");
  }

  @Test
  void go_verifies_what_others_signed() throws Exception {
    String harness =
        """

        func main() {
        	data, _ := os.ReadFile(os.Args[1])
        	for _, line := range strings.Split(strings.TrimRight(string(data), "\\n"), "\\n") {
        		f := strings.Split(line, "\\t")
        		now, _ := strconv.ParseInt(f[3], 10, 64)
        		header := http.Header{}
        		header.Set("webhook-id", f[1])
        		header.Set("webhook-timestamp", f[2])
        		header.Set("webhook-signature", f[5])
        		if Verify(header, []byte(f[6]), strings.Split(f[4], ","), time.Unix(now, 0)) == nil {
        			fmt.Println("ok")
        		} else {
        			fmt.Println("no")
        		}
        	}
        	if Verify(http.Header{}, nil, []string{"whsec_AAAA"}, time.Now()) == nil {
        		fmt.Println("ok")
        	} else {
        		fmt.Println("no")
        	}
        }
        """;
    run("go", "verify.go", "import (\n\t\"fmt\"\n\t\"os\"", harness, "go", "run");
  }

  @Test
  void php_verifies_what_others_signed() throws Exception {
    String harness =
        """

        foreach (file($argv[1], FILE_IGNORE_NEW_LINES) as $line) {
            [, $id, $timestamp, $now, $secrets, $signatures, $body] = explode("\\t", $line);
            $headers = ['webhook-id' => $id, 'webhook-timestamp' => $timestamp, 'webhook-signature' => $signatures];
            try {
                verify($headers, $body, explode(',', $secrets), (int) $now);
                echo "ok\\n";
            } catch (RuntimeException $e) {
                echo "no\\n";
            }
        }
        try {
            verify([], '', ['whsec_AAAA']);
            echo "ok\\n";
        } catch (RuntimeException $e) {
            echo "no\\n";
        }
        """;
    run("php", "verify.php", "", harness, "php");
  }

  /// @param imports what the harness needs beside the imports of the page
  private void run(String language, String file, String imports, String harness, String... command)
      throws Exception {
    assumeTrue(isInstalled(command[0]), command[0] + " is not installed: its lines are not run");
    String code = snippet(language);
    if (!imports.isEmpty()) {
      code = code.replace("import (", imports);
    }
    Path program = Files.writeString(folder.resolve(file), code + harness);
    List<String> lines = CASES.stream().map(Case::line).toList();
    Path cases = Files.write(folder.resolve("cases"), lines);
    List<String> all = new ArrayList<>(List.of(command));
    all.add(program.toString());
    all.add(cases.toString());

    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    String answers = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

    // The last one is a request without any header.
    assertThat(answers.lines().toList())
        .as(answers)
        .containsExactlyElementsOf(
            Stream.concat(CASES.stream().map(one -> one.holds() ? "ok" : "no"), Stream.of("no"))
                .toList());
  }

  private static String snippet(String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
