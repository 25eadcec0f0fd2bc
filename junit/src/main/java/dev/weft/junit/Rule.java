package dev.weft.junit;

import java.net.URI;

/// A callback rule of the test's app, and what a receiver verifies its callbacks with.
///
/// @param url where its callbacks arrive in the end
/// @param vendorSecret the secret of the vendor's `security` field
/// @param signingSecret the Standard Webhooks secret, `whsec_…`
public record Rule(String name, URI url, String vendorSecret, String signingSecret) {}
