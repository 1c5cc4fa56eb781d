/** A program that requires only the library's module and not its dependencies. */
module consumer {
    requires dev.reader.client;
    requires jdk.httpserver;

    // for the record that extractedAs() binds
    opens consumer to
            com.fasterxml.jackson.databind;
}
