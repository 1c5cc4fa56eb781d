package dev.reader.examples.desk.live;

import dev.reader.examples.desk.store.DeskJob;
import dev.reader.examples.desk.store.DeskPage;
import java.util.List;

/** Renders the parts of pages that change. */
public interface Fragments {
    /** The pages of a job that its page shows at first, and the live feed sends. */
    int PAGES_SHOWN = 50;

    /** The jobs that the list shows at first. */
    int JOBS_SHOWN = 20;

    /** The state of a job, on its own page. */
    String job(DeskJob job);

    /** The first pages of a job. */
    String pages(DeskJob job, List<DeskPage> pages);

    /** The row of a job in the list. */
    String row(DeskJob job);
}
