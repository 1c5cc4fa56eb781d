package dev.reader.examples.rag;

import dev.langchain4j.data.document.DocumentSplitter;
import dev.langchain4j.model.embedding.EmbeddingModel;

/**
 * How pages become vectors.
 *
 * @param name names the model and the splitter with its settings. Pages that were indexed under another name are
 *     embedded again, because vectors of two models can't be compared
 */
record Indexing(String name, EmbeddingModel model, DocumentSplitter splitter) {}
