package org.bluejay.shop.vendure.connector;

/** The GraphQL that we speak with Vendure 3: each asks for no more than is used. */
final class Documents {

    private static final String FACTS =
            """
            fragment Facts on Order {
              id code state updatedAt currencyCode totalWithTax
              payments { id method state amount refunds { id state total } }
            }
            """;

    private static final String PRECISION =
            "globalSettings { serverConfig { moneyStrategyPrecision } }";

    private static final String OR_ERROR = "__typename ... on ErrorResult { errorCode message }";

    private static final String OR_TRANSITION_ERROR =
            OR_ERROR + " ... on OrderStateTransitionError { transitionError }";

    /** What everybody may ask who is let in; an API key is no administrator to ask for. */
    static final String GREETING = "query { " + PRECISION + " }";

    static final String LOGIN =
            """
            mutation ($username: String!, $password: String!) {
              login(username: $username, password: $password) { __typename }
            }
            """;

    static final String ORDER = "query ($id: ID!) { order(id: $id) { ...Facts } }\n" + FACTS;

    private static final String NEWEST_ORDER =
            "newest: orders(options: { sort: { updatedAt: DESC }, take: 1 })"
                    + " { items { updatedAt } }";

    /** By id, because Vendure puts that before any other field to sort by. */
    static final String CHANGED =
            """
            query ($after: DateTime!, $skip: Int!, $take: Int!) {
              orders(options: { filter: { updatedAt: { after: $after } },
                                sort: { id: ASC }, skip: $skip, take: $take }) {
                items { ...Facts }
              }
              %s
              %s
            }
            %s\
            """
                    .formatted(NEWEST_ORDER, PRECISION, FACTS);

    static final String NEWEST = "query { " + NEWEST_ORDER + " }";

    static final String TO_STATE =
            """
            mutation ($id: ID!, $state: String!) {
              transitionOrderToState(id: $id, state: $state) { %s }
            }
            """
                    .formatted(OR_TRANSITION_ERROR);

    static final String PAY =
            """
            mutation ($id: ID!, $method: String!, $reference: String!) {
              addManualPaymentToOrder(input: { orderId: $id, method: $method,
                  transactionId: $reference, metadata: {} }) { %s ...Facts }
            }
            %s\
            """
                    .formatted(OR_ERROR, FACTS);

    static final String SETTLE =
            """
            mutation ($id: ID!) {
              settlePayment(id: $id) { %s }
            }
            """
                    .formatted(OR_TRANSITION_ERROR);

    static final String CANCEL =
            """
            mutation ($id: ID!, $reason: String!) {
              cancelOrder(input: { orderId: $id, reason: $reason, cancelShipping: true }) { %s }
            }
            """
                    .formatted(OR_TRANSITION_ERROR);

    /** What only the amount would do without, Vendure's database insists on. */
    static final String REFUND =
            """
            mutation ($payment: ID!, $amount: Money!, $reason: String!) {
              refundOrder(input: { paymentId: $payment, amount: $amount, reason: $reason,
                  lines: [], shipping: 0, adjustment: 0 }) { %s ... on Refund { id state } }
            }
            """
                    .formatted(OR_TRANSITION_ERROR);

    static final String SETTLE_REFUND =
            """
            mutation ($id: ID!, $reference: String!) {
              settleRefund(input: { id: $id, transactionId: $reference }) { %s }
            }
            """
                    .formatted(OR_ERROR);

    static final String METHODS =
            """
            query ($code: String!) {
              paymentMethods(options: { filter: { code: { eq: $code } }, take: 10 }) {
                items { code handler { code } }
              }
            }
            """;

    static final String NOTES =
            """
            query ($id: ID!, $skip: Int!, $take: Int!) {
              order(id: $id) {
                history(options: { filter: { type: { eq: "ORDER_NOTE" } },
                                   sort: { id: DESC }, skip: $skip, take: $take }) {
                  items { data }
                }
              }
            }
            """;

    static final String NOTE =
            """
            mutation ($id: ID!, $note: String!) {
              addNoteToOrder(input: { id: $id, note: $note, isPublic: false }) { id }
            }
            """;

    private Documents() {}
}
