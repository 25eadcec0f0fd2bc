package dev.weft.callback.moderation;

import java.net.URI;

/// Where an app's service judges texts.
///
/// @param secret what requests are signed with, `whsec_…` (Standard Webhooks)
public record JudgeEndpoint(URI url, String secret) {

  @Override
  public String toString() {
    return "JudgeEndpoint[url=" + url + ", secret=***]";
  }
}
