package dev.reader.client.internal.http;

/** The calls of the API, by the name that listeners, metrics and logs show. The set is small and the names are stable. */
public enum Operation {
    SCRAPE("scrape"),
    CREATE_JOB("createJob"),
    GET_JOB("getJob"),
    GET_JOB_RESULTS("getJobResults", true),
    CANCEL_JOB("cancelJob"),
    RETRY_JOB("retryJob"),
    STREAM_JOB("streamJob"),
    STREAM_EVENTS("streamEvents"),
    GET_CREDITS("getCredits"),
    USAGE_HISTORY("usageHistory", true),
    GET_QUEUE_STATUS("getQueueStatus"),
    CREATE_WEBHOOK("createWebhook"),
    LIST_WEBHOOKS("listWebhooks", true),
    UPDATE_WEBHOOK("updateWebhook"),
    DELETE_WEBHOOK("deleteWebhook"),
    CREATE_SESSION("createSession"),
    LIST_SESSIONS("listSessions", true),
    GET_SESSION("getSession"),
    STOP_SESSION("stopSession"),
    CREATE_API_KEY("createApiKey"),
    LIST_API_KEYS("listApiKeys", true),
    REVOKE_API_KEY("revokeApiKey");

    private final String text;
    private final boolean listPage;

    Operation(String text) {
        this(text, false);
    }

    Operation(String text, boolean listPage) {
        this.text = text;
        this.listPage = listPage;
    }

    /** {@return whether it requests one page of a list, of which many may follow} */
    boolean isListPage() {
        return listPage;
    }

    @Override
    public String toString() {
        return text;
    }
}
