package dev.weft.web.api;

import dev.weft.web.http.HttpRequest;
import dev.weft.web.http.HttpResponse;
import dev.weft.web.http.RequestBodyException;
import java.nio.charset.StandardCharsets;

/// Writes answers as HTTP.
public final class AnswerWriter {

  /// Beyond this an answer counts as memory of the request that it answers, until it is sent.
  private static final int LARGE = 64 * 1024;

  private static final byte[] NOTHING = {};

  private AnswerWriter() {}

  /// Sends `answer`, and waits until a streamed one has been taken.
  public static void send(
      HttpExchange exchange, HttpRequest request, HttpResponse response, Answer answer) {
    switch (answer) {
      case Answer.Document document -> send(exchange, request, response, document);
      case Answer.Text(String contentType, String text) -> {
        response.header("Content-Type", contentType);
        response.send(text.getBytes(StandardCharsets.UTF_8));
      }
      case Answer.Allowed(String methods) ->
          response.status(answer.status()).header("Allow", methods).send(NOTHING);
      case Answer.Resource(int status, var headers, byte[] bytes) -> {
        response.status(status);
        headers.forEach(response::header);
        response.send(bytes);
      }
      case Answer.Stream stream -> EventStreams.send(exchange, response, stream);
      case Answer.Download download -> Downloads.send(exchange, response, download);
      case Answer.EventStream stream -> EventStreams.send(exchange, response, stream);
    }
  }

  private static void send(
      HttpExchange exchange, HttpRequest request, HttpResponse response, Answer.Document document) {
    Answer.Document sent = document;
    if (document.utf8().length > LARGE) {
      try {
        request.body().reserve(document.utf8().length);
      } catch (RequestBodyException e) {
        sent =
            ErrorEnvelope.of(
                Errors.bodyNotRead(503, "The server has no memory for this answer at present."),
                exchange.started());
      }
    }
    response.status(sent.status()).header("Content-Type", "application/json");
    sent.headers().forEach(response::header);
    response.send(sent.utf8());
  }
}
