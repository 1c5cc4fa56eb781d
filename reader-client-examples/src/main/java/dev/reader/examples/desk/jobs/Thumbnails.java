package dev.reader.examples.desk.jobs;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes small pictures of screenshots, which can be tens of megabytes. */
final class Thumbnails {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 300;
    /** A larger picture is not decoded: a small file can claim any size. */
    private static final long MAX_PIXELS = 200_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(Thumbnails.class);

    private Thumbnails() {}

    /** Returns the top of the screenshot as a small PNG; null if there is none, or it can't be read. */
    static byte @Nullable [] of(byte @Nullable [] png) {
        if (png == null) {
            return null;
        }
        try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(png))) {
            Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
            ImageReader reader = readers.next();
            try {
                reader.setInput(input);
                return write(read(reader));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("a screenshot can't be read", e);
            return null;
        }
    }

    private static BufferedImage read(ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > MAX_PIXELS) {
            throw new IOException("the screenshot has " + width + " x " + height + " pixels");
        }
        // only the part that is shown, and no more pixels than necessary
        int shown = Math.min(height, Math.max(1, (int) ((long) width * HEIGHT / WIDTH)));
        int step = Math.max(1, width / (2 * WIDTH));
        ImageReadParam part = reader.getDefaultReadParam();
        part.setSourceRegion(new java.awt.Rectangle(0, 0, width, shown));
        part.setSourceSubsampling(step, step, 0, 0);
        return reader.read(0, part);
    }

    private static byte[] write(BufferedImage image) throws IOException {
        int height = Math.max(1, Math.min(HEIGHT, image.getHeight() * WIDTH / Math.max(1, image.getWidth())));
        BufferedImage small = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, WIDTH, height, null);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(small, "png", out);
        return out.toByteArray();
    }
}
