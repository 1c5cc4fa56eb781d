/** Pages of a crawl as documents of LangChain4j and Spring AI, and a program that answers questions about a site. */
@NullMarked
package dev.reader.examples.rag;

import org.jspecify.annotations.NullMarked;
