package dev.weft.web;

/// Answers the calls of one route.
@FunctionalInterface
interface Handler {
  Answer handle(Call call);
}
