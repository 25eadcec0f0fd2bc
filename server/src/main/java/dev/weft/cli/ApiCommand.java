package dev.weft.cli;

import dev.weft.app.AppKey;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.CommandFailedException;
import dev.weft.cli.base.ServerApi;
import dev.weft.cli.base.ServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `weft api`: one call of the REST API as the app's server, without a token in sight.
@Command(
    name = "api",
    description = {
      "Call the REST API of the running server as an app, and print the answer.",
      "",
      "The token is made from the data folder, or fetched with the credentials given."
    },
    footer = {
      "",
      "Examples:",
      "  weft api 'acme#chat' GET /users",
      "  weft api 'acme#chat' POST /users '[{\"username\":\"ann\",\"password\":\"1\"}]'",
      "  weft api 'acme#chat' POST /chatgroups @group.json --field data.groupid"
    },
    abbreviateSynopsis = true,
    sortOptions = false)
final class ApiCommand implements Callable<Integer> {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Parameters(
      index = "0",
      paramLabel = "ORG#APP",
      description = "The app, in quotes.",
      converter = AppKeys.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @Parameters(index = "1", paramLabel = "METHOD", description = "GET, POST, PUT or DELETE.")
  private String method = "";

  @Parameters(index = "2", paramLabel = "PATH", description = "The path after ORG/APP: /users.")
  private String path = "";

  @Parameters(
      index = "3",
      arity = "0..1",
      paramLabel = "BODY",
      description = "JSON; @FILE reads it from a file, - from standard input.")
  private @Nullable String body;

  @Option(
      names = "--field",
      paramLabel = "NAME",
      description = "Print only this field of the answer: data.groupid, entities.0.uuid.")
  private @Nullable String field;

  @Mixin private final ServerOptions server = new ServerOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    String target = path.startsWith("/") ? path : "/" + path;
    Object content = body == null ? null : json(body);
    try (ServerApi api = server.connect(app)) {
      JsonNode answer =
          switch (method.toUpperCase(Locale.ROOT)) {
            case "GET" -> api.get(target);
            case "POST" -> api.post(target, content == null ? JSON.createObjectNode() : content);
            case "PUT" -> api.put(target, content == null ? JSON.createObjectNode() : content);
            case "DELETE" -> api.delete(target);
            default -> throw wrong("\"" + method + "\" is none of GET, POST, PUT and DELETE");
          };
      spec.commandLine().getOut().println(field == null ? text(answer) : text(only(answer, field)));
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private Object json(String given) throws IOException {
    String text =
        switch (given) {
          case "-" -> new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
          default -> given.startsWith("@") ? Files.readString(Path.of(given.substring(1))) : given;
        };
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      throw wrong("the body is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
    }
  }

  private static JsonNode only(JsonNode answer, String field) {
    JsonNode found = answer.at("/" + field.replace('.', '/'));
    if (found.isMissingNode()) {
      throw new CommandFailedException(
          "the answer has no field \"%s\": %s".formatted(field, answer.toString()));
    }
    return found;
  }

  /// A plain value as it is, for a shell; anything else as JSON.
  private static String text(JsonNode node) {
    return node.isValueNode() ? node.asString() : JSON.writeValueAsString(node);
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
