package dev.weft.app.operator;

import java.time.Instant;

/// What an operator did or looked at.
///
/// @param id larger for what came later; 0 before it is kept
/// @param action method and route, `PUT /callbacks/rules/{}`, or a word such as `login`
/// @param app the app key; empty if it is about none
/// @param detail the path as it was called; never a body
/// @param address where it came from
/// @param status of the answer
public record AuditEntry(
    long id,
    Instant at,
    String operator,
    String action,
    String app,
    String detail,
    String address,
    int status) {}
