package dev.weft.web.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.web.multipart.Multipart.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What reading a form promises, whatever comes and however it is cut into packets.
class MultipartTest {

  private static final String BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW";
  private static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 1_000, 1_000_000})
  void gives_the_content_back_whatever_the_packets_are(int packet) throws IOException {
    byte[] content = new byte[200_000];
    new Random(packet).nextBytes(content);

    Part part = find(form(content), packet).orElseThrow();

    assertThat(part.bytes().readAllBytes()).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n",
        "\r\n\r\n",
        "\r",
        "--",
        "\r\n--",
        "\r\n------WebKit",
        "\r\n\r\n--\r\n-",
        "--" + BOUNDARY,
        "\r\n" + BOUNDARY,
        "\n--" + BOUNDARY + "\r\n"
      })
  void is_not_fooled_by_what_looks_like_a_boundary(String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);

    for (int packet = 1; packet < 8; packet++) {
      Part part = find(form(bytes), packet).orElseThrow();

      assertThat(part.bytes().readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void skips_a_preamble_and_other_parts() throws IOException {
    String body =
        "This is a message with parts.\r\n"
            + part("form-data; name=\"note\"", "hello\r\nworld")
            + part("form-data; name=\"fil\"", "not this one")
            + part("form-data; name=\"file\"; filename=\"a.txt\"", "this one")
            + part("form-data; name=\"file\"; filename=\"b.txt\"", "nor this one")
            + end();

    Part part = find(body.getBytes(StandardCharsets.UTF_8), 3).orElseThrow();

    assertThat(part.headers().fileName()).contains("a.txt");
    assertThat(part.bytes().readAllBytes()).isEqualTo("this one".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void takes_a_quoted_boundary_and_headers_in_any_case() throws IOException {
    String body =
        "--b c\r\nCONTENT-DISPOSITION: Form-Data; Name=file; FileName=a.txt\r\n"
            + "content-type: text/plain\r\n\r\nx\r\n--b c--";

    Part part =
        Multipart.find("file", Optional.of("Multipart/Form-Data; boundary=\"b c\""), in(body))
            .orElseThrow();

    assertThat(part.headers().contentType()).contains("text/plain");
    assertThat(part.headers().fileName()).contains("a.txt");
    assertThat(part.bytes().readAllBytes()).containsExactly('x');
  }

  @Test
  void reads_file_names_as_clients_write_them() {
    assertThat(fileName("filename=\"r\u00e9sum\u00e9 \u6587.pdf\""))
        .contains("r\u00e9sum\u00e9 \u6587.pdf");
    assertThat(fileName("filename=\"a \\\"b\\\"; c.txt\"")).contains("a \"b\"; c.txt");
    assertThat(fileName("filename=\"C:\\\\dir\\a.txt\"")).contains("C:\\\\dir\\a.txt");
    assertThat(fileName("filename=\"x\"; filename*=utf-8''%E6%96%87.pdf")).contains("\u6587.pdf");
    assertThat(fileName("x=y")).isEmpty();
  }

  private static Optional<String> fileName(String parameters) {
    String body = part("form-data; name=\"file\"; " + parameters, "x") + end();
    return find(body.getBytes(StandardCharsets.UTF_8), 100).orElseThrow().headers().fileName();
  }

  @Test
  void finds_nothing_in_what_is_no_form() {
    assertThat(Multipart.find("file", Optional.empty(), in("x"))).isEmpty();
    assertThat(Multipart.find("file", Optional.of("application/json"), in("{}"))).isEmpty();
    assertThat(Multipart.find("file", Optional.of("multipart/form-data"), in("x"))).isEmpty();
    assertThat(Multipart.find("file", Optional.of(TYPE), in(""))).isEmpty();
    assertThat(Multipart.find("file", Optional.of(TYPE), in("no boundary at all"))).isEmpty();
    assertThat(Multipart.find("file", Optional.of(TYPE), in(end()))).isEmpty();
    assertThat(Multipart.find("file", Optional.of(TYPE), in("--" + BOUNDARY))).isEmpty();
  }

  @Test
  void never_takes_half_a_file_for_a_whole_one() {
    byte[] whole = form("some content".getBytes(StandardCharsets.UTF_8));
    String withoutEnd = new String(whole, StandardCharsets.UTF_8).replace(end(), "");

    Part part = find(withoutEnd.getBytes(StandardCharsets.UTF_8), 5).orElseThrow();

    assertThatThrownBy(() -> part.bytes().readAllBytes()).isInstanceOf(IOException.class);
  }

  @Test
  void gives_up_on_headers_without_end() {
    String body = "--" + BOUNDARY + "\r\nX: " + "x".repeat(100_000);

    assertThat(find(body.getBytes(StandardCharsets.UTF_8), 1_000)).isEmpty();
  }

  @Test
  void gives_up_on_parts_without_end() {
    String body = part("form-data; name=\"note\"", "x").repeat(100_000) + end();

    assertThat(find(body.getBytes(StandardCharsets.UTF_8), 1_000)).isEmpty();
  }

  private static byte[] form(byte[] content) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    form.writeBytes(content);
    form.writeBytes(("\r\n" + end()).getBytes(StandardCharsets.UTF_8));
    return form.toByteArray();
  }

  private static String part(String disposition, String content) {
    return "--"
        + BOUNDARY
        + "\r\nContent-Disposition: "
        + disposition
        + "\r\n\r\n"
        + content
        + "\r\n";
  }

  private static String end() {
    return "--" + BOUNDARY + "--\r\n";
  }

  private static Optional<Part> find(byte[] body, int packet) {
    return Multipart.find(
        "file", Optional.of(TYPE), new Packets(new ByteArrayInputStream(body), packet));
  }

  private static InputStream in(String body) {
    return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
  }

  /// A body that arrives in packets of at most some bytes.
  private static final class Packets extends java.io.FilterInputStream {
    private final int most;

    Packets(InputStream in, int most) {
      super(in);
      this.most = most;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return super.read(buffer, offset, Math.min(length, most));
    }
  }
}
