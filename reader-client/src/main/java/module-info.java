/** The Java client of the Reader API. */
module dev.reader.client {
    requires transitive com.fasterxml.jackson.databind;
    requires transitive okhttp3;
    requires okhttp3.sse;
    requires org.slf4j;
    requires com.fasterxml.jackson.annotation;
    requires static transitive org.jspecify;
    // not transitive: a project without servlets would not compile
    requires static jakarta.servlet;
    requires static transitive java.sql;

    exports dev.reader.client;
    exports dev.reader.client.error;
    exports dev.reader.client.event;
    exports dev.reader.client.model;
    exports dev.reader.client.run;
    exports dev.reader.client.webhook;

    // Jackson makes records and deserializers, and asks for access even where it has it
    opens dev.reader.client to
            com.fasterxml.jackson.databind;
    opens dev.reader.client.internal.http to
            com.fasterxml.jackson.databind;
    opens dev.reader.client.internal.jobs to
            com.fasterxml.jackson.databind;
    opens dev.reader.client.internal.json to
            com.fasterxml.jackson.databind;
    opens dev.reader.client.event to
            com.fasterxml.jackson.databind;
    opens dev.reader.client.model to
            com.fasterxml.jackson.databind;
}
