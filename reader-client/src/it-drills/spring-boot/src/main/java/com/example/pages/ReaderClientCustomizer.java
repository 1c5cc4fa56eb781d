package com.example.pages;

import dev.reader.client.ReaderClient;

/** Sets further options of the client. Each bean of this type is called before the client is built. */
interface ReaderClientCustomizer {
    void customize(ReaderClient.Builder builder);
}
