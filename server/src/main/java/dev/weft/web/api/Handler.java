package dev.weft.web.api;

/// Answers the calls of one route.
@FunctionalInterface
public interface Handler {
  Answer handle(Call call);
}
