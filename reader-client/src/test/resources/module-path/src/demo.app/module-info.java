module demo.app {
    requires dev.reader.client;
    requires jdk.httpserver;

    opens demo.app to
            com.fasterxml.jackson.databind;
}
