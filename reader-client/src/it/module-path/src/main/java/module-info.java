/** A program that names the library and nothing that is behind it. */
module consumer {
    requires dev.reader.client;
    requires jdk.httpserver;

    // what extractedAs() fills
    opens consumer to
            com.fasterxml.jackson.databind;
}
