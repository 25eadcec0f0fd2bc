package dev.weft.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/// Uploads and downloads as SDKs do.
final class FileClient {

  private static final String BOUNDARY = "------------------------d74496d66958873e";
  private static final String END = "\r\n--" + BOUNDARY + "--\r\n";
  private static final String OCTETS = "application/octet-stream";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final ApiClient api;

  FileClient(ApiClient api) {
    this.api = api;
  }

  /// What came back, whole.
  record Reply(HttpResponse<byte[]> response) {

    int status() {
      return response.statusCode();
    }

    byte[] bytes() {
      return response.body();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /// The same, as an answer in JSON.
    ApiClient.Reply json() {
      return new ApiClient.Reply(status(), ApiClient.JSON.readTree(bytes()));
    }

    /// The entity of a successful upload.
    JsonNode entity() {
      return json().ok().get("entities").get(0);
    }

    String uuid() {
      return entity().get("uuid").stringValue();
    }
  }

  Reply upload(byte[] content, String... headers) {
    return upload("file", "photo.jpg", "image/jpeg", content, headers);
  }

  /// Uploads with this query.
  Reply uploadAs(String query, byte[] content, String... headers) {
    return send(
        with(
            api.request("/chatfiles" + query)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(form("file", "photo.jpg", "image/jpeg", content))),
            headers));
  }

  Reply upload(String part, String name, String type, byte[] content, String... headers) {
    return post(
        "multipart/form-data; boundary=" + BOUNDARY,
        BodyPublishers.ofByteArray(form(part, name, type, content)),
        headers);
  }

  Reply post(String contentType, BodyPublisher body, String... headers) {
    return send(
        with(api.request("/chatfiles").header("Content-Type", contentType).POST(body), headers));
  }

  /// Begins an upload in parts, and gives the answer's entity.
  JsonNode begin() {
    return api.post("/sdk/chatfiles/part-upload", "").ok().get("entities").get(0);
  }

  /// Sends a part as SDK 5 does: its number before its bytes.
  Reply part(String upload, String number, byte[] content) {
    return putPart(upload, concat(field(number), form("part_file", "a.part-1", OCTETS, content)));
  }

  /// Sends a part as the older SDKs do: its number behind its bytes.
  Reply partThenNumber(String upload, String number, byte[] content) {
    byte[] file = form("part_file", "blob", OCTETS, content);
    byte[] open = Arrays.copyOf(file, file.length - END.length());
    return putPart(upload, concat(open, utf8("\r\n"), field(number), utf8("--" + BOUNDARY + "--")));
  }

  /// Sends a form as a part.
  Reply putPart(String upload, byte[] form) {
    return send(
        api.request("/sdk/chatfiles/part-upload/" + upload)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .PUT(BodyPublishers.ofByteArray(form)));
  }

  Reply complete(String upload, String query) {
    return send(
        api.request("/sdk/chatfiles/part-upload/" + upload + query).POST(BodyPublishers.noBody()));
  }

  Reply abort(String upload) {
    return send(api.request("/sdk/chatfiles/part-upload/" + upload).DELETE());
  }

  private static byte[] field(String number) {
    return utf8(
        """
        --%s\r
        Content-Disposition: form-data; name="part_number"\r
        \r
        %s\r
        """
            .formatted(BOUNDARY, number));
  }

  private static byte[] concat(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Shares a file with a group.
  Reply share(String group, String name, String type, byte[] content) {
    return send(
        api.request("/chatgroups/" + group + "/share_files")
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofByteArray(form("file", name, type, content))));
  }

  /// Downloads a file that a group shares.
  Reply shared(String group, String file) {
    return send(api.request("/chatgroups/" + group + "/share_files/" + file));
  }

  Reply download(String file, String... headers) {
    return send(with(api.request("/chatfiles/" + file), headers));
  }

  /// Follows a link as anybody would, without a token.
  static Reply follow(String url) {
    return send(HttpRequest.newBuilder(URI.create(url)));
  }

  static byte[] form(String part, String name, String type, byte[] content) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        """
        --%s\r
        Content-Disposition: form-data; name="%s"; filename="%s"\r
        Content-Type: %s\r
        \r
        """
            .formatted(BOUNDARY, part, name, type)
            .getBytes(StandardCharsets.UTF_8));
    form.writeBytes(content);
    form.writeBytes(utf8(END));
    return form.toByteArray();
  }

  private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request;
  }

  private static Reply send(HttpRequest.Builder request) {
    try {
      return new Reply(HTTP.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
