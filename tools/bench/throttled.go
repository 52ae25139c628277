package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator" //nolint:depguard // This program is a test that prints.
)

// admitted is how many requests a second the service admits in benchThrottled, and
// slowness and refusals are the bounds: on the time, as a multiple of the least, and
// on the share of refused requests.
const (
	admitted = 10
	slowness = 1.15
	refusals = 0.10
)

// benchThrottled lets instances share a small quota: with Terraform's parallelism,
// and with a much higher one. A command that fails ends the program.
func benchThrottled(ctx context.Context, r *report, cli string, provider binary, tmp string, instances int) error {
	fmt.Printf("\n%d instances, a service that admits %d requests a second\n%-26s %10s %10s %10s %10s\n",
		instances, admitted, "", "requests", "refused", "span", "least")
	for _, parallelism := range []int{10, 50} {
		w, err := open(ctx, cli, tmp, fewRequests())
		if err != nil {
			return err
		}
		if err := w.throttled(ctx, r, provider, instances, parallelism); err != nil {
			w.close()
			return err
		}
		w.close()
	}
	return nil
}

func (w *workspace) throttled(ctx context.Context, r *report, provider binary, instances, parallelism int) error {
	if err := w.write(provider.path, instances); err != nil {
		return err
	}
	for _, command := range []string{"apply", "plan", "destroy"} {
		w.api.Reset()
		if _, err := runCLI(ctx, w.cli, w.dir, append(commands[command], "-parallelism="+strconv.Itoa(parallelism))); err != nil {
			return fmt.Errorf("%s: %w", command, err)
		}
		r.throttledRow(fmt.Sprintf("%s, parallelism %d", command, parallelism), w.api.Calls())
	}
	return nil
}

// throttledRow prints one command. The least time is that of the admitted requests
// at the admitted rate.
func (r *report) throttledRow(name string, calls []emulator.Call) {
	refused := 0
	for _, c := range calls {
		if c.Code == "Throttling.User" {
			refused++
		}
	}
	span := calls[len(calls)-1].Time.Sub(calls[0].Time).Seconds()
	least := float64(len(calls)-refused) / admitted
	share := float64(refused) / float64(len(calls))
	fmt.Printf("%-26s %10d %9.1f%% %8.1f s %8.1f s  %.2f%s%s\n", name, len(calls), 100*share, span, least, span/least,
		r.verdict(span/least, slowness), r.verdict(share, refusals))
}

// benchLatency refreshes instances of a service that is far away: the provider may
// not be what Terraform waits for.
func benchLatency(ctx context.Context, r *report, cli string, provider binary, tmp string, instances int) error {
	const latency, bound = 5 * time.Millisecond, 1.2
	w, err := open(ctx, cli, tmp)
	if err != nil {
		return err
	}
	defer w.close()
	if err := w.write(provider.path, instances); err != nil {
		return err
	}
	if _, err := w.run(ctx, "apply"); err != nil {
		return err
	}
	near, err := w.run(ctx, "plan")
	if err != nil {
		return err
	}
	w.api.Inject(emulator.Fault{Operation: emulator.OpDescribe, Times: -1, Delay: latency})
	far, err := w.run(ctx, "plan")
	if err != nil {
		return err
	}
	least := max(near.wall, time.Duration(instances)*latency/10)
	ratio := float64(far.wall) / float64(least)
	fmt.Printf("\nplan of %d instances: %.1f s; with %s latency %.1f s, %.2f%s\n",
		instances, near.wall.Seconds(), latency, far.wall.Seconds(), ratio, r.verdict(ratio, bound))
	return nil
}
