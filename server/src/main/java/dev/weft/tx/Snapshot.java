package dev.weft.tx;

/// A consistent look at the store: what one work reads through it was true at one moment.
public interface Snapshot {}
