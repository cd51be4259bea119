// The main job with the generated TypeScript client. Arguments: the gateway's address, a key of one sandbox shop.
import {
  Configuration,
  EventsApi,
  InvoicesApi,
  InvoiceStatusEnum,
  ResponseError,
  SandboxApi,
  SimulationScenarioEnum,
  WebhookEndpointsApi,
} from "./client";

declare const process: { argv: string[]; exitCode?: number };

function expect(holds: boolean, what: string): void {
  if (!holds) {
    throw new Error(what);
  }
}

async function paid(invoices: InvoicesApi, invoice: string): Promise<void> {
  const end = Date.now() + 30_000;
  while ((await invoices.readInvoiceStatus({ invoice })).data.status !== InvoiceStatusEnum.Paid) {
    expect(Date.now() < end, "not paid in 30 seconds");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function mainJob(basePath: string, apiKey: string): Promise<void> {
  const configuration = new Configuration({ basePath, apiKey });
  const invoices = new InvoicesApi(configuration);

  const order = {
    newInvoice: { currencyAmount: "49.00", currencySymbol: "USD", metadata: { basket: "b-77" } },
    idempotencyKey: "typescript-" + Date.now(),
  };
  const invoice = (await invoices.createInvoice(order)).data;
  expect(invoice.amountDue === "49.00", "all of it is due");
  expect((await invoices.createInvoice(order)).data.id === invoice.id, "a repeat makes no second one");
  expect((await invoices.readInvoice({ invoice: invoice.link })).data.id === invoice.id, "read by its link");

  const attempt = (
    await invoices.startAttempt({ invoice: invoice.id, newAttempt: { method: "sandbox-code" } })
  ).data;
  expect(attempt.instruction?.type === "show-code", "the payer is shown a code");
  await new SandboxApi(configuration).simulatePayment({
    invoice: invoice.id,
    simulation: { scenario: SimulationScenarioEnum.Paid },
  });
  await paid(invoices, invoice.id);

  const payments = (await invoices.listInvoicePayments({ invoice: invoice.id })).data;
  expect(payments.length === 1 && payments[0].creditedAmount === "49.00", "one payment of all");
  const events = (await new EventsApi(configuration).listEvents({ types: ["invoice.*"] })).data;
  expect(events.some((event) => event.type === "invoice.paid"), "the payment is told");
  expect(events[0].timestamp instanceof Date, "times are dates");

  const endpoint = (
    await new WebhookEndpointsApi(configuration).createWebhookEndpoint({
      newWebhookEndpoint: { url: "https://shop.example.com/bluejay", types: ["invoice.paid"] },
    })
  ).data;
  expect(endpoint.secret?.startsWith("whsec_") === true, "the secret is told");

  const refusal = await invoices
    .createInvoice({ newInvoice: { currencyAmount: "1,50", currencySymbol: "USD" } })
    .catch((error) => error);
  expect(refusal instanceof ResponseError && refusal.response.status === 422, "refused with a problem");
}

mainJob(process.argv[2], process.argv[3]).then(
  () => console.log("done"),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
