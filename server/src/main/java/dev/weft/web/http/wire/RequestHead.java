package dev.weft.web.http.wire;

import java.util.List;

/// The head of a request: a proper one, or there would be none.
///
/// @param keepsAlive whether the client wants to go on with this connection
/// @param expectsContinue whether the client waits for `100 Continue` before it sends the body
public record RequestHead(
    RequestLine line,
    HttpHeaders headers,
    BodyLength bodyLength,
    boolean keepsAlive,
    boolean expectsContinue) {

  static RequestHead of(RequestLine line, HttpHeaders headers) throws MalformedRequestException {
    List<String> hosts = headers.all("Host");
    if (hosts.size() > 1 || (hosts.isEmpty() && !line.isHttp10())) {
      throw MalformedRequestException.badRequest("a request has one Host header");
    }
    if (!hosts.isEmpty() && !Authority.isProper(hosts.getFirst())) {
      throw MalformedRequestException.badRequest("the Host header is no host");
    }
    BodyLength length = BodyLength.of(headers, line.isHttp10());
    boolean keepsAlive =
        line.isHttp10()
            ? headers.lists("Connection", "keep-alive")
            : !headers.lists("Connection", "close");
    return new RequestHead(line, headers, length, keepsAlive, expectsContinue(line, headers));
  }

  private static boolean expectsContinue(RequestLine line, HttpHeaders headers)
      throws MalformedRequestException {
    String expected = headers.first("Expect");
    if (expected == null || line.isHttp10()) {
      return false;
    }
    if (!expected.equalsIgnoreCase("100-continue")) {
      throw new MalformedRequestException(417, "the one Expect taken is 100-continue");
    }
    return true;
  }
}
