package dev.reader.client.internal.http;

import java.time.Duration;

/**
 * One sending of a request.
 *
 * @param number 1 for the first
 * @param timeout how long it may take
 * @param uncertainBefore whether an earlier one may have been carried out
 */
record Attempt(int number, Duration timeout, boolean uncertainBefore) {}
