package dev.reader.examples.local.scrape;

/** Signals that an extraction failed. Its message becomes {@code extractionError}. */
@SuppressWarnings("serial") // never serialized
final class ExtractionException extends Exception {
    ExtractionException(String message) {
        super(message);
    }
}
