package dev.reader.examples.sources;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads one document: the locations of a sitemap or of an index. Document types and entities are rejected. */
final class SitemapParser implements AutoCloseable {
    private static final long MAX_BYTES = 50L * 1024 * 1024;
    private static final int GZIP_MAGIC = 0x1f8b;
    /** An entry's location: {@code urlset/url/loc}. Deeper ones are those of images and videos. */
    private static final int LOCATION_DEPTH = 3;

    private final InputStream document;
    private final XMLStreamReader xml;
    private int depth;
    private boolean index;

    /** Takes a stream that supports marks, and closes it. */
    SitemapParser(InputStream stream) throws IOException, XMLStreamException {
        document = stream;
        try {
            XMLInputFactory factory = XMLInputFactory.newFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            xml = factory.createXMLStreamReader(
                    new Bounded(isCompressed(stream) ? new GZIPInputStream(stream) : stream));
        } catch (IOException | XMLStreamException e) {
            stream.close();
            throw e;
        }
    }

    private static boolean isCompressed(InputStream stream) throws IOException {
        stream.mark(2);
        int magic = stream.read() << 8 | stream.read();
        stream.reset();
        return magic == GZIP_MAGIC;
    }

    /** Returns the next location, or null at the end. */
    @Nullable
    String nextLocation() throws IOException, XMLStreamException {
        try {
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    depth++;
                    String name = xml.getLocalName();
                    if (depth == 1) {
                        root(name);
                    } else if (depth == LOCATION_DEPTH && name.equals("loc")) {
                        depth--;
                        return xml.getElementText().strip();
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                }
            }
            return null;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void root(String name) throws IOException {
        index = name.equals("sitemapindex");
        if (!index && !name.equals("urlset")) {
            throw new IOException("not a sitemap: its root is <" + name + ">, not <urlset> or <sitemapindex>");
        }
    }

    boolean isIndex() {
        return index;
    }

    @Override
    public void close() {
        try {
            document.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends a document that is too large, whatever its compressed size. */
    private static final class Bounded extends FilterInputStream {
        private long left = MAX_BYTES;

        Bounded(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            left -= Math.max(0, count);
            if (left < 0) {
                throw new IOException("the sitemap has more than 50 MB");
            }
            return count;
        }
    }
}
