package dev.reader.examples.desk.jobs;

import dev.reader.examples.desk.store.DeskJob;
import dev.reader.examples.desk.store.JobState;
import dev.reader.examples.desk.store.PageTable.NewPage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Hears of each job that ends, in the transaction that stores its results. */
@FunctionalInterface
public interface EndedJobs {
    void onEnded(Connection connection, DeskJob job, JobState state, List<NewPage> pages) throws SQLException;
}
