/// Stores of rules, deliveries, attempts, jobs and moderation, for both databases.
@NullMarked
package dev.weft.storage.jdbc.delivery;

import org.jspecify.annotations.NullMarked;
