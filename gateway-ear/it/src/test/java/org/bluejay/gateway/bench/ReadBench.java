package org.bluejay.gateway.bench;

import static org.bluejay.gateway.bench.Results.text;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Reading invoices and opening their checkout pages, against creating them. */
final class ReadBench {

    private record Made(String id, String link) {}

    private final Site site;
    private final Results results;
    private final Effort effort;
    private final List<Made> invoices = new ArrayList<>();

    ReadBench(Site site, Results results, Effort effort) {
        this.site = site;
        this.results = results;
        this.effort = effort;
    }

    void run(int connections) {
        Ratios reads = new Ratios();
        Ratios pages = new Ratios();
        Total read = new Total();
        Total page = new Total();
        HttpLoad create = load(connections, 201, site.orders(), this::remember);
        HttpLoad get = load(connections, 200, this::get, HttpLoad.Answers.IGNORED);
        HttpLoad open = load(connections, 200, this::open, HttpLoad.Answers.IGNORED);
        create.run(effort.round());
        effort.warm(get);
        effort.warm(open);
        for (int round = 0; round < effort.rounds(); round++) {
            double created = create.run(effort.round()).perSecond();
            site.settle();
            Measured readNow = get.run(effort.round());
            Measured opened = open.run(effort.round());
            reads.add(readNow.perSecond() / created);
            pages.add(opened.perSecond() / readNow.perSecond());
            read.add(readNow);
            page.add(opened);
        }
        report(connections, reads, read, pages, page);
    }

    private HttpLoad load(
            int connections, int expected, Supplier<String> requests, HttpLoad.Answers answers) {
        return new HttpLoad(site.gateway().port(), connections, expected, requests, answers);
    }

    private void report(int connections, Ratios reads, Total read, Ratios pages, Total page) {
        results.demand(
                text("read invoice with key check, %d connections, to creating", connections),
                "≥ 1.00, aim 2.00",
                reads.toString(),
                reads.median() >= 1);
        results.note(
                "… reads a second; p50, p99",
                text("%.0f; %s", read.perSecond(), read.percentiles()));
        results.demand(
                text("checkout page, %d connections, to reading", connections),
                "≥ 0.50",
                pages.toString(),
                pages.median() >= 0.5);
        results.note(
                "… pages a second; p50, p99",
                text("%.0f; %s", page.perSecond(), page.percentiles()));
    }

    private void remember(Message answer, long sentAt, long answeredAt) {
        invoices.add(new Made(answer.textAfter("\"id\":\""), answer.textAfter("\"link\":\"")));
    }

    private String get() {
        return site.read(any().id());
    }

    private String open() {
        return site.page(any().link());
    }

    private Made any() {
        return invoices.get(ThreadLocalRandom.current().nextInt(invoices.size()));
    }
}
