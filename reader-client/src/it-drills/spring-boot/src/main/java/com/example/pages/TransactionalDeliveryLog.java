package com.example.pages;

import dev.reader.client.error.ReaderException;
import dev.reader.client.webhook.DeliveryLog;
import dev.reader.client.webhook.JdbcDeliveryLog;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * Records a delivery in the transaction that Spring manages, so that whatever the handler writes through Spring commits
 * or rolls back together with the delivery's id.
 */
@Component
class TransactionalDeliveryLog implements DeliveryLog {
    private final DataSource dataSource;
    private final PlatformTransactionManager transactions;

    TransactionalDeliveryLog(DataSource dataSource, PlatformTransactionManager transactions) {
        this.dataSource = dataSource;
        this.transactions = transactions;
    }

    @Override
    public <E extends Exception> boolean once(String deliveryId, Effect<E> effect) throws E {
        TransactionStatus transaction = transactions.getTransaction(
                new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRED));
        boolean first;
        try {
            // the connection of this transaction; Spring releases it
            first = JdbcDeliveryLog.on(DataSourceUtils.getConnection(dataSource))
                    .once(deliveryId, effect);
        } catch (SQLException e) {
            transactions.rollback(transaction);
            throw new ReaderException("can't record delivery " + deliveryId, e);
        } catch (Throwable failure) {
            transactions.rollback(transaction);
            throw failure;
        }
        transactions.commit(transaction);
        return first;
    }
}
