package dev.reader.examples.local;

/** The structure that was asked for can't be made; the message becomes {@code extractionError}. */
@SuppressWarnings("serial") // never serialized
final class ExtractionException extends Exception {
    ExtractionException(String message) {
        super(message);
    }
}
